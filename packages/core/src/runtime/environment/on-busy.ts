import { isProblem } from '../../base/problem/problem.ts';

/** What is done when another process drives the thread: a problem, a message to that process, or taking the thread from it. */
export type OnBusy = 'refuse' | 'wait' | 'replace';

/** All of them. */
export const ways: readonly OnBusy[] = ['refuse', 'wait', 'replace'];

/** Passes over a thread that a living owner drives, or that is at its end. */
export function unlessElsewhere(error: unknown): undefined {
  if (!isProblem(error, 'thread/busy') && !isProblem(error, 'thread/over')) throw error;
}
