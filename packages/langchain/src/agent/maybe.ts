import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A schema of what may be absent. */
export type Maybe<Value> = StandardSchemaV1<Value | undefined, Value | undefined>;

/** What a schema takes, or nothing; without one, nothing alone. */
export function maybe<Value>(schema: StandardSchemaV1<unknown, Value> | undefined): Maybe<Value> {
  const validate = (value: unknown) => {
    if (value === undefined) return { value };
    return schema?.['~standard'].validate(value) ?? { issues: [{ message: 'Expected nothing.' }] };
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate } };
}
