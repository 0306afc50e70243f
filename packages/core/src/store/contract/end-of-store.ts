import { isProblem, type ProblemCode } from '../../base/problem/problem.ts';
import { isPassing } from './is-passing.ts';

/** Problems that one thread's part of a store may have, while the store is sound for the others. */
const ofAThread: ReadonlySet<ProblemCode> = new Set(['store/corrupt', 'store/refused', 'store/invalid-cursor']);

/** Whether a store is of no use from now on: it was closed, replaced, damaged as a whole, may not be written, or is no longer known. */
export function isEndOfStore(error: unknown): boolean {
  if (isProblem(error, 'store/corrupt') && error.facts.whole === true) return true;
  return isStores(error) && !isPassing(error) && !ofAThread.has(error.code);
}

/** Whether a look at what a store has to do can never succeed. */
export function isEndOfLooking(error: unknown): boolean {
  return isStores(error) && !isPassing(error);
}

function isStores(error: unknown): error is Error & { readonly code: ProblemCode } {
  return isProblem(error) && error.code.startsWith('store/');
}
