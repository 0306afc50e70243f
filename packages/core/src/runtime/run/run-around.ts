import type { Baggage } from '../../definition/baggage.ts';
import type { RunAround } from '../observe/around.ts';
import type { Ended, HowEnded } from '../observe/event.ts';
import type { Environment } from '../environment/environment.ts';
import { surround } from '../observe/surround.ts';
import { placeOf, type Placed } from '../observe/place-of-run.ts';

/** A run that something may be around. */
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
    // Most never look at it, and then it is not made.
    get signal() {
      return run.signal;
    },
  };
}

/** Begins a run within what is around activities; where it is over before they let it, it does not begin. */
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

/** Calls the function of a step within what is around steps; gives what it gives. */
export function stepWithin(run: Surrounded, key: string, action: () => unknown): unknown {
  const { step: interceptors } = run.environment.around;
  if (interceptors.length === 0) return action();
  return new Promise((resolve) => {
    const begin = async (): Promise<void> => {
      // A run that threw waits for its steps, one that is told to let go does not.
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
