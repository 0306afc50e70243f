import { setImmediate as turnOfEventLoop, setTimeout as pause } from 'node:timers/promises';
import { isPassing } from './contract/is-passing.ts';
import type { Soon, Store } from './contract/store.ts';

/** The pause before something is tried a third time, and the longest, in milliseconds. The second time comes at once. */
const pauses = { first: 5, longest: 1_000 };

/** The longest wait that a timer of the platform can take, in milliseconds. */
const longestTimeout = 2 ** 31 - 1;

/** Says when there is no more time to try; asked for when something failed for the first time. */
export type Patience = () => AbortSignal;

/** For what is asked anew by itself in a while: what failed for a moment is asked again at once, and no longer. */
export const moment: Patience = () => AbortSignal.timeout(0);

/** For a reader who waits, and who can ask again. */
export const briefly: Patience = () => AbortSignal.timeout(2_000);

/** Patience for as long as a lease, and until another signal aborts. */
export function patienceOf(lease: number, until: AbortSignal): AbortSignal {
  return AbortSignal.any([until, AbortSignal.timeout(Math.min(Math.ceil(lease), longestTimeout))]);
}

/**
 * Asks a store again and again, with growing pauses, until it answers, refuses for good, or there is no more time; then it
 * throws what went wrong last. What answers at once is asked without a promise, of which each turn would be made of several.
 */
export function ask<Answer>(patience: Patience, question: (isAgain: boolean) => Soon<Answer>): Soon<Answer> {
  try {
    const answer = question(false);
    return answer instanceof Promise ? answer.catch((error: unknown) => askAgain(patience, question, error)) : answer;
  } catch (error) {
    return askAgain(patience, question, error);
  }
}

async function askAgain<Answer>(
  patience: Patience,
  question: (isAgain: boolean) => Soon<Answer>,
  failure: unknown,
): Promise<Answer> {
  const signal = patience();
  for (let tries = 1, error = failure; ; tries += 1) {
    if (signal.aborted || !isPassing(error)) throw error;
    await pauseBefore(tries, signal);
    try {
      return await question(true);
    } catch (again) {
      error = again;
    }
  }
}

async function pauseBefore(tries: number, signal: AbortSignal): Promise<void> {
  if (tries === 1) return turnOfEventLoop();
  const wait = Math.min(pauses.first * 2 ** Math.min(tries - 2, 30), pauses.longest);
  await pause(wait, undefined, { signal }).catch(() => undefined);
}

/** The same store, for reading: what meets an error that passes is asked again. What is answered at once comes at once. */
export function readPatiently(store: Store, patience: Patience): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => ask(patience, () => Reflect.apply(member, target, given));
    },
  });
}
