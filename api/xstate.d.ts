// index.d.ts

import { _ as Standing, a as HostedMigration, c as hostEngine, d as Engine, f as EngineInput, g as Move, h as MachineEvent, i as Shown, l as Action, m as Logged, n as ActionPolicy, o as Hosting, p as Job, r as HostedState, s as TriedAgain, t as TaskPolicy, u as Emitted, v as Step, y as Told } from "./shared/task.js";
import { a as Named, c as TransitionConfig, i as MachineData, n as Walk, o as StateConfig, r as InvokeConfig, s as StateValue, t as ModelEvent } from "./shared/walk.js";
import { AnyActorLogic, AnyStateMachine, ContextFrom, EventFrom, InputFrom, InspectionEvent, MachineConfig, OutputFrom, Snapshot, SnapshotFrom, StateValue as StateValue$1 } from "xstate";
import { AnyGraph, Cairn, ClassCodec, FactsOf, Graph, Plan, Thread, Went } from "@cairn/core";
/** All of a system of actors that rests: plain data, which is told from any other of its kind by its `format`. */
interface MachineState {
  readonly format: 1;
  readonly root: ActorRecord;
  /** Actors that run although they are nobody's child any more: another took their place under their id. XState has them go on. */
  readonly strays: readonly Stray[];
  readonly timers: readonly Timer[];
  /** The named actions that are not through yet, in the order in which they run. */
  readonly actions: readonly ActionsRecord[];
  /** How many numbers were given out: to actors, timers and actions. */
  readonly count: number;
}
/** What an actor is to a host: run by the engine, or a job. */
type Kind = "inside" | "promise" | "live";
/** An actor that rests. */
interface ActorRecord {
  /** Its own for ever: what begins again has another. The id of its job, where it is one. */
  readonly session: string;
  readonly id: string;
  readonly kind: Kind;
  /** The name that its logic has in the machine of its parent; of the machine itself, ''. */
  readonly src: string;
  readonly systemId?: string;
  /** Whether its parent is told of each of its snapshots. */
  readonly sync?: true;
  /** Whether it takes events: it began, and did not stop. */
  readonly running: boolean;
  readonly status: "active" | "done" | "error" | "stopped";
  /** What else its snapshot holds; of a machine: `value`, `context`, `output`, `error`, `history`, and the ids of its `nodes`. */
  readonly held: Readonly<Record<string, unknown>>;
  readonly children: Readonly<Record<string, ActorRecord>>;
}
/** An actor that runs and is nobody's child any more. */
interface Stray {
  /** Who began it. */
  readonly parent: ActorMark;
  /** The ids from the machine to it, joined by `/`. */
  readonly path: string;
  readonly logic: readonly string[];
  readonly record: ActorRecord;
}
/** An actor that is named within a context or an event. */
interface ActorMark {
  readonly xstate$$actor: string;
  readonly id: string;
}
/** An event that is to come. */
interface Timer {
  readonly order: number;
  /** The session of the actor that armed it. */
  readonly source: string;
  readonly target: ActorMark;
  readonly event: unknown;
  /** What it is cancelled by. */
  readonly id?: string;
  /** In milliseconds since 1970. */
  readonly due: number;
  /** Of an `after` whose delay has a name: how long it was armed for, in milliseconds. */
  readonly delay?: number;
  /** Whether another was armed under its id since, so that nothing cancels it. */
  readonly loose?: true;
}
/** The named actions of one macrostep. */
interface ActionsRecord {
  /** The id of its job. */
  readonly job: string;
  readonly session: string;
  readonly actor: string;
  readonly logic: readonly string[];
  readonly actions: readonly Action[];
}
/** New names by old ones. */
interface NewNames {
  /** Of states, by their ids: `{ 'order.waiting': 'order.resting' }`. */
  readonly states?: Readonly<Record<string, string>>;
  /** Of logic, as a machine's `actors` have them. */
  readonly actors?: Readonly<Record<string, string>>;
  /** Of actions: names, or where they are written in place. */
  readonly actions?: Readonly<Record<string, string>>;
}
/** An actor's snapshot as it is stored. A machine has `value`, `context`, `historyValue` and `children`; a promise its `input`. */
interface StoredSnapshot {
  readonly status: "active" | "done" | "error" | "stopped";
  readonly value?: StateValue$1;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly historyValue?: Readonly<Record<string, readonly {
    readonly id: string;
  }[]>>;
  readonly children?: Readonly<Record<string, StoredChild>>;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly input?: unknown;
}
/** An actor below another one. */
interface StoredChild {
  readonly snapshot: StoredSnapshot;
  /** The name of its logic. */
  readonly src: string;
  readonly systemId?: string;
  readonly syncSnapshot?: boolean;
}
/** What becomes of what rests of an older version of a machine. */
interface MachineMigration extends NewNames {
  /** The `version` that the machine had then; without it, any that no other entry names. */
  readonly from?: string;
  /**
   * New ids of states by old: `{ 'order.waiting': 'order.resting' }`, as `getStateNodeById` has them. What is below a state goes with it,
   * and so do its timers and what it invokes. A state under its own id has the timers of `after` armed that were added to it.
   */
  readonly states?: Readonly<Record<string, string>>;
  /** New names of logic by old ones, as `setup({ actors })` has them. */
  readonly actors?: Readonly<Record<string, string>>;
  /**
   * What actions that are still to be run are now, by what they were: the name of one, or where it is written in place, `order.paying/entry/0`,
   * on either side. A text to itself says that what is written there today is what was meant.
   */
  readonly actions?: Readonly<Record<string, string>>;
  /** Makes a snapshot that today's machine can rest in of an older one, which has the new names already. Nothing that it puts an actor into is entered. */
  readonly snapshot?: (old: StoredSnapshot) => StoredSnapshot;
}
interface XStateEngineOptions {
  /** What the machine's actor calls itself. Default: the id of the machine. */
  readonly id?: string;
  readonly limits?: {
    /** How many microsteps one input may lead to, in all actors together. Beyond, the engine throws a problem `limit/exceeded`; a thread refuses the event with `decision/failed`, which says so. Default: 100,000. */
    readonly microsteps?: number;
  };
  /** The names of actions that whoever runs them implements, where the machine may have nothing under them. */
  readonly implemented?: readonly string[];
  /** Hears XState's inspection events of each step while it is taken, as an inspector does; a step that is taken again tells again. */
  readonly inspect?: (event: InspectionEvent) => void;
}
/**
 * The engine of a machine of XState 5. Its state is plain data, which holds what Cairn's values hold; a problem `value/refused` where
 * a context or an event holds what they do not, and `machine/undurable` where a machine does what cannot be begun again.
 */
declare function xstateEngine(machine: AnyStateMachine, options?: XStateEngineOptions): Engine<MachineState>;
type Implementations$1<M extends AnyStateMachine> = Parameters<M["provide"]>[0];
type PartsOf<M extends AnyStateMachine, Part extends string> = Implementations$1<M> extends { readonly [Key in Part]?: infer Parts; } ? NonNullable<Parts> : Record<string, unknown>;
type Named$1<M extends AnyStateMachine, Part extends string> = keyof PartsOf<M, Part> & string;
type PartOf<M extends AnyStateMachine, Part extends string, Name> = Name extends keyof PartsOf<M, Part> ? NonNullable<PartsOf<M, Part>[Name]> : never;
/** What the logic of a name is given. */
type TaskInput<M extends AnyStateMachine, Src> = PartOf<M, "actors", Src> extends (infer Logic) ? (Logic extends AnyActorLogic ? InputFrom<Logic> : unknown) : unknown;
/** The parameters of an action of a name. */
type ParamsOf<M extends AnyStateMachine, Type> = PartOf<M, "actions", Type> extends ((args: never, params: infer Params) => unknown) ? Params : unknown;
/** What an action is told beside its parameters. */
interface ActionFacts<M extends AnyStateMachine = AnyStateMachine> {
  readonly context: ContextFrom<M>;
  readonly event: EventFrom<M>;
  /** An idempotency key: the same however often the action is begun again after a crash, and of no other. */
  readonly key: string;
  /** Which attempt it is, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, or the thread is cancelled. */
  readonly signal: AbortSignal;
}
type ActionRun<M extends AnyStateMachine, Type> = (facts: ActionFacts<M>, params: ParamsOf<M, Type>) => unknown;
/** How a machine is hosted. */
interface FromXStateOptions<M extends AnyStateMachine> extends Omit<XStateEngineOptions, "implemented"> {
  /** Told from another, it has what rests of that brought over by `migrate`. */
  readonly version?: string;
  readonly description?: string;
  /** How instances of classes are stored that its contexts, its events and what its promises come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** What becomes of what rests of older versions of the machine. Without an entry it goes on where today's machine has its states and actors. */
  readonly migrate?: readonly MachineMigration[];
  /** How its promises are run, by the names of their logic. */
  readonly tasks?: { readonly [Src in Named$1<M, "actors">]?: TaskPolicy<TaskInput<M, Src>>; };
  /** How long it is waited before a task or an action is tried again, and which errors are worth that. */
  readonly retry?: TriedAgain;
  /**
   * What its named actions do, in the place of the machine's own, or how they are run. Each is run after the macrostep that it belongs to is stored, in order, and
   * once it is through never again. One that failed by its last attempt fails the thread, which goes on with it by `resume`.
   */
  readonly actions?: { readonly [Type in Named$1<M, "actions">]?: ActionRun<M, Type> | ActionPolicy<ActionRun<M, Type>>; };
}
/** What an event carries beside its type, which may be left out where nothing of it is needed. */
type PayloadOf<Event> = Event extends unknown ? keyof Omit<Event, "type"> extends never ? undefined : object extends Omit<Event, "type"> ? Omit<Event, "type"> | undefined : Omit<Event, "type"> : never;
/** The event of a type, also where several types are written as one event. */
type EventUnder<Event, Type> = Event extends {
  readonly type: infer Own;
} ? (Type extends Own ? Event : never) : never;
/** The payloads of a machine's events, by their types; `*` brings an event under any type. */
type EventsOf<M extends AnyStateMachine> = { readonly [Type in EventFrom<M>["type"]]: PayloadOf<EventUnder<EventFrom<M>, Type>>; } & {
  readonly "*": EventFrom<M>;
};
/** A machine as a graph: to run alone, or as the subgraph of a node. */
type MachineGraph<Name extends string, M extends AnyStateMachine> = Graph<{
  readonly name: Name;
  readonly state: HostedState<MachineState, InputFrom<M>, OutputFrom<M>>;
  readonly stored: HostedState<MachineState, InputFrom<M>, OutputFrom<M>>;
  readonly update: Partial<HostedState<MachineState, InputFrom<M>, OutputFrom<M>>>;
  readonly input: undefined extends InputFrom<M> ? {
    readonly input?: InputFrom<M>;
  } : {
    readonly input: InputFrom<M>;
  };
  readonly outcome: "done";
  readonly nodes: "machine" | "work" | "over" | "failed" | "done";
  readonly events: EventsOf<M>;
  readonly questions: {};
  readonly services: {};
}>;
/**
 * A graph that runs a machine of XState 5, durably: every macrostep is a checkpoint, what it invokes are activities, and `after` is waited
 * for over restarts. A problem `machine/undurable` where a machine does what cannot be begun again in another process.
 *
 * @example
 * const checkout = fromXState('checkout', machine, { tasks: { charge: { attempts: 3 } } });
 * const thread = await cairn.start(checkout, { input: { cart: 'c-1' } });
 * await thread.send('PAY', { card: '4242' });
 */
declare function fromXState<const Name extends string, M extends AnyStateMachine>(name: Name, machine: M, options?: FromXStateOptions<NoInfer<M>>): MachineGraph<Name, M>;
/**
 * What XState says of a machine of XState 5 as a thread has it, by the state of that: `context`, `matches`, `can`, `hasTag`, `getMeta`. Its children are data, so there are none
 * in it, and what stands for an actor in its context is data too.
 *
 * @example
 * const { state } = await thread.settled();
 * const snapshot = snapshotOf(machine, state);
 * console.log(snapshot.context, snapshot.matches('paying'));
 */
declare function snapshotOf<M extends AnyStateMachine>(machine: M, { machine: state }: {
  readonly machine: MachineState;
}): SnapshotFrom<M>;
/** Something of a graph that a machine of XState has no counterpart for. */
interface Lost {
  /** What it is called in the graph: `retry`, `each`, `limits`. */
  readonly feature: string;
  /** Where: the id of a node, `investigate.think`; of a graph, that of the node that holds it, empty for the whole. */
  readonly at: string;
  /** What becomes of it, in a sentence. */
  readonly says: string;
}
/** What a model's machine keeps: the thread as it is now. */
interface ModelContext {
  readonly walk: Walk;
}
/** What a machine's names stand for, as `createMachine` and `provide` take it. */
interface Implementations {
  readonly guards: Readonly<Record<string, (...args: readonly unknown[]) => boolean>>;
  readonly actions: Readonly<Record<string, (...args: readonly unknown[]) => void>>;
  readonly actors: Readonly<Record<string, AnyActorLogic>>;
  readonly delays: Readonly<Record<string, number>>;
}
/** The events that a model of a graph takes. */
type ModelEventOf<G extends AnyGraph> = {
  readonly type: `done.${string}`;
  readonly update?: unknown;
  readonly lane?: string;
} | {
  readonly type: `error.${string}`;
  readonly error?: ModelEvent["error"];
  readonly lane?: string;
} | {
  readonly type: `after.${string}` | `retry.${string}` | `timeout.${string}`;
  readonly lane?: string;
} | {
  readonly type: keyof FactsOf<G>["events"] & string;
  readonly payload?: unknown;
  readonly lane?: string;
};
/** The configuration of a model: its context is the thread, which it makes of the machine's input. */
type ModelConfig<G extends AnyGraph = AnyGraph> = MachineConfig<ModelContext, ModelEventOf<G>, never, never, never, never, never, FactsOf<G>["input"]>;
/** How a graph is made a machine. */
interface ToXStateOptions {
  /**
   * `viz` is to be looked at: plain JSON, with activities that are invoked, waits and lanes. `model` is to be walked through by `xstate/graph`: what
   * activities come to and what time does are events, and what is decided is decided by the graph's own functions.
   */
  readonly profile: "viz" | "model";
  /** Of a model: the id of its thread, which the chance in backoffs follows from; `model` by default. */
  readonly thread?: string;
  /** Of a model: when it begins, in milliseconds since 1970; the beginning of 2026 by default, as that of `virtualClock`. */
  readonly now?: number;
}
/** A graph as a machine of XState. */
interface XStateMachine<Config> {
  readonly config: Config;
  readonly implementations: Implementations;
  /** All of the graph that the machine does not have, by name and place. */
  readonly lost: readonly Lost[];
}
/**
 * A graph as a machine of XState v5, with all that is lost. States are the nodes, by their names: `#order.pay`, and `#order.pay.charge` within a
 * subgraph. States that are no nodes have names with a space, such as `in lanes`.
 *
 * The implementations of a `viz` are there so that the machine starts: activities never end, and guards do not hold. A problem `graph/invalid` where the graph is.
 *
 * @example
 * const { config, lost } = toXState(order, { profile: 'viz' });
 * writeFileSync('order.json', JSON.stringify(config)); // to be opened by Stately's tools
 *
 * const model = toXState(order, { profile: 'model' });
 * const paths = getShortestPaths(createMachine(model.config, model.implementations), { input: {} });
 */
declare function toXState<G extends AnyGraph>(graph: G, options: ToXStateOptions & {
  readonly profile: "model";
}): XStateMachine<ModelConfig<G>>;
declare function toXState(graph: AnyGraph, options: ToXStateOptions & {
  readonly profile: "viz";
}): XStateMachine<MachineData>;
declare function toXState<G extends AnyGraph>(graph: G, options: ToXStateOptions): XStateMachine<MachineData | ModelConfig<G>>;
/** What all messages of Stately's inspector have: those of `@statelyai/inspect` 0.7. */
interface OfActor {
  /** The id of the thread. */
  readonly sessionId: string;
  readonly rootId: string;
  /** Milliseconds since 1970, as text. */
  readonly createdAt: string;
  /** The checkpoint, `<thread>@<seq>`. */
  readonly id: string;
  readonly _version: string;
}
interface InspectedEvent {
  readonly type: string;
  readonly [part: string]: unknown;
}
/** How a thread stands, as a snapshot of the machine that `toXState` makes of its graph with the profile `viz`. */
type InspectedSnapshot = Snapshot<unknown> & {
  readonly value: StateValue;
  readonly context: unknown;
};
/** A message of Stately's inspector. */
type InspectionMessage = (OfActor & {
  readonly type: "@xstate.actor";
  readonly name: string;
  /** The machine, as JSON. */
  readonly definition: string;
  readonly parentId: undefined;
  readonly snapshot: InspectedSnapshot;
}) | (OfActor & {
  readonly type: "@xstate.event";
  readonly event: InspectedEvent;
  readonly sourceId: undefined;
}) | (OfActor & {
  readonly type: "@xstate.snapshot";
  readonly event: InspectedEvent;
  readonly snapshot: InspectedSnapshot;
});
/** What messages go to: the `adapter` of one of Stately's inspectors, or whatever sends them on. */
interface InspectionSink {
  send(message: InspectionMessage): void;
}
interface InspectOptions {
  /** Whether to go on with what happens until the thread is at its end; true by default, else all that is stored is told. */
  readonly live?: boolean;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}
/**
 * Shows a thread to Stately's inspector, from its first checkpoint on: all that is stored of it, and then what happens. Each checkpoint is a snapshot of
 * the machine that `toXState` makes of the graph, and what came from outside is an event before it. Resolves when the thread is at its end.
 *
 * @example
 * const { adapter } = createWebSocketInspector({ url: 'ws://localhost:8080' });
 * await inspect(order, thread, adapter);
 */
declare function inspect(graph: AnyGraph, thread: Thread, sink: InspectionSink, { live, signal }?: InspectOptions): Promise<void>;
/**
 * Shows all threads of these graphs that a runtime starts or takes up, each as {@link inspect} does. Resolves when the runtime is closed, and rejects with
 * the signal's reason when that aborts.
 */
declare function inspectAll(cairn: Cairn, graphs: readonly AnyGraph[], sink: InspectionSink, { signal }?: Pick<InspectOptions, "signal">): Promise<void>;
type Acting = (args: unknown, params: unknown) => unknown;
/** What an action that is still to be run is found by. */
type PendingAction = Pick<Action, "type" | "address" | "print" | "bare">;
/** A job at work. */
interface RunningJob {
  /** Its output; rejects with the error of its logic. A callback goes on until it is stopped. */
  readonly ended: Promise<unknown>;
  /** Gives it an event that the machine sent to it. */
  send(event: MachineEvent): void;
  /** Stops it: a promise gets its signal, a callback and an observable are disposed of. */
  stop(): void;
}
interface JobEars {
  /** What it tells the actor that began it, or what an observable gave: an input `told` for the engine. */
  readonly tell: (event: MachineEvent) => void;
  /** An event that it emitted. */
  readonly emitted?: (event: MachineEvent) => void;
}
/** Runs the logic of a job of kind `promise` or `live` as XState does; a problem `machine/unfit` where the machine has it no more. */
declare function runJob(machine: AnyStateMachine, job: Pick<Job, "logic" | "actor" | "input">, ears: JobEars): RunningJob;
/**
 * The function of an action that is to be run, as the machine has it; nothing where nothing implemented its name when it was recorded.
 * A problem `machine/unfit` where the machine has it no more.
 */
declare function actionAt(machine: AnyStateMachine, logic: readonly string[], action: PendingAction): Acting | undefined;
/** Something of a document that is not read, and where it stands. */
interface ScxmlIssue {
  /**
   * `malformed`: no XML. `invalid`: no SCXML, such as a target that is nowhere. `unsupported`: SCXML that this reader has no counterpart for.
   * `no-expressions`: an expression, and nothing was given that evaluates it.
   */
  readonly code: "malformed" | "invalid" | "unsupported" | "no-expressions";
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly message: string;
}
/** Thrown by `fromScxml` where a document is not read; `issues` has all that stands in the way, in the order of the text. */
declare class ScxmlRefused extends Error {
  override readonly name = "CairnScxmlRefused";
  readonly issues: readonly ScxmlIssue[];
  constructor(issues: readonly ScxmlIssue[]);
}
/** An event, as expressions see it in `_event`; keys without a value are there all the same. */
interface ScxmlEvent {
  readonly name: string;
  readonly type: "platform" | "internal" | "external";
  readonly sendid?: string | undefined;
  readonly origin?: string | undefined;
  readonly origintype?: string | undefined;
  readonly data?: unknown;
}
/** What evaluates the expressions of documents. It is given to `fromScxml`, which evaluates nothing by itself. */
interface Expressions {
  /** The variables of one step. What was evaluated in another is not there, but for what {@link Scope.data} told. */
  begin(this: void, surroundings: Surroundings): Scope;
}
/** What a scope begins with. */
interface Surroundings {
  readonly data: Readonly<Record<string, unknown>>;
  /** The variables that there are, though they may have no value. */
  readonly declared: readonly string[];
  /** The scripts at the top of the document. A scope that goes on from data has their functions, and its own data all the same. */
  readonly scripts: readonly string[];
  /** The names of the thread and of the document. */
  readonly session: string;
  readonly machine: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly isIn: (id: string) => boolean;
}
/** An expression, or a value that is plain data. */
type Given = {
  readonly expr: string;
} | {
  readonly literal: unknown;
};
/** The variables of a machine while it takes a step. Each of these throws where evaluating does. */
interface Scope {
  /** Whether an expression holds. */
  test(expr: string): boolean;
  /** What an expression gives, as plain data. */
  evaluate(expr: string): unknown;
  /** Writes to a variable, or to a part of it; there has to be one. */
  assign(location: string, value: Given): void;
  /** Makes a variable; one that is there keeps its value unless another is given. */
  declare(name: string, value?: Given): void;
  run(script: string): void;
  /** Says which event is dealt with. */
  hear(event: ScxmlEvent): void;
  /** All variables, as plain data. */
  data(): Readonly<Record<string, unknown>>;
}
/** An event that comes later. */
interface Timer$1 {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: ScxmlEvent;
}
/** Where a machine stands: plain data, and all that there is of it between two steps. */
interface ScxmlState {
  /** What it is called among those that run. */
  readonly session: string;
  /** The ids of the states that it is in, but for those that hold some of them. */
  readonly states: readonly string[];
  /** The variables. */
  readonly data: Readonly<Record<string, unknown>>;
  /** By the id of a history, the ids of the states that it leads to. */
  readonly history: Readonly<Record<string, readonly string[]>>;
  /** Events that come later. */
  readonly timers: readonly Timer$1[];
  /** How many sends were given a name. */
  readonly made: number;
  /** The ids of the states whose variables have their values. */
  readonly bound: readonly string[];
  /** There once it is over: what its last state gives. */
  readonly over?: {
    readonly data: unknown;
  };
}
/** What a machine is started with. */
interface ScxmlStart {
  readonly session: string;
  /** Values of variables at the top of the document, in the place of those that it says. */
  readonly data?: Readonly<Record<string, unknown>>;
}
/** A document as an engine that a timer is taken of by itself. */
interface ScxmlEngine extends Engine<ScxmlState> {
  /** Takes the timer that is due first, at the time at which it is due; nothing changes where there is none. */
  next(state: ScxmlState): Step<ScxmlState>;
}
/** How a document is read for an engine. */
interface ScxmlEngineOptions {
  /** What evaluates the document's expressions; without it, a document that has some is refused. */
  readonly expressions?: Expressions;
  /** The text of what a document has elsewhere, `<data src>` and `<script src>`; nothing is fetched by itself. */
  readonly source?: (src: string) => string | undefined;
}
/**
 * A document as an engine: a step is a macrostep of the recommendation. An event that the machine sends to itself without a delay is a timer
 * that is due at once. It throws {@link ScxmlRefused} where the document has what is not supported.
 */
declare function scxmlEngine(text: string, { expressions, source }?: ScxmlEngineOptions): ScxmlEngine;
/** How a document is read. */
interface FromScxmlOptions<Name extends string = string> extends ScxmlEngineOptions {
  /** The name of the graph. */
  readonly name: Name;
  /**
   * Whether the event `*` brings one under any name, `{ name, data }`; by default where the document takes events by a part of their name.
   * Others are known by the names that the document has.
   */
  readonly anyEvent?: boolean;
  readonly description?: string;
  readonly version?: string;
  /** As of any graph. A machine that goes on for ever by its own timers has `{ transitions: Infinity }`. */
  readonly limits?: Source["limits"];
}
/** What a thread of a document holds: where its machine stands, and what the last input did within a parallel state, for drawings. */
interface ScxmlGraphState extends ScxmlState {
  /** The names of transitions that were taken, and the ids of states that were come to and left again. */
  readonly went: Went;
}
/** A document as a graph. */
type ScxmlGraph<Name extends string = string> = Graph<{
  readonly name: Name;
  readonly state: ScxmlGraphState;
  readonly stored: ScxmlGraphState;
  readonly update: Partial<ScxmlGraphState>;
  /** Values for variables at the top of the document. */
  readonly input: {
    readonly data?: Readonly<Record<string, unknown>>;
  };
  readonly outcome: string;
  readonly nodes: string;
  readonly events: Readonly<Record<string, unknown>>;
  readonly questions: {};
  readonly services: {};
}>;
type Source = Graph["source"];
/**
 * A graph of a document of SCXML: a node for each atomic state, and one for each parallel state that no other holds, whose regions `states`
 * tells. It throws {@link ScxmlRefused} where the document has what is not supported, each with its line and column.
 *
 * @example
 * const light = fromScxml(text, { name: 'light', expressions: trustedExpressions() });
 */
declare function fromScxml<const Name extends string>(text: string, options: FromScxmlOptions<Name>): ScxmlGraph<Name>;
/**
 * Has the expressions of a document evaluated as JavaScript, by `node:vm`. That is no wall: whoever writes a document runs code in this
 * process by it, so give these to documents of your own and to no others.
 *
 * A step gives the same whenever it is taken: `Date` has the step's time, and `Math.random` throws. Each step has a context of its own, which
 * takes some milliseconds to make; a step in which nothing is evaluated makes none.
 */
declare function trustedExpressions(): Expressions;
export { type Action, type ActionFacts, type ActionPolicy, type ActionsRecord, type ActorMark, type ActorRecord, type Emitted, type Engine, type EngineInput, type EventsOf, type Expressions, type FromScxmlOptions, type FromXStateOptions, type Given, type HostedMigration, type HostedState, type Hosting, type Implementations, type InspectOptions, type InspectedSnapshot, type InspectionMessage, type InspectionSink, type InvokeConfig, type Job, type JobEars, type Logged, type Lost, type MachineData, type MachineEvent, type MachineGraph, type MachineMigration, type MachineState, type ModelConfig, type ModelContext, type ModelEvent, type ModelEventOf, type Move, type Named, type RunningJob, type Scope, type ScxmlEngine, type ScxmlEngineOptions, type ScxmlEvent, type ScxmlGraph, type ScxmlGraphState, type ScxmlIssue, ScxmlRefused, type ScxmlStart, type ScxmlState, type Shown, type Standing, type StateConfig, type StateValue, type Step, type StoredChild, type StoredSnapshot, type Stray, type Surroundings, type TaskPolicy, type Timer, type ToXStateOptions, type Told, type TransitionConfig, type Walk, type XStateEngineOptions, type XStateMachine, actionAt, fromScxml, fromXState, hostEngine, inspect, inspectAll, runJob, scxmlEngine, snapshotOf, toXState, trustedExpressions, xstateEngine };

// paths.d.ts

import { n as Walk, s as StateValue, t as ModelEvent } from "./shared/walk.js";
import { Store } from "@cairn/core/store";
import { AnyGraph, FactsOf, Plan, Row, Snapshot } from "@cairn/core";
/** What an activity comes to: an update, an error that it throws, or a function of the state that gives either of them. */
type Outcome = unknown;
/** What a thread may meet. */
interface Given {
  /** What activities come to, by the ids of their nodes. One that is not named gives no update, and fails too where its node has `onError`. */
  readonly outcomes?: Readonly<Record<string, readonly Outcome[]>>;
  /** What events carry, by name. One that is not named carries nothing. */
  readonly events?: Readonly<Record<string, readonly unknown[]>>;
}
/** What paths are found of a graph. */
interface PathsOptions<G extends AnyGraph = AnyGraph> extends Given {
  /** What the thread is started with. */
  readonly input?: FactsOf<G>["input"];
  /** A shortest path to each situation by each event that leads there, `shortest`, which is the default; or every path that comes to none of these twice, `simple`. */
  readonly kind?: "shortest" | "simple";
  /**
   * What of a lane's state makes two situations of one node different; all of it by default. Where a state grows without end, there would be no end of
   * situations: `by: () => null` goes by nodes alone.
   */
  readonly by?: (state: Readonly<Record<string, unknown>>) => unknown;
  /** Leaves out paths to other situations. */
  readonly to?: (value: StateValue) => boolean;
  /** How many situations are looked at, at most; 10,000 by default. */
  readonly limit?: number;
  /** When threads begin, in milliseconds since 1970; the beginning of 2026 by default. */
  readonly now?: number;
}
/** One thing that happens on a path. */
interface PathStep {
  readonly event: ModelEvent;
  /** The value of the model's state after it. */
  readonly value: StateValue;
  /** The thread of the model after it. */
  readonly walk: Walk;
}
/** A way through a graph from its start. */
interface Path {
  /** The events by their types, `done.price, approve, done.pay`. */
  readonly text: string;
  readonly input: unknown;
  /** Where it begins. */
  readonly start: Omit<PathStep, "event">;
  readonly steps: readonly PathStep[];
}
/**
 * The paths through a graph, found by `xstate/graph` over its model: what decides is the graph's own code, what activities come to and what events carry
 * is given. A path that is the beginning of another is left out. Throws where there are more situations than `limit`, where a graph's input is refused, and where an outcome fits no schema.
 *
 * @example
 * paths(order, { input: { item: 'book' }, outcomes: { price: [{ total: 50 }, { total: 500 }] }, events: { approve: [{ by: 'ada' }] } });
 */
declare function paths<G extends AnyGraph>(graph: G, options?: PathsOptions<G>): readonly Path[];
/** How a thread is run along paths. */
interface RealOptions {
  /** Opens the store of one path, each time on what it holds; one in memory by default. */
  readonly store?: () => Store;
}
/** A transition of a graph, as far as a record tells it from others: which of several cases led to one node, it does not say. */
interface Transition {
  /** The id of the node that is left: `investigate.think`; of the node that holds a graph, empty for the whole, where it is left from anywhere in that. */
  readonly from: string;
  /** The id of the node that is come to; absent where the lane stays. */
  readonly to?: string;
  readonly kind: "next" | "event" | "timer" | "error" | "lane" | "join";
  /** The event, or the timer. */
  readonly by?: string;
}
/** Which transitions of a graph were taken. */
interface Coverage {
  /** All that were never taken, in the order of the graph. */
  readonly missed: readonly Transition[];
  readonly taken: readonly Transition[];
  /** The share that was taken, 0 to 1. */
  readonly ratio: number;
}
/** All transitions of a plan. */
declare function transitionsOf(plan: Plan): readonly Transition[];
/** A transition in words: `review -> cancelled (timer 3d)`. */
declare function transitionText({ from, to, kind, by }: Transition): string;
/** How paths are run. */
interface RunPathsOptions extends RealOptions {
  /** Whether the runtime is closed after each step, and another goes on from the store; false by default. */
  readonly restarts?: boolean;
}
/** What became of a path. */
interface RunPath {
  readonly path: Path;
  /** What the real thread did otherwise than the model, where it did. */
  readonly wrong?: string;
}
/** What became of paths. */
interface RunPaths {
  readonly runs: readonly RunPath[];
  /** The transitions that the real threads took. */
  readonly coverage: Coverage;
}
/**
 * Runs paths against the real graph: each by a thread of its own, in a runtime whose activities come to what the path says, by a clock of its own. After
 * every step each lane of the thread has to be at the node that the model says, and be about the same.
 *
 * `verify`, `cache` and the timeouts of functions have no say: what they make of an outcome is an outcome. A subgraph's timeout has.
 */
declare function runPaths(graph: AnyGraph, paths: readonly Path[], options?: RunPathsOptions): Promise<RunPaths>;
/**
 * Finds the paths through a graph and runs them, {@link paths} and {@link runPaths}. Throws, with all that went wrong, where a thread does otherwise than
 * the model; gives the coverage else.
 *
 * @example
 * test('an order goes where its graph says', async () => {
 *   const { missed } = await testPaths(order, { outcomes: { price: [{ total: 50 }, { total: 500 }] }, restarts: true });
 *   expect(missed.map(transitionText)).toEqual([]);
 * });
 */
declare function testPaths<G extends AnyGraph>(graph: G, options?: PathsOptions<G> & RunPathsOptions): Promise<Coverage>;
export { type Coverage, type Given, type Outcome, type Path, type PathStep, type PathsOptions, type RunPath, type RunPaths, type RunPathsOptions, type Transition, paths, runPaths, testPaths, transitionText, transitionsOf };

// shared/task.d.ts

import { AnyGraph, ClassCodec, Context, Drawing, Duration, Graph, Went } from "@cairn/core";
/**
 * A state machine engine, as Cairn hosts one: data in, data out. What hosts it keeps the state, has the jobs run, and hands in what came.
 *
 * 1. Nothing lives between two steps: a step is a pure function of the state, which is plain data, of one input and of the time.
 * 2. A step is whole: it takes its input as far as it leads without the outside, through every actor of the system.
 * 3. What is to be at work, and which timers run, is told by the state after each step. The host compares: what was not there before
 *    begins, what is no longer there is stopped.
 */
interface Engine<State> {
  /** The first step, from what the machine is given. */
  start(input: unknown, now: number): Step<State>;
  /** The next, from what came. An input of a job or a timer that the state knows no more changes nothing. */
  step(state: State, input: EngineInput, now: number): Step<State>;
  /** The state with all its timers as much later, in milliseconds: an engine whose time stood still, as a thread's does that is forked or sent back. */
  later(state: State, by: number): State;
  /** Where the engine stands. */
  stands(state: State): Standing;
  /** Whether an event would be handled; what is not is ignored, and told as such. */
  accepts(state: State, event: MachineEvent): boolean;
}
/** An event of a machine: its type, and what it carries beside. */
interface MachineEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}
/** What comes to an engine. */
type EngineInput = {
  readonly type: "event";
  readonly event: MachineEvent;
} | {
  readonly type: "done";
  readonly job: string;
  readonly output: unknown;
} | {
  readonly type: "error";
  readonly job: string;
  readonly error: unknown;
} | {
  readonly type: "told";
  readonly job: string;
  readonly event: MachineEvent;
} | {
  readonly type: "due";
};
/** What a step led to. */
interface Step<State> {
  readonly state: State;
  /** What it did, in order, for whoever looks at the history: an actor's macrostep each. */
  readonly moves: readonly Move[];
  /** Events that actors emitted, in order. */
  readonly emitted: readonly Emitted[];
  /** Events that it sent to whoever holds it. */
  readonly sent: readonly MachineEvent[];
  /** Events that it sent to jobs of kind `live`, in order. One that began by this step gets them too. */
  readonly told: readonly Told[];
  /** What the machine itself did within its states, by the ids that its drawing has; nothing where that follows from where it was and is. */
  readonly went?: Went;
}
/** An event that an actor emitted. */
interface Emitted {
  /** The ids from the machine to the actor, joined by `/`; empty for the machine itself. */
  readonly actor: string;
  readonly event: MachineEvent;
}
/** An event for a job of kind `live`. */
interface Told {
  readonly job: string;
  readonly event: MachineEvent;
}
/** One macrostep of one actor. */
interface Move {
  /** The ids from the machine to the actor, joined by `/`; empty for the machine itself. */
  readonly actor: string;
  readonly event: MachineEvent;
  /** Whether nothing handled the event. */
  readonly ignored?: true;
  /** The states that the actor is in after it: `cart`, `shop.cart, clock.on`. */
  readonly value: string;
  /** What it logged, in order. */
  readonly logged?: readonly Logged[];
}
/** What an action `log` told. */
interface Logged {
  readonly label?: string;
  readonly value: unknown;
}
/** How an engine stands: what is to be at work, which timers run, whether it is over. */
interface Standing {
  readonly status: "active" | "done" | "error" | "stopped";
  readonly output?: unknown;
  readonly error?: unknown;
  /** The state value and the context of the machine itself. */
  readonly value: unknown;
  readonly context: unknown;
  /** What is to be at work, in the order in which it began. */
  readonly jobs: readonly Job[];
  /** When the next timer is due, in milliseconds since 1970. */
  readonly due?: number;
}
/** Something that is at work outside of a machine until it ends, or until the machine stops it. */
interface Job {
  /** Its own for ever: what begins again has another. */
  readonly id: string;
  /**
   * A promise, which ends; logic that goes on and tells things, a callback or an observable; or the named actions of one macrostep, in order,
   * which begin when those before them are through.
   */
  readonly kind: "promise" | "live" | "actions";
  /** The name of the logic; of actions, the first one's. */
  readonly src: string;
  /** The ids from the machine to the actor that it is, joined by `/`; of actions, to the actor whose they are. */
  readonly actor: string;
  /** The names of the logic from below the machine down to that actor: with them its logic is found in the machine. */
  readonly logic: readonly string[];
  /** What the logic is given; of actions, a list of {@link Action}. */
  readonly input: unknown;
}
/** An action that is to be run outside of a machine. It and its place in its job are what a key of it is made of. */
interface Action {
  /** The name that it is implemented under; `(anonymous)`, or its function's name, where it is written in place. */
  readonly type: string;
  /** Where it is written in place: `order.paying/entry/0`, `order.paying/on/PAID/0/actions/1`. */
  readonly address?: string;
  /** What tells one that is written in place from any other that comes to stand there. */
  readonly print?: string;
  /** Whether nothing implemented its name when it was recorded, so that there is nothing to run. */
  readonly bare?: true;
  /** The name that it was recorded under, where it has another now: its steps and its key go by that. */
  readonly was?: string;
  readonly params: unknown;
  /** The context and the event of the microstep that it belongs to. */
  readonly context: unknown;
  readonly event: MachineEvent;
}
/** How a job that failed is tried again: as a node's `retry` says it. */
type TriedAgain = Omit<NonNullable<Graph["source"]["nodes"][string]["retry"]>, "attempts">;
/** What hosts an engine. */
interface Hosting<State> {
  readonly name: string;
  readonly engine: Engine<State>;
  /** The types of events that a thread takes. */
  readonly events: readonly string[];
  /** Runs a job; what it gives is the job's output, and what it throws its error. */
  readonly run: (job: Job, context: Context) => Promise<unknown>;
  /** How often a job that is no action is tried in all, the first time included; by default once. */
  readonly attempts?: (job: Job) => number;
  /** How a job is tried again; `attempts` is the most that any may have. */
  readonly retry?: TriedAgain & {
    readonly attempts: number;
  };
  readonly description?: string;
  readonly version?: string;
  /** How instances of classes are stored that its contexts, its events and what its jobs come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** How often a machine may go on without hearing from outside; without an end by default, as an engine has none. */
  readonly transitions?: number;
  /** What of a machine tells whether what rests in it has a place in another, as plain data. */
  readonly shape?: unknown;
  /** The states of the machine, as they are drawn; `active` tells them from the key `machine`, which holds the engine's state. */
  readonly drawing?: Drawing;
  /** How threads of machines of another shape or version go on. */
  readonly migrate?: readonly HostedMigration<State>[];
}
/** How threads of an older version of a hosted machine go on. */
interface HostedMigration<State> {
  /** The version that the graph had; without it, any that no other entry names. */
  readonly from?: string;
  /** The engine's state as the machine of today has it; what it throws says why the thread cannot go on. */
  readonly state: (old: State, now: number) => State;
  /** New names by old ones of the states that are drawn, each the names down to it, joined by dots, or `#` and the alias that its drawing has; without it, what they are called is not known. */
  readonly renamed?: (old: State) => Readonly<Record<string, string>>;
  /** A job that is at work, under the names that the machine has for it today. */
  readonly job?: (old: Job) => Job;
}
/**
 * A graph that hosts an engine of state machines.
 *
 * 1. All of the engine's state is one key, and each input leads to one row: an event, the end of a job, or the timers that are due.
 * 2. What is to be at work is what the state says: a lane each, which begins and ends with that. Of actions, the first in their order alone.
 * 3. The machine is asked nothing outside of a decision, so it takes events while its jobs are at work.
 */
declare function hostEngine<State>(hosting: Hosting<State>): AnyGraph;
/** What a thread of a machine holds. `Machine` is the state of its engine. */
interface HostedState<Machine = unknown, Input = unknown, Output = unknown> {
  /** What the machine was started with. */
  readonly input: Input;
  /** All of its engine's state. */
  readonly machine: Machine;
  /** The states that the machine is in, as people read them: `cart`, `shop.cart, clock.on`. */
  readonly value: string;
  /** What the last input led to, a line for each macrostep, `PAY: paying`, and each thing that it logged, `log paid: 5`; of an actor below the machine, `clock: TICK: on`. */
  readonly did: readonly string[];
  /** The same for drawings: ids of transitions that were taken, and of states that were come to and left again. */
  readonly went: Went;
  /** What was emitted and is not shown yet, by the input that led to it. */
  readonly emitted: readonly Shown[];
  /** When timers were taken last, in milliseconds since 1970. */
  readonly fired: number;
  /** What the machine came to. */
  readonly output: Output;
}
/** Events that are to be shown to whoever watches. */
interface Shown {
  readonly id: string;
  readonly events: readonly {
    readonly actor: string;
    readonly event: MachineEvent;
  }[];
}
/** How an action is run. `Run` is what may run in the place of the machine's own. */
interface ActionPolicy<Run = (facts: never, ...args: readonly never[]) => unknown> {
  /** How many times it is tried in all, the first included; 1 by default. */
  readonly attempts?: number;
  /** How long an attempt may take; a number is milliseconds. */
  readonly timeout?: Duration;
  /** Runs in the place of the machine's own. */
  readonly run?: Run;
}
/** How a promise of a machine is run. `Input` is what its logic is given. */
interface TaskPolicy<Input = unknown> {
  /** How many times it is tried in all, the first included; 1 by default. */
  readonly attempts?: number;
  /** How long an attempt may take; a number is milliseconds. */
  readonly timeout?: Duration;
  /** Runs in the place of the machine's own logic. `key` is an idempotency key: the same in every attempt, also after a crash. */
  readonly run?: (given: {
    readonly input: Input;
    readonly signal: AbortSignal;
    readonly attempt: number;
    readonly key: string;
  }) => unknown;
}
export { Standing as _, HostedMigration as a, hostEngine as c, Engine as d, EngineInput as f, Move as g, MachineEvent as h, Shown as i, Action as l, Logged as m, ActionPolicy as n, Hosting as o, Job as p, HostedState as r, TriedAgain as s, TaskPolicy as t, Emitted as u, Step as v, Told as y };

// shared/walk.d.ts

import { AnyGraph, Drawing, DueTimer, Plan, Row, Snapshot, Status, codecOf } from "@cairn/core";
import "@cairn/core/inspect";
/** A state of a machine, as data: what XState's `createMachine` takes, and nothing that JSON does not have. */
interface StateConfig {
  readonly type?: "parallel" | "final" | "history";
  readonly initial?: string;
  /** Of a history: what it remembers, and where it leads that was never left. */
  readonly history?: "deep";
  readonly target?: string;
  readonly states?: Readonly<Record<string, StateConfig>>;
  readonly invoke?: InvokeConfig;
  readonly on?: Readonly<Record<string, readonly TransitionConfig[]>>;
  /** By milliseconds, or by the name of a delay. */
  readonly after?: Readonly<Record<string, readonly TransitionConfig[]>>;
  readonly always?: readonly TransitionConfig[];
  readonly onDone?: readonly TransitionConfig[];
  readonly description?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}
/** An activity that a state invokes. */
interface InvokeConfig {
  readonly id: string;
  readonly src: string;
  readonly onDone: readonly TransitionConfig[];
  readonly onError?: readonly TransitionConfig[];
}
/** A transition; without a target the machine stays. */
interface TransitionConfig {
  /** `#<graph>.<path>`. */
  readonly target?: string;
  readonly guard?: Named;
  readonly actions?: readonly Named[];
  readonly description?: string;
  /** There where a state is left and entered again. */
  readonly reenter?: true;
}
/** A guard or an action by its name, with what tells it from others of that name. */
interface Named {
  readonly type: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
/** A machine, as data. */
interface MachineData extends StateConfig {
  /** The name of the graph. */
  readonly id: string;
  readonly version?: string;
}
/** The value of a machine's state, as XState has it: the name of a state, or the values of the states within by their names. */
type StateValue = string | {
  readonly [state: string]: StateValue;
};
/** What an event of a model stands for. */
type Meaning = {
  readonly kind: "event";
  readonly name: string;
} | {
  readonly kind: "done" | "error";
  readonly graph: string;
  readonly node: string;
} | {
  readonly kind: "timer";
  readonly graph: string;
  readonly node?: string;
  readonly name: string;
};
/** A lane's way from one state of the model to another. */
interface Move {
  /** The path of the lane. */
  readonly lane: string;
  /** The names of the states around, joined by dots. */
  readonly at: string;
  /** The path of the state that is left, joined by dots. */
  readonly from: string;
  /** The path of the state that is entered. */
  readonly to: string;
  /** What led to it; rows that follow from others have causes of their own. */
  readonly cause: Row["cause"];
}
/** An event of a model. */
interface ModelEvent {
  readonly type: string;
  /** What an activity returned. */
  readonly update?: unknown;
  /** What an activity failed by. */
  readonly error?: {
    readonly name?: string;
    readonly message: string;
    readonly code?: string;
    readonly fatal?: boolean;
  };
  /** What an event carries. */
  readonly payload?: unknown;
  /** The path of the lane that it is for, where several are at one node. */
  readonly lane?: string;
}
/** Where an event leads. */
interface Taken {
  readonly walk: Walk;
  /** The names of the states around the lane that took it, joined by dots. */
  readonly at: string;
  /** The node that lane was at. */
  readonly node: string;
  readonly kind: Meaning["kind"];
}
/** A graph that is walked through by Cairn's own pure code. */
declare class Walked {
  readonly plan: Plan;
  readonly meanings: ReadonlyMap<string, Meaning>;
  readonly codec: ReturnType<typeof codecOf>;
  constructor(graph: AnyGraph);
  /** A thread that has begun; the problem where its input is refused. */
  begin(input: unknown, thread: string, now: number): Walk;
}
/** A thread of a model at one moment. */
declare class Walk {
  #private;
  readonly of: Walked;
  readonly snapshot: Snapshot;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The rows that led here from the moment before. */
  readonly rows: readonly Row[];
  /** What the machine's states have still to follow. */
  readonly moves: readonly Move[];
  constructor(of: Walked, snapshot: Snapshot, now: number, rows: readonly Row[], moves: readonly Move[]);
  /** The same moment, with so many moves followed. */
  after(moves: number): Walk;
  /** Where an event leads; undefined where nothing takes it now. An update or a payload that fits no schema is a problem. */
  take(event: ModelEvent): Taken | undefined;
  get status(): Status;
  /** What the value of the machine's state has to be. */
  get value(): StateValue;
  /** The timers that are due next: one, or all that are due at its time. */
  get timers(): readonly DueTimer[];
  /** Whether a timer is due at this moment, which is taken before anything else. */
  get isDue(): boolean;
  /** What of it decides where it may go: its lanes, what they hold, and which timers are next. Counts and times are left out. */
  situation(by?: (state: Readonly<Record<string, unknown>>) => unknown): unknown;
  /** For `xstate/graph`, which tells situations apart by their JSON. */
  toJSON(): unknown;
}
export { Named as a, TransitionConfig as c, MachineData as i, Walk as n, StateConfig as o, InvokeConfig as r, StateValue as s, ModelEvent as t };

// v6.d.ts

import { _ as Standing, d as Engine, f as EngineInput, g as Move, h as MachineEvent, i as Shown, l as Action, m as Logged, n as ActionPolicy, p as Job, r as HostedState, s as TriedAgain, t as TaskPolicy, u as Emitted, v as Step, y as Told } from "./shared/task.js";
import { ClassCodec, Graph } from "@cairn/core";
/** A timer as a snapshot has it. */
interface TimerRecord {
  readonly event: unknown;
  /** `self`, an actor; in data, the id of a child, the parent, or a mark. */
  target: unknown;
}
/** What XState writes of a snapshot of a machine. */
interface Persisted {
  readonly children: Readonly<Record<string, PersistedChild>>;
  timers: Readonly<Record<string, TimerRecord>>;
  readonly [key: string]: unknown;
}
interface PersistedChild {
  readonly src: string;
  readonly snapshot: Readonly<Record<string, unknown>>;
}
/** All of a system of actors of XState 6 that rests: plain data, which is told from any other of its kind by its `format`. */
interface DurableState {
  readonly format: "xstate 6, 1";
  /** What XState writes of the machine and of those below it; actors in contexts and events are marks. */
  readonly snapshot: Persisted;
  /** Actors that are over, and are named in a context or an event all the same. */
  readonly gone: readonly Gone[];
  /** The promises at work, in the order in which they began. */
  readonly jobs: readonly DurableJob[];
  readonly timers: readonly DurableTimer[];
  /** The named actions that are not through yet, in the order in which they run. */
  readonly actions: readonly DurableActions[];
  /** How many transitions of the machine there were. */
  readonly transitions: number;
  /** How many numbers were given out: to jobs, timers and actors that are over. */
  readonly count: number;
}
interface Gone {
  /** What a mark names it by. */
  readonly key: string;
  readonly id: string;
  /** Its last snapshot, as data. */
  readonly snapshot: unknown;
}
interface DurableJob {
  readonly id: string;
  /** The ids from the machine down to it. */
  readonly ids: readonly string[];
}
/** A timer of an actor; what it sends its snapshot says. */
interface DurableTimer {
  readonly order: number;
  /** The address of the actor whose it is. */
  readonly actor: string;
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly due: number;
}
/** The named actions of one macrostep. */
interface DurableActions {
  /** The id of their job. */
  readonly job: string;
  /** The address of the actor whose they are. */
  readonly address: string;
  readonly actor: string;
  readonly logic: readonly string[];
  readonly actions: readonly Action[];
}
/** `createDurable` of `xstate/durable`, from the XState that the machine is made by. */
type CreateDurable = (logic: never, adapter: never, options?: never) => object;
/** A machine of XState 6, as far as it is asked. */
interface DurableMachine {
  readonly id: string;
  readonly events: readonly string[];
  readonly transition: (snapshot: never, event: never, scope?: never) => unknown;
  readonly initialTransition: (input: never, scope?: never) => unknown;
}
interface DurableEngineOptions {
  readonly createDurable: CreateDurable;
  readonly limits?: {
    /** How many macrosteps one input may lead to, in all actors together. Beyond, the engine throws a problem `limit/exceeded`; a thread refuses the event with `decision/failed`, which says so. Default: 10,000. */
    readonly macrosteps?: number;
  };
}
/**
 * The engine of a machine of XState 6, whose host `createDurable` asks for. Its state is plain data, which holds what Cairn's values
 * hold; a problem `value/refused` where a context or an event holds what they do not, and `machine/undurable` where a machine does what
 * cannot be begun again.
 */
declare function durableEngine(machine: DurableMachine, options: DurableEngineOptions): Engine<DurableState>;
type Sources<M> = M extends {
  readonly provide: (sources: infer Given) => unknown;
} ? Given : never;
type PartsOf<M, Part extends string> = Sources<M> extends { readonly [Key in Part]?: infer Parts; } ? NonNullable<Parts> : Record<string, unknown>;
type Named<M, Part extends string> = keyof PartsOf<M, Part> & string;
/** What an action of a name is given. */
type ArgumentsOf<M, Type> = Type extends keyof PartsOf<M, "actions"> ? NonNullable<PartsOf<M, "actions">[Type]> extends ((...args: infer Args) => unknown) ? Args : never[] : never[];
type SnapshotOf<M> = M extends {
  readonly getInitialSnapshot: (...given: never[]) => infer Snapshot;
} ? Snapshot : never;
type ContextOf<M> = SnapshotOf<M> extends {
  readonly context: infer Held;
} ? Held : unknown;
type EventOf<M> = M extends {
  readonly transition: (snapshot: never, event: infer Event, scope?: never) => unknown;
} ? Event : never;
type InputOf<M> = M extends {
  readonly initialTransition: (input: infer Input, scope?: never) => unknown;
} ? Exclude<Input, undefined> : never;
type OutputOf<M> = Extract<SnapshotOf<M>, {
  readonly status: "done";
}> extends {
  readonly output: infer Output;
} ? Output : unknown;
/** What an action is told before its own arguments. */
interface DurableActionFacts<M extends DurableMachine = DurableMachine> {
  /** The context of its actor after the macrostep, and the event of that. */
  readonly context: ContextOf<M>;
  readonly event: EventOf<M>;
  /** An idempotency key: the same however often the action is begun again after a crash, and of no other. */
  readonly key: string;
  /** Which attempt it is, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, or the thread is cancelled. */
  readonly signal: AbortSignal;
}
type ActionRun<M extends DurableMachine, Type> = (facts: DurableActionFacts<M>, ...args: ArgumentsOf<M, Type>) => unknown;
/** How a machine of XState 6 is hosted. */
interface FromDurableOptions<M extends DurableMachine> extends DurableEngineOptions {
  readonly version?: string;
  readonly description?: string;
  /** How instances of classes are stored that its contexts, its events and what its promises come to hold. */
  readonly codecs?: readonly ClassCodec[];
  /** How its promises are run, by the names of their logic. */
  readonly tasks?: { readonly [Src in Named<M, "actors">]?: TaskPolicy; };
  /** How long it is waited before a task or an action is tried again, and which errors are worth that. */
  readonly retry?: TriedAgain;
  /**
   * What its named actions do, in the place of the machine's own, or how they are run. Each is run after the macrostep that it belongs to is stored, in order, and
   * once it is through never again. One that failed by its last attempt fails the thread, which goes on with it by `resume`.
   */
  readonly actions?: { readonly [Type in Named<M, "actions">]?: ActionRun<M, Type> | ActionPolicy<ActionRun<M, Type>>; };
}
type PayloadOf<Event> = Event extends unknown ? keyof Omit<Event, "type"> extends never ? undefined : object extends Omit<Event, "type"> ? Omit<Event, "type"> | undefined : Omit<Event, "type"> : never;
type EventUnder<Event, Type> = Event extends {
  readonly type: infer Own;
} ? (Type extends Own ? Event : never) : never;
type TypeOf<Event> = Event extends {
  readonly type: infer Type extends string;
} ? Type : never;
/** The payloads of a machine's events, by their types; `*` brings an event under any type. */
type DurableEventsOf<M extends DurableMachine> = { readonly [Type in TypeOf<EventOf<M>>]: PayloadOf<EventUnder<EventOf<M>, Type>>; } & {
  readonly "*": EventOf<M>;
};
/** A machine of XState 6 as a graph: to run alone, or as the subgraph of a node. */
type DurableGraph<Name extends string, M extends DurableMachine> = Graph<{
  readonly name: Name;
  readonly state: HostedState<DurableState, InputOf<M>, OutputOf<M>>;
  readonly stored: HostedState<DurableState, InputOf<M>, OutputOf<M>>;
  readonly update: Partial<HostedState<DurableState, InputOf<M>, OutputOf<M>>>;
  readonly input: {
    readonly input?: InputOf<M>;
  };
  readonly outcome: "done";
  readonly nodes: "machine" | "work" | "over" | "failed" | "done";
  readonly events: DurableEventsOf<M>;
  readonly questions: {};
  readonly services: {};
}>;
/**
 * A graph that hosts a machine of XState 6 in an execution of `createDurable`: every macrostep is a checkpoint, what it invokes are
 * activities whose steps are kept, and `after` is waited for over restarts. A problem `machine/undurable` where a machine does what
 * cannot be begun again in another process.
 *
 * @example
 * import { createDurable } from 'xstate/durable';
 *
 * const checkout = fromDurable('checkout', machine, { createDurable, tasks: { charge: { attempts: 3 } } });
 * const thread = await cairn.start(checkout, { input: { cart: 'c-1' } });
 * await thread.send('PAY', { card: '4242' });
 */
declare function fromDurable<const Name extends string, M extends DurableMachine>(name: Name, machine: M, options: FromDurableOptions<NoInfer<M>>): DurableGraph<Name, M>;
export { type Action, type ActionPolicy, type CreateDurable, type DurableActionFacts, type DurableActions, type DurableEngineOptions, type DurableEventsOf, type DurableGraph, type DurableJob, type DurableMachine, type DurableState, type DurableTimer, type Emitted, type Engine, type EngineInput, type FromDurableOptions, type Gone, type HostedState, type Job, type Logged, type MachineEvent, type Move, type Shown, type Standing, type Step, type TaskPolicy, type Told, durableEngine, fromDurable };
