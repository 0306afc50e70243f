import { isProblem } from '../../base/problem/problem.ts';

/** What is done when another process drives the thread: a problem, a message to that process, or taking the thread from it. */
export type OnBusy = 'refuse' | 'wait' | 'replace';

/** Every {@link OnBusy}. */
export const ways: readonly OnBusy[] = ['refuse', 'wait', 'replace'];

/** Ignores `thread/busy` and `thread/over`, which say that nothing is to be driven here; throws all other errors again. */
export function unlessElsewhere(error: unknown): undefined {
  if (!isProblem(error, 'thread/busy') && !isProblem(error, 'thread/over')) throw error;
}
