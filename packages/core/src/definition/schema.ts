import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A schema of any library that speaks Standard Schema: zod, valibot, arktype and others. */
export type Schema<Input = unknown, Output = Input> = StandardSchemaV1<Input, Output>;

/** What a schema accepts. */
export type InferInput<Of extends Schema> = StandardSchemaV1.InferInput<Of>;

/** What a schema gives once it has parsed. */
export type InferOutput<Of extends Schema> = StandardSchemaV1.InferOutput<Of>;

/** Whether a value is a schema. Arktype's are functions. */
export function isSchema(value: unknown): value is Schema {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && '~standard' in value;
}
