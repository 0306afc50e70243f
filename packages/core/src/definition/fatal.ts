import { reasonOf } from './reason.ts';

/** An error that is not worth another attempt; made by {@link fatal}. */
export class Fatal extends Error {
  override readonly name = 'CairnFatal';
}

/** Wraps the reason an activity failed for good: `throw fatal(cause)` skips what is left of the node's `retry`. */
export function fatal(cause: unknown): Fatal {
  return new Fatal(reasonOf(cause).message, { cause });
}

/** Whether an error was made by {@link fatal}, by this copy of Cairn or another. */
export function isFatal(error: unknown): error is Fatal {
  return error instanceof Error && error.name === 'CairnFatal';
}
