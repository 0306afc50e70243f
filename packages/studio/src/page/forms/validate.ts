import { Validator } from '@cfworker/json-schema';
import { asMeant } from '../values/as-sent.ts';
import type { Problem } from './draft.ts';
import { stepsIn } from './pointer.ts';

/** Keywords whose problems are told by what is below them. */
const around = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalItems', 'dependentSchemas']);

/** What a JSON Schema has against a value as the API takes it; nothing where the schema itself cannot be read. */
export function problemsOf(schema: unknown, sent: unknown): readonly Problem[] {
  if (typeof schema !== 'object' || schema === null || sent === undefined) return [];
  try {
    const value = withOwnNames(asMeant(sent));
    const { errors } = new Validator(schema, '2020-12', false).validate(value);
    const told = errors.filter(({ keyword }) => !around.has(keyword));
    return told.map(({ instanceLocation, error }) => ({ path: stepsOf(instanceLocation, value), message: error }));
  } catch {
    return [];
  }
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
