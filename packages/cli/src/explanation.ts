import { inspect } from 'node:util';
import { isProblem } from '@cairn/core/store';
import { CommandError } from './exit-code.ts';
import { jsonPrintable } from './printing/harmless.ts';
import { systemSentence } from './system-error.ts';

/** What is said of something that went wrong; where it was thrown only if that was asked for. */
export function explanation(error: unknown, isDebug: boolean): string {
  if (isDebug) return `cairn: ${inspect(error)}`;
  const code = isProblem(error) ? ` (${error.code})` : '';
  return `cairn: ${messageOf(error)}${code}${isUnexpected(error) ? ' (unexpected; --debug shows where)' : ''}`;
}

/**
 * The same as one line of JSON: what went wrong, its code where it has one, the exit code of the command, and where it was
 * thrown if that was asked for.
 */
export function problemJson(error: unknown, exitCode: number, isDebug: boolean): string {
  const code = isProblem(error) ? error.code : codeOf(error);
  const problem = {
    message: messageOf(error),
    ...(code !== undefined && { code }),
    exitCode,
    ...(isDebug && { where: inspect(error) }),
  };
  return jsonPrintable(JSON.stringify({ problem }));
}

function messageOf(error: unknown): string {
  if (isProblem(error)) return asFlags(error.message);
  return systemSentence(error) ?? (error instanceof Error ? error.message : String(error));
}

/** The code that Node gives errors of the system. */
function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isUnexpected(error: unknown): boolean {
  return (
    !(error instanceof CommandError || isProblem(error) || isOfTheLine(error)) && systemSentence(error) === undefined
  );
}

/** What a problem says to programmers, as it is said on the command line. */
const flagsByCode: readonly (readonly [RegExp, string])[] = [
  [/\{ queue: true \}/gu, '--queue'],
  [/\{ lane \}/gu, '--lane'],
  [/\{ lane: '' \}/gu, "--lane '(first)'"],
  [/the first, ""/gu, '"(first)"'],
  [/ or read it with thread\(\)/gu, ' or look at it with "cairn thread show"'],
  [/\bresume\(\)/gu, '"cairn resume"'],
  [/\b(edit|fork|rewind)\(\)/gu, '"cairn thread $1"'],
  [/\{ onBusy: '(\w+)' \}/gu, '--on-busy $1'],
  [/Give all that is needed with open\(\{ services \}\)/gu, 'Export it from the module of the graph, as "services"'],
  [/, or raise "busyTimeout"/gu, ''],
  [/Open it once without "readOnly" to bring it up to date/gu, '"cairn upgrade" brings it up to date'],
];

function asFlags(message: string): string {
  return flagsByCode.reduce((text, [pattern, said]) => text.replaceAll(pattern, said), message);
}

/** Stricli's errors are about the command line. */
function isOfTheLine(error: unknown): boolean {
  return (
    error instanceof Error &&
    /Scanner|Parse|Validation|Flag|Alias|Unexpected|Unsatisfied|Argument/u.test(error.constructor.name)
  );
}
