import { Validator } from '@cfworker/json-schema';
import type { Problem } from './draft.ts';

/** Keywords whose problems are told by what is below them. */
const around = new Set(['properties', 'items', 'prefixItems', '$ref', 'allOf', 'additionalItems', 'dependentSchemas']);

/** What a JSON Schema has against a value; nothing where the schema itself cannot be read. */
export function problemsOf(schema: unknown, value: unknown): readonly Problem[] {
  if (typeof schema !== 'object' || schema === null || value === undefined) return [];
  try {
    const { errors } = new Validator(schema, '2020-12', false).validate(value);
    const told = errors.filter(({ keyword }) => !around.has(keyword));
    return told.map(({ instanceLocation, error }) => ({ path: stepsOf(instanceLocation, value), message: error }));
  } catch {
    return [];
  }
}

/** The steps of a pointer, `#/notes/0`; those into lists are places. */
function stepsOf(pointer: string, value: unknown): Problem['path'] {
  let at: unknown = value;
  const names = pointer
    .split('/')
    .slice(1)
    .map((step) => {
      return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    });
  return names.map((name) => {
    const step = Array.isArray(at) ? Number(name) : name;
    at = (at as Readonly<Record<string, unknown>> | undefined)?.[name];
    return step;
  });
}
