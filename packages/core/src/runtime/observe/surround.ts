import { problem } from '../../base/problem/problem.ts';
import type { Interceptor } from './channels.ts';
import { messageOf } from './tell-listener.ts';

/** What is to be surrounded. */
export interface Surrounded<Of, End> {
  readonly interceptors: readonly Interceptor<Of, End>[];
  /** What they are called, `around.step` for example. */
  readonly what: string;
  readonly of: Of;
  /** Whether an interceptor has to call `next()` before it returns, as this work waits for nobody. */
  readonly isAtOnce?: boolean;
  /** Does the work. Only interceptors get this promise; others hear of the result in another way. */
  readonly begin: () => Promise<End>;
}

/**
 * Does something inside its interceptors.
 *
 * 1. It is done once: as soon as the innermost calls `next()`, or where one of them fails, or ends, and did not call it.
 * 2. What interceptors return or throw does not change its result, and nobody waits for them after it.
 * 3. The promise that `next()` gives raises no unhandled rejection.
 */
export function surround<Of, End>(surrounded: Surrounded<Of, End>, at = 0): Promise<End> {
  const interceptor = surrounded.interceptors[at];
  if (interceptor === undefined) return surrounded.begin();
  let begin: (() => void) | undefined;
  const ended = new Promise<End>((resolve) => {
    begin = () => resolve(surround(surrounded, at + 1));
  });
  ended.catch(ignore);
  const next = (): Promise<End> => {
    const first = begin;
    begin = undefined;
    first?.();
    return ended;
  };
  const goOn = (why: string, error?: unknown): void => {
    void next();
    process.emitWarning(problem('around/failed', { what: surrounded.what, why }, error));
  };
  const fails = (error: unknown): void => {
    if (begin !== undefined) return goOn(threw(error), error);
    // An interceptor that throws the work's own error only passes it on.
    void unlessPassedOn(error, ended, () => goOn(threw(error), error));
  };
  try {
    const answer = interceptor(surrounded.of, next);
    if (surrounded.isAtOnce === true && begin !== undefined) goOn(`${forgot} before it returned`);
    Promise.resolve(answer).then(() => begin && goOn(forgot), fails);
  } catch (error) {
    fails(error);
  }
  return ended;
}

const forgot = 'did not call next()';

function threw(error: unknown): string {
  return `threw: ${messageOf(error)}`;
}

/** Does something unless a promise rejects with this very error. */
async function unlessPassedOn(error: unknown, promise: Promise<unknown>, work: () => void): Promise<void> {
  try {
    await promise;
  } catch (passed) {
    if (passed === error) return;
  }
  work();
}

function ignore(): void {
  // Whoever is to know of it is told by another way.
}
