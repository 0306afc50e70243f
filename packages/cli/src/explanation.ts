import { inspect } from 'node:util';
import { isProblem } from '@cairn/core/store';
import { CommandError } from './exit-code.ts';

/** What is said of something that went wrong; where it was thrown only if that was asked for. */
export function explanation(error: unknown, isDebug: boolean): string {
  if (isDebug) return `cairn: ${inspect(error)}`;
  if (error instanceof CommandError) return `cairn: ${error.message}`;
  if (isProblem(error)) return `cairn: ${asFlags(error.message)} (${error.code})`;
  const message = error instanceof Error ? error.message : String(error);
  return isOfStricli(error) ? `cairn: ${message}` : `cairn: ${message} (unexpected; --debug shows where)`;
}

/** What a problem says to programmers, as it is said on the command line. */
const flagsByCode: readonly (readonly [RegExp, string])[] = [
  [/\{ queue: true \}/gu, '--queue'],
  [/\{ lane \}/gu, '--lane'],
  [/ or read it with thread\(\)/gu, ' or look at it with "cairn thread show"'],
  [/edit\(\) and resume\(\)/gu, '"cairn thread edit" and "cairn resume"'],
  [/, or open with onBusy: 'wait'/gu, ''],
  [/Open it once without "readOnly" to bring it up to date/gu, 'A command that writes to it brings it up to date'],
];

function asFlags(message: string): string {
  return flagsByCode.reduce((text, [pattern, said]) => text.replaceAll(pattern, said), message);
}

/** Stricli's errors are about the command line. */
function isOfStricli(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Scanner|Parse|Validation|Flag|Alias|Unexpected|Unsatisfied|Argument/u.test(error.constructor.name)
  );
}
