import { statuses, type Status } from '@cairn/core/store';
import { usageError } from '../exit-code.ts';

/** Reads statuses of the command line, with commas between them. */
export function statusesOf(text: string): readonly Status[] {
  return text.split(',').map((word) => {
    const status = statuses.find((each) => each === word.trim());
    if (status === undefined) throw usageError(`"${word}" is not a status. There are: ${statuses.join(', ')}.`);
    return status;
  });
}
