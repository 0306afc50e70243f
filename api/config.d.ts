// index.d.ts

import { AnyGraph, ClassCodec, Context, ContextOf, Graph, InferOutput, Parts, QuestionDefinitions, Schema, Service, StateOf, UpdateOf } from "@cairn/core";
/** A mistake in a document. */
interface ConfigMistake {
  /** What kind of mistake, `unknown-node` for example; the kinds are listed in `docs/problems/config.md`. */
  readonly code: string;
  /** Where in the document, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** The line in the text, counted from 1. */
  readonly line: number;
  /** The column in the line, in UTF-16 units, counted from 1. */
  readonly column: number;
  /** What is wrong, what was there, and what to do. */
  readonly message: string;
}
/** A state whose types are those of a document, which TypeScript does not know. */
type Values = Readonly<Record<string, unknown>>;
interface Callable {
  run(this: void, state: Values, context: Context, args: Values): unknown;
  verify(this: void, update: Values, state: Values, context: Context): unknown;
}
/** A function that nodes run by its name: given the state, the context, and what stands under `with`. */
type NamedActivity = Callable["run"];
/** A function that judges by its name what an activity found: `true`, or a reason why not. */
type NamedVerifier = Callable["verify"];
/** An activity that says what it needs, so that a document which lacks it is refused. */
interface DescribedActivity<Services = Readonly<Record<string, Service>>> {
  readonly kind: "activity";
  readonly run: NamedActivity;
  /** The keys of the state that it reads or writes. */
  readonly state: Readonly<Record<string, unknown>>;
  readonly services: Services;
  /** What stands under `with` of its node. */
  readonly args?: Schema;
  /** What it asks by `ctx.ask`: the graphs that run it declare that, where their documents do not. */
  readonly questions?: QuestionDefinitions;
}
type ServicesIn<Of> = Of extends {
  readonly services: infer Services extends Readonly<Record<string, Service>>;
} ? Services : {};
/** A key of the state that a document names. */
type NamedKey = Parts["state"][string];
type Updating<Keys extends Parts["state"]> = UpdateOf<{
  readonly state: Keys;
}> | void;
/** What documents may name. */
interface RegistryParts {
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
interface Registry<Of extends RegistryParts = RegistryParts> {
  readonly kind: "registry";
  readonly parts: Of;
}
/**
 * What documents may name, of which they can name nothing else. A `TypeError` where a schema or a key has a name that would not lead to it alone.
 *
 * @example
 * const known = registry({ activities: { charge: async (s, ctx, args) => ({ receipt: await bank.charge(s.amount, ctx.key()) }) } });
 */
declare function registry<const Of extends RegistryParts>(parts: Of): Registry<Of>;
/**
 * An activity that says which keys and services it needs, what it asks, and what it takes under `with`: its function is typed by that, and a document
 * that lacks a key or gives something else is refused.
 *
 * @example
 * activity({ state: { amount: z.number() }, args: z.object({ currency: z.string() }), run: (s, ctx, { currency }) => … })
 */
declare function activity<Keys extends Parts["state"], Services extends Readonly<Record<string, Service>> = {}, Args extends Schema = Schema<Values>, Questions extends QuestionDefinitions = QuestionDefinitions>(described: {
  readonly state: Keys;
  readonly services?: Services;
  readonly args?: Args;
  readonly questions?: Questions;
  readonly run: (state: StateOf<{
    readonly state: Keys;
  }>, context: ContextOf<{
    readonly state: Keys;
    readonly services: Services;
    readonly questions: Questions;
  }>, args: InferOutput<Args>) => Updating<Keys> | Promise<Updating<Keys>>;
}): DescribedActivity<Services>;
type Told<Services> = string extends keyof Services ? {} : { readonly [Name in keyof Services]: Services[Name] extends Service<infer Type> ? Type : never; };
type ToldByActivities<Activities> = { [Name in keyof Activities]: Activities[Name] extends DescribedActivity<infer Services> ? Told<Services> : never; }[keyof Activities];
/** One object type of all that are in a union. */
type AllOf<Union> = [Union] extends [never] ? {} : (Union extends unknown ? (each: Union) => void : never) extends ((all: infer All) => void) ? All : never;
/** The services that graphs of a registry's documents may need: its own, and those of its activities. */
type ServicesOfRegistry<Of extends RegistryParts> = Told<ServicesIn<Of>> & AllOf<ToldByActivities<Of["activities"]>>;
/** How a document is read. */
interface ConfigOptions {
  /** Values of the document's thresholds, in place of those that are written there. */
  readonly thresholds?: Readonly<Record<string, unknown>>;
  /** The name of the document's file, for messages; the name of its graph by default. */
  readonly file?: string;
}
/** What TypeScript knows of a graph whose states, events and outcomes stand in a document. */
type ConfiguredGraph<Of extends RegistryParts = RegistryParts> = Graph<{
  readonly name: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly stored: Readonly<Record<string, unknown>>;
  readonly update: Readonly<Record<string, unknown>>;
  readonly input: object;
  readonly outcome: string;
  readonly nodes: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly questions: {};
  readonly services: ServicesOfRegistry<Of>;
}>;
/**
 * Makes a graph of a document in YAML or JSON, which names activities, schemas and graphs of a registry.
 *
 * A problem `config/invalid` with all mistakes at once, each with its line and column.
 *
 * @example
 * const refund = defineFromConfig(readFileSync('refund.yaml', 'utf8'), known, { thresholds: { small: 80 } });
 */
declare function defineFromConfig<Of extends RegistryParts>(text: string, registry: Registry<Of>, options?: ConfigOptions): ConfiguredGraph<Of>;
/** All mistakes of a document at once, in the order of its text; an empty list means that it is a graph. */
declare function checkConfig(text: string, registry: Registry, options?: ConfigOptions): readonly ConfigMistake[];
/** A part of a graph that a document does not say. */
interface LostPart {
  /** Where it would stand in the document, `nodes.triage.next[0].when` for example. */
  readonly path: string;
  /** Why it is not there, in a sentence. */
  readonly reason: string;
}
/** A graph as a document. */
interface WrittenConfig {
  /** The document as data: mappings, lists, texts, numbers, flags and `null`. */
  readonly document: Readonly<Record<string, unknown>>;
  /** The document as YAML, which `defineFromConfig` reads. */
  readonly text: string;
  /** What of the graph the document does not say, in the order of the graph; none for a graph that was made of a document. */
  readonly lost: readonly LostPart[];
}
/**
 * Writes a graph as a document: the way back from `defineFromConfig`.
 *
 * A graph that was made of a document has that one, with the thresholds that it was given. Of any other, functions, schemas, keys and
 * subgraphs are written by the names that the registry has them by; what has no name and is no data is left out, and listed in `lost`.
 *
 * A problem `graph/invalid` where it is no graph that could run.
 *
 * @example
 * writeFileSync('refund.yaml', toConfig(refund, known).text);
 */
declare function toConfig(graph: AnyGraph, registry?: Registry): WrittenConfig;
export { type ConfigMistake, type ConfigOptions, type ConfiguredGraph, type DescribedActivity, type LostPart, type NamedActivity, type NamedKey, type NamedVerifier, type Registry, type RegistryParts, type Values, type WrittenConfig, activity, checkConfig, defineFromConfig, registry, toConfig };
