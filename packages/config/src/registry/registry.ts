import type {
  ClassCodec,
  Context,
  ContextOf,
  Parts,
  QuestionDefinitions,
  Schema,
  StateOf,
  UpdateOf,
} from '@cairn/core';
import { reservedTypes } from '../shape/type-schema.ts';
import type { AnyGraph, InferOutput, Service } from '@cairn/core';

/** A state whose types are those of a document, which TypeScript does not know. */
export type Values = Readonly<Record<string, unknown>>;

// Written as methods, so that a function whose parameters say more than these do is one of them.
interface Callable {
  run(this: void, state: Values, context: Context, args: Values): unknown;
  verify(this: void, update: Values, state: Values, context: Context): unknown;
}

/** A function that nodes run by its name: given the state, the context, and what stands under `with`. */
export type NamedActivity = Callable['run'];

/** A function that judges by its name what an activity found: `true`, or a reason why not. */
export type NamedVerifier = Callable['verify'];

/** An activity that says what it needs, so that a document which lacks it is refused. */
export interface DescribedActivity<Services = Readonly<Record<string, Service>>> {
  readonly kind: 'activity';
  readonly run: NamedActivity;
  /** The keys of the state that it reads or writes. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly services: Services;
  /** What stands under `with` of its node. */
  readonly args?: Schema;
  /** What it asks by `ctx.ask`: the graphs that run it declare that, where their documents do not. */
  readonly questions?: QuestionDefinitions;
}

type ServicesIn<Of> = Of extends { readonly services: infer Services extends Readonly<Record<string, Service>> }
  ? Services
  : {};

/** A key of the state that a document names. */
export type NamedKey = Parts['state'][string];

type Updating<Keys extends Parts['state']> = UpdateOf<{ readonly state: Keys }> | void;

/** What documents may name. */
export interface RegistryParts {
  readonly activities?: Readonly<Record<string, NamedActivity | DescribedActivity>>;
  readonly verifiers?: Readonly<Record<string, NamedVerifier>>;
  /** Types of keys, events, questions and parts of these. */
  readonly schemas?: Readonly<Record<string, Schema>>;
  /** Keys of the state, with how they combine and how instances are stored. */
  readonly keys?: Readonly<Record<string, NamedKey>>;
  /** Graphs that nodes hold as subgraphs. */
  readonly graphs?: Readonly<Record<string, AnyGraph>>;
  /** What activities need of the world outside. */
  readonly services?: Readonly<Record<string, Service>>;
  /** How instances of classes are stored that states, events and steps hold. */
  readonly codecs?: readonly ClassCodec[];
}

/** What the documents of a program may name: what {@link registry} gives. */
export interface Registry<Of extends RegistryParts = RegistryParts> {
  readonly kind: 'registry';
  readonly parts: Of;
}

/**
 * What documents may name, of which they can name nothing else. A `TypeError` where a schema or a key has a name that would not lead to it alone.
 *
 * @example
 * const known = registry({ activities: { charge: async (s, ctx, args) => ({ receipt: await bank.charge(s.amount, ctx.key()) }) } });
 */
export function registry<const Of extends RegistryParts>(parts: Of): Registry<Of> {
  const { schemas = {}, keys = {} } = parts;
  for (const name of [...Object.keys(schemas), ...Object.keys(keys)]) {
    const said = reservedTypes.has(name) ? 'is a word of every document' : 'names a schema and a key';
    if (!reservedTypes.has(name) && !(Object.hasOwn(schemas, name) && Object.hasOwn(keys, name))) continue;
    throw new TypeError(`"${name}" ${said}. Give it another name in the registry.`);
  }
  return Object.freeze({ kind: 'registry', parts: Object.freeze({ ...parts }) });
}

/**
 * An activity that says which keys and services it needs, what it asks, and what it takes under `with`: its function is typed by that, and a document
 * that lacks a key or gives something else is refused.
 *
 * @example
 * activity({ state: { amount: z.number() }, args: z.object({ currency: z.string() }), run: (s, ctx, { currency }) => … })
 */
export function activity<
  Keys extends Parts['state'],
  Services extends Readonly<Record<string, Service>> = {},
  Args extends Schema = Schema<Values>,
  Questions extends QuestionDefinitions = QuestionDefinitions,
>(described: {
  readonly state: Keys;
  readonly services?: Services;
  readonly args?: Args;
  readonly questions?: Questions;
  readonly run: (
    state: StateOf<{ readonly state: Keys }>,
    context: ContextOf<{ readonly state: Keys; readonly services: Services; readonly questions: Questions }>,
    args: InferOutput<Args>,
  ) => Updating<Keys> | Promise<Updating<Keys>>;
}): DescribedActivity<Services> {
  const { state, services = {}, args, questions, run } = described;
  return Object.freeze({
    kind: 'activity',
    state,
    services: services as Services,
    run,
    ...(args !== undefined && { args }),
    ...(questions !== undefined && { questions }),
  });
}

type Told<Services> = string extends keyof Services
  ? {}
  : { readonly [Name in keyof Services]: Services[Name] extends Service<infer Type> ? Type : never };

type ToldByActivities<Activities> = {
  [Name in keyof Activities]: Activities[Name] extends DescribedActivity<infer Services> ? Told<Services> : never;
}[keyof Activities];

/** One object type of all that are in a union. */
type AllOf<Union> = [Union] extends [never]
  ? {}
  : (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
    ? All
    : never;

/** The services that graphs of a registry's documents may need: its own, and those of its activities. */
export type ServicesOfRegistry<Of extends RegistryParts> = Told<ServicesIn<Of>> &
  AllOf<ToldByActivities<Of['activities']>>;

/** What a registry has under a name that is its own. */
export function named<Part>(parts: Readonly<Record<string, Part>> | undefined, name: string): Part | undefined {
  return parts !== undefined && Object.hasOwn(parts, name) ? parts[name] : undefined;
}

/** Whether what stands in a registry says what it needs. */
export function isDescribed(each: NamedActivity | DescribedActivity): each is DescribedActivity {
  return typeof each === 'object' && each.kind === 'activity';
}
