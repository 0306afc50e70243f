import type { Baggage } from '../../definition/baggage.ts';
import type { RunAround } from '../observe/around.ts';
import type { Ended, HowEnded } from '../observe/event.ts';
import type { Environment } from '../environment/environment.ts';
import { surround } from '../observe/surround.ts';
import { placeOf, type Placed } from '../observe/place-of-run.ts';

/** What interceptors are told of a run, and how they hear its end. */
interface Surrounded extends Placed {
  readonly environment: Pick<Environment, 'around' | 'owner'>;
  readonly graph: { readonly name: string };
  readonly context: Baggage;
  readonly signal: AbortSignal;
  readonly isOver: boolean;
  readonly isGone: boolean;
  onceEnded(hear: (ended: Ended) => void): void;
}

/** A run, as those around it are told. */
function runOf<More extends object>(run: Surrounded, more: More): RunAround & More {
  return {
    ...placeOf(run),
    owner: run.environment.owner,
    graph: run.graph.name,
    context: run.context,
    ...more,
    // Made only for those who look at it.
    get signal() {
      return run.signal;
    },
  };
}

/** Begins a run inside the interceptors of activities; not where it is over before the innermost calls `next()`. */
export function runWithin(run: Surrounded, begin: () => void): void {
  const { activity: interceptors } = run.environment.around;
  const begins = (): Promise<HowEnded> => {
    if (!run.isOver) begin();
    return new Promise((resolve, reject) => {
      run.onceEnded((ended) => (ended.how === 'failed' ? reject(ended.error) : resolve(ended.how)));
    });
  };
  void surround({ interceptors, what: 'around.activity', of: runOf(run, {}), begin: begins });
}

/** Calls the function of a step inside the interceptors of steps; gives its result. */
export function stepWithin(run: Surrounded, key: string, action: () => unknown): unknown {
  const { step: interceptors } = run.environment.around;
  if (interceptors.length === 0) return action();
  return new Promise((resolve) => {
    const begin = async (): Promise<void> => {
      // Not begun where the run is gone or aborted; where it only threw, the step is still recorded.
      const made = run.isGone || run.signal.aborted ? Promise.reject(run.signal.reason) : called(action);
      resolve(made);
      await made;
    };
    void surround({ interceptors, what: 'around.step', of: runOf(run, { key }), begin });
  });
}

async function called(action: () => unknown): Promise<unknown> {
  return action();
}
