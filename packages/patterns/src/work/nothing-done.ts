import { fatal } from '@cairn/core';

/** The code of {@link nothingDone}'s errors. */
export const nothingDoneCode = 'saga/nothing-done';

/** An error that says that a step did nothing, so that there is nothing to undo, and that no further attempt is worth it. */
export function nothingDone(reason: string): Error {
  return fatal(Object.assign(new Error(reason), { code: nothingDoneCode }));
}

/** Whether an error was made by {@link nothingDone}. */
export function saysNothingDone(error: unknown): error is Error {
  return error instanceof Error && (error.cause as { readonly code?: unknown } | undefined)?.code === nothingDoneCode;
}
