import { isProblem, type ProblemCode } from '../../base/problem/problem.ts';

/** What a store may be rid of by itself: a lock, a full disk, a disk or a connection that fails for a moment. */
const passing: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['store/busy', 'store/full', 'store/io']);

/**
 * Whether what failed in a store may succeed when it is tried again as it was.
 *
 * All else is permanent, an error that is no problem included: tried again, it fails again.
 */
export function isPassing(error: unknown): boolean {
  return isProblem(error) && passing.has(error.code);
}
