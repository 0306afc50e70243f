import type { Went } from '@cairn/core';

/**
 * A state machine engine, as Cairn hosts one: data in, data out. What hosts it keeps the state, has the jobs run, and hands in what came.
 *
 * 1. Nothing lives between two steps: a step is a pure function of the state, which is plain data, of one input and of the time.
 * 2. A step is whole: it takes its input as far as it leads without the outside, through every actor of the system.
 * 3. What is to be at work, and which timers run, is told by the state after each step. The host compares: what was not there before
 *    begins, what is no longer there is stopped.
 */
export interface Engine<State> {
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
export interface MachineEvent {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** What comes to an engine. */
export type EngineInput =
  | { readonly type: 'event'; readonly event: MachineEvent }
  /** A job ended; of actions: they are all through. */
  | { readonly type: 'done'; readonly job: string; readonly output: unknown }
  /** A job failed for good; of actions: the actor whose they are fails, as if one of its actions threw. */
  | { readonly type: 'error'; readonly job: string; readonly error: unknown }
  /** A job that goes on told something: an event that it sent to the actor that began it, or what an observable gave. */
  | { readonly type: 'told'; readonly job: string; readonly event: MachineEvent }
  /** The timers that are due by now, all of them, in the order of their times. */
  | { readonly type: 'due' };

/** What a step led to. */
export interface Step<State> {
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
export interface Emitted {
  /** The ids from the machine to the actor, joined by `/`; empty for the machine itself. */
  readonly actor: string;
  readonly event: MachineEvent;
}

/** An event for a job of kind `live`. */
export interface Told {
  readonly job: string;
  readonly event: MachineEvent;
}

/** One macrostep of one actor. */
export interface Move {
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
export interface Logged {
  readonly label?: string;
  readonly value: unknown;
}

/** How an engine stands: what is to be at work, which timers run, whether it is over. */
export interface Standing {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
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
export interface Job {
  /** Its own for ever: what begins again has another. */
  readonly id: string;
  /**
   * A promise, which ends; logic that goes on and tells things, a callback or an observable; or the named actions of one macrostep, in order,
   * which begin when those before them are through.
   */
  readonly kind: 'promise' | 'live' | 'actions';
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
export interface Action {
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
