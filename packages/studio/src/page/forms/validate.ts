import { Validator, type OutputUnit } from '@cfworker/json-schema';
import { asMeant } from '../values/as-sent.ts';
import { stepsIn } from './pointer.ts';
import { wordsOf } from './problem-words.ts';
import type { Chosen, Problem } from './problem.ts';

/**
 * What a JSON Schema has against a value as the API takes it; nothing where the schema itself cannot be read.
 *
 * 1. A value that does not fit has at least one problem.
 * 2. Of several that a value may be, it speaks of the one that is `chosen`, or of the likeliest.
 * 3. What is told by what is below it is not told twice.
 */
export function problemsOf(schema: unknown, sent: unknown, chosen: Chosen = () => undefined): readonly Problem[] {
  if (typeof schema !== 'object' || schema === null || sent === undefined) return [];
  try {
    const value = withOwnNames(asMeant(sent));
    const { errors } = new Validator(schema, '2020-12', false).validate(value);
    const told = ofBranches(errors, (union, depth) => chosen(stepsOf(union.instanceLocation, value), depth));
    return toldOnce(told).map((error) => {
      const { message, part } = wordsOf(error);
      const path = stepsOf(error.instanceLocation, value);
      return { path: part === undefined ? path : [...path, part], message };
    });
  } catch {
    return [];
  }
}

/** Keywords that say best themselves what is wrong, whatever is below them. */
const whole = new Set(['contains', 'propertyNames', 'not']);

function toldOnce(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  // A schema that nothing fits is told by who holds it.
  const own = errors.length === 1 ? errors : errors.filter(({ keyword }) => keyword !== 'false');
  const wholes = own.filter(({ keyword }) => whole.has(keyword));
  const outside = own.filter((error) => !wholes.some((each) => isBelow(error, each)));
  const told = outside.filter((error) => whole.has(error.keyword) || !outside.some((each) => isBelow(each, error)));
  const seen = new Set<string>();
  return told.filter(({ instanceLocation, keyword, error }) => {
    // What a format is called says more than its pattern.
    const isOfFormat =
      keyword === 'pattern' &&
      told.some((each) => each.keyword === 'format' && each.instanceLocation === instanceLocation);
    if (isOfFormat) return false;
    const text = `${instanceLocation} ${keyword} ${error}`;
    return !seen.has(text) && seen.add(text);
  });
}

function isBelow(error: OutputUnit, { keywordLocation, instanceLocation }: OutputUnit): boolean {
  return error.keywordLocation.startsWith(`${keywordLocation}/`) && error.instanceLocation.startsWith(instanceLocation);
}

function isUnion({ keyword }: OutputUnit): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf';
}

/** The errors without those of branches that are not meant. */
function ofBranches(
  errors: readonly OutputUnit[],
  chosen: (union: OutputUnit, depth: number) => number | undefined,
): readonly OutputUnit[] {
  let left = errors;
  const unions = errors.filter(isUnion);
  for (const union of unions.toSorted((one, other) => one.keywordLocation.length - other.keywordLocation.length)) {
    if (!left.includes(union)) continue;
    const within = left.filter((error) => isBelow(error, union));
    const isAround = (each: OutputUnit): boolean =>
      isBelow(union, each) && each.instanceLocation === union.instanceLocation;
    const at = chosen(union, unions.filter(isAround).length) ?? likeliest(union, within);
    left = left.filter((error) => !isBelow(error, union) || branchOf(union, error) === at);
  }
  return left;
}

function branchOf(union: OutputUnit, error: OutputUnit): number {
  return Number.parseInt(error.keywordLocation.slice(union.keywordLocation.length + 1), 10);
}

/** The branch of which a value has the kind, and what tells it apart; undefined where there is none, or it is not told which. */
function likeliest(union: OutputUnit, within: readonly OutputUnit[]): number | undefined {
  const branches = [...new Set(within.map((error) => branchOf(union, error)))];
  const fitting = branches.filter((branch) => {
    return !within.some((error) => branchOf(union, error) === branch && isOfAnother(union, error));
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

function isOfAnother({ instanceLocation }: OutputUnit, error: OutputUnit): boolean {
  if (error.keyword === 'const') return true;
  return error.instanceLocation === instanceLocation && ['type', 'enum', 'required'].includes(error.keyword);
}

/** A value whose objects have no names but their own: the validator asks for "constructor" by `in`. */
function withOwnNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOwnNames);
  if (typeof value !== 'object' || value === null) return value;
  const own = Object.create(null) as Record<string, unknown>;
  for (const [name, part] of Object.entries(value)) own[name] = withOwnNames(part);
  return own;
}

/** The steps of a pointer, `#/notes/0`; those into lists are places. */
function stepsOf(pointer: string, value: unknown): Problem['path'] {
  let at: unknown = value;
  return stepsIn(pointer).map((name) => {
    const step = Array.isArray(at) ? Number(name) : name;
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[name];
    return step;
  });
}
