import type { InferInput, InferOutput, Schema } from './schema.ts';

/** The events a graph accepts: the schema of each one's payload, by name. */
export type EventDefinitions = Readonly<Record<string, Schema>>;

declare const nothing: unique symbol;

/** The payloads of a graph that declares no events: an object type that knows no name. */
export interface NoEvents {
  readonly [nothing]?: never;
}

/** What handlers see: the payload each event's schema gives, by name. */
export type EventPayloads<Events extends EventDefinitions> = string extends keyof Events
  ? NoEvents
  : { readonly [Name in keyof Events]: InferOutput<Events[Name]> };

/** What may be sent: the payload each event's schema accepts, by name. */
export type EventInputs<Events extends EventDefinitions> = string extends keyof Events
  ? {}
  : { readonly [Name in keyof Events]: InferInput<Events[Name]> };
