import type { JsonSchema } from './json-schema.ts';

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const plain = ['string', 'number', 'integer', 'boolean', 'date', 'bigint', 'bytes', 'any', 'nothing'];

/** The name of a type that comes with every document. */
export const plainTypes: readonly string[] = plain;

/** The words of `type` that say what else a mapping has. */
const structuredTypes: readonly string[] = ['list', 'record', 'enum', 'object'];

/** The kinds of keys, which say how what is written to one combines with what it has. */
const keyKinds: readonly string[] = ['append', 'union', 'merge', 'local', 'transient', 'sum', 'upsert', 'reduce'];

/** Words that name no schema of a registry. */
export const reservedTypes: ReadonlySet<string> = new Set([...plain, ...structuredTypes, ...keyKinds]);

const named: JsonSchema = {
  title: 'a type, such as string, number?, list of string or record of number',
  description: `One of ${plain.join(', ')}, a schema of the registry, or "list of" or "record of" one; "?" at its end says that it may be absent.`,
  type: 'string',
  minLength: 1,
};

const enumeration: JsonSchema = {
  title: 'a list of the values that it may have',
  type: 'array',
  minItems: 1,
  items: {
    title: 'a text, a number, true, false or null',
    anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }, { type: 'null' }],
  },
};

const common: Readonly<Record<string, JsonSchema>> = {
  optional: { title: 'true or false', description: 'Whether it may be absent.', type: 'boolean' },
  default: ref('constant'),
  description: { title: 'a text', type: 'string' },
};

const bounds: Readonly<Record<string, JsonSchema>> = {
  min: {
    title: 'a number',
    description: 'The least: of a number, or of the length of a text or a list.',
    type: 'number',
  },
  max: {
    title: 'a number',
    description: 'The most: of a number, or of the length of a text or a list.',
    type: 'number',
  },
};

/** Types that have no bounds; what a schema of a registry has is not known here. */
const unbounded = String.raw`\s*(boolean|date|bigint|bytes|any|nothing|record of .*)[\s?]*$`;

const described = (title: string, pattern: string, more: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  title,
  type: 'object',
  properties: { type: { ...named, pattern }, ...more, ...common },
  required: ['type'],
  additionalProperties: false,
});

const inWords: readonly JsonSchema[] = [
  described(
    'a type, such as { type: number, min: 0, default: 1 }',
    `^(?!(${[...structuredTypes, ...keyKinds].join('|')})$)(?!${unbounded})`,
    bounds,
  ),
  described('a type, such as { type: boolean, default: true }', `^${unbounded}`, {}),
];

const of = (
  kind: string,
  title: string,
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[],
): JsonSchema => ({
  title,
  type: 'object',
  properties: { type: { enum: [kind] }, ...properties },
  required: ['type', ...required],
  additionalProperties: false,
});

const fields: JsonSchema = { title: 'a mapping of fields to types', type: 'object', additionalProperties: ref('type') };

/** A mapping without the key `type`: each key is a field. */
const shorthand: JsonSchema = { ...fields, not: { required: ['type'] } };

const structured: readonly JsonSchema[] = [
  of('list', '{ type: list, of }', { of: ref('type'), ...bounds, ...common }, ['of']),
  of('record', '{ type: record, of }', { of: ref('type'), ...common }, ['of']),
  of('enum', '{ type: enum, of }', { of: enumeration, ...common }, ['of']),
  of('object', '{ type: object, fields }', { fields, ...common }, ['fields']),
];

const kinds: readonly JsonSchema[] = [
  ...['append', 'union', 'merge', 'local', 'transient'].map((kind) =>
    of(kind, `{ type: ${kind}, of }`, { of: ref('type') }, ['of']),
  ),
  of('sum', '{ type: sum, from }', { from: { title: 'a number', type: 'number' } }, []),
  of('upsert', '{ type: upsert, of, id }', { of: ref('type'), id: { title: 'the name of a field', type: 'string' } }, [
    'of',
    'id',
  ]),
  of(
    'reduce',
    '{ type: reduce, of, from, by }',
    {
      of: ref('type'),
      from: ref('constant'),
      by: { title: 'an expression of "current" and "update"', type: 'string', minLength: 1 },
    },
    ['of', 'from', 'by'],
  ),
];

/** Definitions of types and of keys of the state. */
export const typing: Readonly<Record<string, JsonSchema>> = {
  type: {
    title: 'a type, such as string, list of number, [small, large] or a mapping of fields',
    anyOf: [named, enumeration, ...structured, ...inWords, shorthand],
  },
  key: {
    title: 'a type, or a key such as "append of string" or { type: upsert, of, id }',
    anyOf: [named, enumeration, ...kinds, ...structured, ...inWords, shorthand],
  },
};
