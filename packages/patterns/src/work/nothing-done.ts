import { fatal } from '@cairn/core';

/** The code of {@link nothingDone}'s errors. */
export const nothingDoneCode = 'saga/nothing-done';

/** An error that says that a step did nothing, so that there is nothing to undo, and that no further attempt is worth it. */
export function nothingDone(reason: string): Error {
  return fatal(Object.assign(new Error(reason), { code: nothingDoneCode }));
}
