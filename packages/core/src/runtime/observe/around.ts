import { callable, either, listOf, objectWith, optional, type Shape } from '../../base/problem/given.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Baggage } from '../../definition/baggage.ts';
import { traced, tracing } from './channels.ts';
import type { HowEnded, OfRun } from './event.ts';

/**
 * Functions around the work of a runtime, for tracing, measuring and async context: each is called with what is about to be done, and
 * `next()` does it.
 *
 * They cannot change the work. What they return is ignored, and where one throws, or ends without `next()`, the work is done all the
 * same, and the process warned of `around/failed`.
 */
export interface Around {
  /**
   * Around a run of an activity: its function, `verify` and what they call see what was set around it. `next()` resolves with how the run
   * ended, and rejects with what it failed by.
   */
  readonly activity?: (run: RunAround, next: () => Promise<HowEnded>) => unknown;
  /** Around the function of a step that is not recorded yet. `next()` rejects with what it throws. */
  readonly step?: (step: StepAround, next: () => Promise<void>) => unknown;
  /**
   * Around a commit of a thread, which waits for nothing: `next()` has to be called before this returns. It resolves with `stale`
   * where another process has the thread, and then nothing was written.
   */
  readonly commit?: (commit: CommitAround, next: () => Promise<'ok' | 'stale'>) => unknown;
}

/** A run of an activity's function. */
export interface RunAround extends OfRun {
  /** The runtime that drives the thread: `cairn.owner`. */
  readonly owner: string;
  /** The name of the graph that the node is of. */
  readonly graph: string;
  /** What goes along: see `ctx.context`. */
  readonly context: Baggage;
  /** Aborts when the run is over before it ended by itself. */
  readonly signal: AbortSignal;
}

/** A step of a run. */
export interface StepAround extends RunAround {
  readonly key: string;
}

/** What is written at once of one thread. */
export interface CommitAround {
  readonly thread: string;
  /** The runtime that writes it: `cairn.owner`. */
  readonly owner: string;
  /** Whether the thread is made by it. */
  readonly creates: boolean;
  /** The checkpoints; none where only facts of the thread change. */
  readonly rows: readonly Row[];
  /** How long the texts are that are written of rows, values and the state. */
  readonly bytes: number;
}

const one = objectWith('an object with functions activity, step and commit', {
  activity: optional(callable),
  step: optional(callable),
  commit: optional(callable),
});

export const aroundShape: Shape = either(one, listOf(one));

/** All functions around the work of a runtime, the outermost first: subscribers of the process's channels, then those given to `open()`. */
export class Interceptors {
  readonly #activity: Own<'activity'>;
  readonly #step: Own<'step'>;
  readonly #commit: Own<'commit'>;

  constructor(given: Around | readonly Around[] | undefined) {
    const all: readonly Around[] = given === undefined ? [] : [given].flat();
    const of = <Kind extends keyof Around>(kind: Kind): Own<Kind> =>
      all.flatMap((each) => (each[kind]?.bind(each) as Own<Kind>[number] | undefined) ?? []);
    this.#activity = of('activity');
    this.#step = of('step');
    this.#commit = of('commit');
  }

  get activity(): Own<'activity'> {
    return traced(tracing.activity, this.#activity);
  }

  get step(): Own<'step'> {
    return traced(tracing.step, this.#step);
  }

  get commit(): Own<'commit'> {
    return traced(tracing.commit, this.#commit);
  }
}

type Own<Kind extends keyof Around> = readonly NonNullable<Around[Kind]>[];
