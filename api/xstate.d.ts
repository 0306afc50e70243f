// index.d.ts

import { AnyStateMachine, InspectionEvent } from "xstate";
import { Graph } from "@cairn/core";
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
  readonly params: unknown;
  /** The context and the event of the microstep that it belongs to. */
  readonly context: unknown;
  readonly event: MachineEvent;
}
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
interface XStateEngineOptions {
  /** What the machine's actor calls itself. Default: the id of the machine. */
  readonly id?: string;
  readonly limits?: {
    /** How many microsteps one input may lead to, in all actors together; a problem `limit/exceeded` beyond. Default: 100,000. */
    readonly microsteps?: number;
  };
  /** Hears XState's inspection events of each step while it is taken, as an inspector does; a step that is taken again tells again. */
  readonly inspect?: (event: InspectionEvent) => void;
}
/**
 * The engine of a machine of XState 5. Its state is plain data, which holds what Cairn's values hold; a problem `value/refused` where
 * a context or an event holds what they do not, and `machine/undurable` where a machine does what cannot be begun again.
 */
declare function xstateEngine(machine: AnyStateMachine, options?: XStateEngineOptions): Engine<MachineState>;
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
/** The function of an action that is to be run, as the machine has it; nothing where it has none. */
declare function actionAt(machine: AnyStateMachine, logic: readonly string[], { type, address }: Pick<Action, "type" | "address">): ((args: unknown, params: unknown) => unknown) | undefined;
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
/** A document as a graph. */
type ScxmlGraph<Name extends string = string> = Graph<{
  readonly name: Name;
  readonly state: ScxmlState;
  readonly stored: ScxmlState;
  readonly update: Partial<ScxmlState>;
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
export { type Action, type ActionsRecord, type ActorMark, type ActorRecord, type Emitted, type Engine, type EngineInput, type Expressions, type FromScxmlOptions, type Given, type Job, type JobEars, type Logged, type MachineEvent, type MachineState, type Move, type RunningJob, type Scope, type ScxmlEngine, type ScxmlEngineOptions, type ScxmlEvent, type ScxmlGraph, type ScxmlIssue, ScxmlRefused, type ScxmlStart, type ScxmlState, type Standing, type Step, type Stray, type Surroundings, type Timer, type Told, type XStateEngineOptions, actionAt, fromScxml, runJob, scxmlEngine, trustedExpressions, xstateEngine };
