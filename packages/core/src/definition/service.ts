/** What a graph needs of the world outside and nobody stores: a client, a pool of connections, a key. */
export interface Service<Type = unknown> {
  readonly kind: 'service';
  /** Exists for types only. */
  readonly '~type'?: Type;
}

/** The services that a graph needs, by name. */
export type ServiceDefinitions = Readonly<Record<string, Service>>;

/** What activities see: each service by its name. */
export type ServicesOf<Services extends ServiceDefinitions> = string extends keyof Services
  ? {}
  : { readonly [Name in keyof Services]: Exclude<Services[Name]['~type'], undefined> };

/** All of a union of records at once: a service that several name is what each of them says. */
export type AllServices<Needed> = (Needed extends unknown ? (needed: Needed) => void : never) extends (
  needed: infer All,
) => void
  ? All
  : never;

/** One object type of an intersection: errors read better. */
export type FlatServices<Services> = { readonly [Name in keyof Services]: Services[Name] };

const made: Service<never> = Object.freeze({ kind: 'service' });

/**
 * Names a service in a graph's `services`; `open` is given it, and activities find it in `ctx.services`. What may be missing
 * says so with `null`.
 *
 * @example
 * services: { mailer: service<Mailer>(), cache: service<Cache | null>() }
 */
export function service<Type extends {} | null>(): Service<Type> {
  return made;
}

/** Whether a value was made by {@link service}, of this copy of Cairn or another. */
export function isService(value: unknown): value is Service {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'kind') === made.kind;
}
