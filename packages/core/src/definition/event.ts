import type { AnySchema, InferInput } from './schema.ts';

/** The events a graph accepts: the schema of each one's payload, by name. */
export type EventDefinitions = Readonly<Record<string, AnySchema>>;

/** What may be sent: the payload each event's schema accepts, by name. */
export type EventInputs<E extends EventDefinitions> = { readonly [Name in keyof E]: InferInput<E[Name]> };
