import type { ASTNode } from '@marcbachmann/cel-js';

/** What is known of a value before there is one: by it an expression is checked where it is written. */
export interface Known {
  /** Its type, as CEL writes it. */
  readonly cel: string;
  /** What it has under each name, where it is an object. */
  readonly fields?: ReadonlyMap<string, Known>;
  /** What it holds, where it is a list, or a record. */
  readonly item?: Known;
  /** Whether it is what something counts, which is a number to who writes, and whole to CEL alone. */
  readonly isCount?: true;
}

/** What is known of the parts of an expression. */
export type KnownOf = (part: ASTNode) => Known | undefined;

/** Of which nothing is known. */
export const anything: Known = Object.freeze({ cel: 'dyn' });

/** CEL's names of the types that Cairn's values have. */
export const celNames = {
  text: 'string',
  number: 'double',
  flag: 'bool',
  whole: 'int',
  bytes: 'bytes',
  time: 'google.protobuf.Timestamp',
  length: 'google.protobuf.Duration',
  fields: 'map<string, dyn>',
} as const;

/** What counts, such as size(): whole to CEL. */
export const counted: Known = Object.freeze({ cel: celNames.whole, isCount: true });

/** How types are named of variables that are objects, such as the state. */
export const ownTypes = 'cairn.of.';

/** Whether it is a `bigint` of the state, which whole numbers that are written go with as whole numbers. */
export function isBig({ cel, isCount }: Known): boolean {
  return cel === celNames.whole && isCount !== true;
}

/** Whether it is a number of any kind. */
export function isNumeric({ cel }: Known): boolean {
  return cel === celNames.number || cel === celNames.whole;
}

/** A list of what is known. */
export function listKnown(item: Known): Known {
  return { cel: `list<${item.cel}>`, item };
}

/** A record of what is known. */
export function recordKnown(item: Known): Known {
  return { cel: `map<string, ${item.cel}>`, item };
}

/** An object with these fields. */
export function objectKnown(fields: ReadonlyMap<string, Known>): Known {
  return { cel: celNames.fields, fields };
}
