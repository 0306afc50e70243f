import { isProblem } from '../base/problem.ts';
import type { Failure } from '../definition/context.ts';

/** The lines of a stack that are kept. */
const stackLines = 12;

/** An error as plain data. */
export function failureOf(error: unknown, attempt: number, at: number): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), attempt, at };
  const shown = error.name === 'CairnFatal' && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(shown);
  const stack = originOf(shown).stack?.split('\n').slice(0, stackLines).join('\n');
  return {
    name: shown.name,
    message: shown.message,
    ...(code !== undefined && { code }),
    ...(stack !== undefined && { stack }),
    attempt,
    at,
  };
}

/** A problem that only reports the author's error points at the author's code. */
function originOf(error: Error): Error {
  return isProblem(error) && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
