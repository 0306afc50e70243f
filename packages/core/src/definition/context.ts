import type { Duration } from '../base/duration.ts';
import type { Addressed, AwaitedGraph, Talked } from './addressed.ts';
import type { Asking, AnswerTo, QuestionKey } from './question.ts';
import type { Baggage } from './baggage.ts';
import type { ChildArguments, ChildResult, StartArguments } from './starting.ts';

/** What an error says, as plain data. */
export interface Reason {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  /** What led to it. */
  readonly cause?: Reason;
  /** What an AggregateError gathers. */
  readonly errors?: readonly Reason[];
  /** What was thrown, as JSON text, where it was an object but no error. */
  readonly thrown?: string;
}

/** A failed attempt, as plain data. */
export interface Failure extends Reason {
  readonly stack?: string;
  /** Which attempt failed, counted from 1. */
  readonly attempt: number;
  /** When, in milliseconds since the epoch. */
  readonly at: number;
  /** What `verify` refused, and why; absent where the attempt threw. */
  readonly refused?: Refused;
  /** It was thrown by `fatal`: nothing that holds the node tries it again either. */
  readonly fatal?: true;
}

/** What an attempt found, and `verify` refused. */
export interface Refused {
  /** What `verify` gave as its reason, and nothing else. */
  readonly reason: string;
  /** The update, transient keys left out; undefined where it could not be stored. */
  readonly update: unknown;
  /** It has some of what a protected key holds, beside such a key: it is sealed whole. */
  readonly guarded?: true;
}

/** How a step is kept. */
export interface StepOptions {
  /**
   * Keeps the result where `verify` refuses what the attempt found: the next attempt does not run the step again. For what
   * is done to the world, not found out about it.
   */
  readonly keep?: boolean;
  /**
   * For how long the result is kept, whatever becomes of the attempt: for the visit, unless said otherwise; for the turn, until somebody
   * outside has the lane go on; or for the thread. The same node finds it again when it is come to again.
   */
  readonly per?: 'visit' | 'turn' | 'thread';
}

/** How something is sent to another thread. */
export interface SentOptions {
  /** The path of the lane that it is for, where several would take it. */
  readonly lane?: string;
  /** What comes under one id of one thread is taken once, by whomever it is sent. */
  readonly id?: string;
}

/** A payload may be left out where the event takes nothing. */
export type SentArguments<Payload> = undefined extends Payload
  ? [payload?: Payload, options?: SentOptions & { readonly lanes?: 'all' }]
  : [payload: Payload, options?: SentOptions & { readonly lanes?: 'all' }];

/** A write into a side table, as the table made it. */
export interface SideWrite {
  readonly table: string;
  /** The thread that it goes with, or none. */
  readonly thread: string | null;
}

/** Something in a side table. */
export interface SideItem<Value = unknown> {
  readonly key: string;
  readonly value: Value;
  /** Another with each write. */
  readonly version: number;
  readonly until?: Date;
}

/** Which items to read, in the order of their keys' bytes; bounds are exclusive. */
export interface SideItemQuery {
  /** What their keys begin with. */
  readonly prefix?: string;
  readonly after?: string;
  readonly before?: string;
  readonly lastFirst?: boolean;
  readonly limit?: number;
}

/** On which condition something is written: only while the item has this version, 0 where there is to be none. */
export interface SideCondition {
  readonly was?: number;
}

/** Values by key, beside threads. What it makes of a write is written by itself, or with others, by whichever table or commit. */
export interface SideTable<Value = unknown> {
  get(key: string): Promise<SideItem<Value> | undefined>;
  list(query?: SideItemQuery): Promise<readonly SideItem<Value>[]>;
  /** A write that puts a value, which is gone from `until` on. */
  set(key: string, value: Value, options?: SideCondition & { readonly until?: Date }): SideWrite;
  /** A write that takes one away. */
  drop(key: string, options?: SideCondition): SideWrite;
  /** A write that takes all away whose keys begin so. */
  clear(prefix?: string): SideWrite;
  /** Writes all of it, in order, or nothing: false where an item has another version than a write names. */
  write(...writes: readonly SideWrite[]): Promise<boolean>;
}

/**
 * What an activity is given besides the state: where it is, and the ways to the world that survive a crash. `Limited` are the
 * names of the graph's limits, `Update` what may be written to its state, `Services` what it says it needs, and `Questions` what
 * it declares to ask, where they are known.
 */
export interface Context<Limited extends string = string, Update = object, Services = {}, Questions = {}> {
  /** The id of the thread. */
  readonly thread: string;
  /** The path of the lane, `gather.1/logs` for example. */
  readonly lane: string;
  readonly node: string;
  /** How often the lane has come to this node, this time included. */
  readonly visit: number;
  /** Which attempt of this visit runs, counted from 1. */
  readonly attempt: number;
  /** Aborts when the attempt times out, its node is left, or its thread is cancelled. */
  readonly signal: AbortSignal;
  /** The failed attempts of this visit, oldest first. */
  readonly failures: readonly Failure[];
  /** The error that led here by `onError`. */
  readonly error: Failure | undefined;
  /** The services that the graph names, as `open` was given them. Nothing of them is stored. */
  readonly services: Services;
  /**
   * What went along, as `context`, with the last input that came to the lane, or else to the nearest lane that holds it; as it
   * was when this run began. Empty where nothing did.
   */
  readonly context: Baggage;
  /** The time, in milliseconds since the epoch, by the runtime's clock. */
  now(this: void): number;
  /**
   * Runs `action` once in a visit and gives its stored result ever after, until `verify` refuses what the visit found.
   *
   * Two steps of one visit with one key are a problem.
   */
  step<Result>(this: void, key: string, action: () => Result | Promise<Result>, options?: StepOptions): Promise<Result>;
  /**
   * Writes an update to the state while the function goes on: a checkpoint of its own, once a visit under its key. What was
   * saved stays, whatever becomes of the attempt; the function's own state is as it was when it began.
   */
  save(this: void, key: string, update: Update): Promise<void>;
  /** The key of what this visit saved last, in whichever attempt; undefined where it saved nothing. */
  readonly saved: string | undefined;
  /** Waits, durably, for an answer. A question that the graph declares needs no schema here. */
  readonly ask: Asking<Questions>;
  /** Waits, durably, for time to pass, or until a date; one that is past is over at once. */
  sleep(this: void, key: string, length: Duration | Date): Promise<void>;
  /**
   * An idempotency key for the outside world: the same for every attempt of this visit, until `verify` refuses what was
   * found. In a step that is kept over refusals it is the same throughout.
   */
  key(this: void, name?: string): string;
  /**
   * Sends another thread of the runtime an event, which is kept until something there accepts it. It goes out in the very commit that
   * records what the activity comes to, or the step or the `save` that it is within or before; where that is never written, it never
   * went out.
   */
  send<F extends Talked, Event extends keyof F['events'] & string>(
    this: void,
    graph: Addressed<F>,
    thread: string,
    event: Event,
    ...payload: SentArguments<F['events'][Event]>
  ): void;
  /** Answers for the thread that another one waits for, in its place, as {@link Context.send} sends an event. */
  answer(
    this: void,
    graph: Addressed,
    thread: string,
    key: string,
    value: ChildResult<{ outcome: string; state: unknown }>,
    options?: SentOptions,
  ): void;
  /** Answers a question of another thread, as {@link Context.send} sends an event. */
  answer<F extends Talked, Key extends QuestionKey<F['questions']>>(
    this: void,
    graph: Addressed<F>,
    thread: string,
    key: Key,
    value: AnswerTo<F['questions'], Key>,
    options?: SentOptions,
  ): void;
  /**
   * Writes into side tables, in the very commit that {@link Context.send} tells of: what `set`, `drop` and `clear` of a `sideTable`
   * make, without conditions.
   */
  write(this: void, ...writes: readonly SideWrite[]): void;
  /** The thread's own side table of a name, which goes with the thread: what is in it is read as it is now, whatever was rewound. */
  table<Value = unknown>(this: void, name: string): SideTable<Value>;
  /**
   * Starts another thread, which is there with the commit that {@link Context.send} tells of, and gives its id. A problem
   * `thread/exists` where the id is taken by another start.
   */
  start<F extends Talked>(
    this: void,
    graph: Addressed<F>,
    ...input: StartArguments<F['input'], F['events']>
  ): Promise<string>;
  /**
   * Starts another thread and waits, durably, until it is done or cancelled. It is there with the very commit that says that it is waited
   * for, and its end is told in the commit that ends it. One that failed is no end: it may be resumed.
   */
  child<F extends AwaitedGraph>(
    this: void,
    key: string,
    graph: Addressed<F>,
    ...input: ChildArguments<F['input']>
  ): Promise<ChildResult<F>>;
  /** Shows `data` to whoever watches the thread; nothing is stored. */
  emit(this: void, data: unknown): void;
  /**
   * Counts `amount` against the limits of that name, of the graph and of those around it; once, however often the function
   * runs again after a wait. What it refuses ends the attempt: more than is left, a name that nobody declares, an amount
   * below 0.
   */
  spend(this: void, name: Exclude<Limited, 'transitions'>, amount: number): void;
  /** How much of a name may still be spent, by all limits around; `Infinity` where it is only counted. */
  left(this: void, name: Exclude<Limited, 'transitions'>): number;
}
