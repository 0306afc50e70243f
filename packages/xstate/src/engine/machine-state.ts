import type { Action } from './engine.ts';

/** All of a system of actors that rests: plain data, which is told from any other of its kind by its `format`. */
export interface MachineState {
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
export type Kind = 'inside' | 'promise' | 'live';

/** An actor that rests. */
export interface ActorRecord {
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
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  /** What else its snapshot holds; of a machine: `value`, `context`, `output`, `error`, `history`, and the ids of its `nodes`. */
  readonly held: Readonly<Record<string, unknown>>;
  readonly children: Readonly<Record<string, ActorRecord>>;
}

/** An actor that runs and is nobody's child any more. */
export interface Stray {
  /** Who began it. */
  readonly parent: ActorMark;
  /** The ids from the machine to it, joined by `/`. */
  readonly path: string;
  readonly logic: readonly string[];
  readonly record: ActorRecord;
}

/** An actor that is named within a context or an event. */
export interface ActorMark {
  readonly xstate$$actor: string;
  readonly id: string;
}

/** An event that is to come. */
export interface Timer {
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
export interface ActionsRecord {
  /** The id of its job. */
  readonly job: string;
  readonly session: string;
  readonly actor: string;
  readonly logic: readonly string[];
  readonly actions: readonly Action[];
}
