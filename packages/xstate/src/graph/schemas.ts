import type { Graph } from '@cairn/core';

type Source = Graph['source'];
export type Schema = NonNullable<Source['events']>[string];

export function schemaOf(validate: Schema['~standard']['validate']): Schema {
  return { '~standard': { version: 1, vendor: 'cairn', validate } };
}

/** A schema that takes anything. */
export const anything: Schema = schemaOf((value) => ({ value }));

/** A key that begins with a value. */
export function from(start: unknown): Schema {
  return schemaOf((value) => ({ value: value === undefined ? start : value }));
}

/** A schema that takes anything, and is another one where `kind` is another. */
export function anythingOf(kind: () => string): Schema {
  const described = { input: () => ({ const: kind() }), output: () => ({ const: kind() }) };
  return { '~standard': { ...anything['~standard'], jsonSchema: described } } as Schema;
}
