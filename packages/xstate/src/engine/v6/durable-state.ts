import type { Action } from '../engine.ts';
import type { Persisted } from './inner.ts';

/** All of a system of actors of XState 6 that rests: plain data, which is told from any other of its kind by its `format`. */
export interface DurableState {
  readonly format: 'xstate 6, 1';
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

export interface Gone {
  /** What a mark names it by. */
  readonly key: string;
  readonly id: string;
  /** Its last snapshot, as data. */
  readonly snapshot: unknown;
}

export interface DurableJob {
  readonly id: string;
  /** The ids from the machine down to it. */
  readonly ids: readonly string[];
}

/** A timer of an actor; what it sends its snapshot says. */
export interface DurableTimer {
  readonly order: number;
  /** The address of the actor whose it is. */
  readonly actor: string;
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly due: number;
}

/** The named actions of one macrostep. */
export interface DurableActions {
  /** The id of their job. */
  readonly job: string;
  /** The address of the actor whose they are. */
  readonly address: string;
  readonly actor: string;
  readonly logic: readonly string[];
  readonly actions: readonly Action[];
}
