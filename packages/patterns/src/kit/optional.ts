import type { InferInput, InferOutput, Schema } from '@cairn/core';

/** What a schema takes, or nothing. */
export type Optional<Of extends Schema> = Schema<InferInput<Of> | undefined, InferOutput<Of> | undefined>;

/** A schema that takes what another takes, and `undefined`. */
export function optional<Of extends Schema>(schema: Of): Optional<Of> {
  const validate: Optional<Of>['~standard']['validate'] = (value) =>
    value === undefined ? { value } : schema['~standard'].validate(value);
  return { '~standard': { version: 1, vendor: 'cairn', validate } };
}
