// index.d.ts

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
  /** Events that the machine emitted, in order. */
  readonly emitted: readonly MachineEvent[];
  /** Events that it sent to whoever holds it. */
  readonly sent: readonly MachineEvent[];
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
  /** The ids from the machine to the actor whose it is, joined by `/`. */
  readonly actor: string;
  readonly input: unknown;
}
export type { Engine, EngineInput, Job, MachineEvent, Move, Standing, Step };
