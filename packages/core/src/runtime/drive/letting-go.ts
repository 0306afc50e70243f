import type { Problem } from '../../base/problem/problem.ts';
import type { Activity } from '../run/activity.ts';

/**
 * Whether a driver is to let go of its thread before that rests: it was told to, or a run needs what is not here. The latter holds for as
 * long as the thread is where that run is.
 */
export class LettingGo {
  #isTold = false;
  /** Made for whoever waits while the store fails. */
  #abort: AbortController | undefined;
  #left: { readonly run: Activity; readonly why: Problem } | undefined;

  /** Whether it is time to: what has come in may lead the thread to where nothing is missing, so that is taken before. */
  isDue(hasInput: boolean): boolean {
    return this.#isTold || (!hasInput && this.unfit !== undefined);
  }

  /** Aborts when it is told to. */
  get signal(): AbortSignal {
    return (this.#abort ??= new AbortController()).signal;
  }

  tell(): void {
    this.#isTold = true;
    this.#abort?.abort();
  }

  /** A run needs what is not here: it goes no further, and nothing of its attempt counts but what its steps under way come to. */
  leave(run: Activity, why: Problem): void {
    this.#left = { run, why };
    run.end('closes', () => why);
  }

  /** What is in the way of driving the thread here; undefined where the run was left since, for its lane went elsewhere. */
  get unfit(): Problem | undefined {
    return this.#left?.run.isGone === false ? this.#left.why : undefined;
  }
}
