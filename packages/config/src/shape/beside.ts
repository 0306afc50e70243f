import type { Beside, JsonSchema } from './json-schema.ts';

/** All of these must stand beside a property. */
export function withEach(...names: readonly string[]): Beside {
  return { required: names };
}

/** One of these must stand beside a property. */
export function withOneOf(...names: readonly string[]): Beside {
  return names.length === 1 ? withEach(...names) : { anyOf: neededBy(...names) };
}

/** None of these can stand beside a property. */
export function absent(...names: readonly string[]): Beside {
  return { properties: Object.fromEntries(names.map((name) => [name, false as const])) };
}

/** Alternatives of which each needs one of these. */
export function neededBy(...names: readonly string[]): NonNullable<JsonSchema['oneOf']> {
  return names.map((name) => ({ required: [name] }));
}
