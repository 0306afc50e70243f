import { isProblem } from '../base/problem.ts';
import type { Failure } from '../definition/context.ts';
import { fatal, isFatal } from '../definition/fatal.ts';

/** The lines of a stack that are kept. */
const stackLines = 12;

/** An error as plain data. */
export function failureOf(error: unknown, attempt: number, at: number): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), attempt, at };
  const isFinal = isFatal(error);
  const shown = isFinal && error.cause instanceof Error ? error.cause : error;
  const code = codeOf(shown);
  const stack = originOf(shown).stack?.split('\n').slice(0, stackLines).join('\n');
  return {
    name: shown.name,
    message: shown.message,
    ...(code !== undefined && { code }),
    ...(stack !== undefined && { stack }),
    attempt,
    at,
    ...(isProblem(error, 'activity/refused') && {
      refused: { reason: error.facts.reason, update: error.facts.update },
    }),
    ...(isFinal && { fatal: true }),
  };
}

/** A failure as an error again, for whoever is asked about it. */
export function errorOf({ name, message, code, stack, fatal: isFinal }: Failure): Error {
  const error = Object.assign(new Error(message), { name, ...(code !== undefined && { code }) });
  if (stack !== undefined) error.stack = stack;
  return isFinal === true ? fatal(error) : error;
}

/** A problem that only reports the author's error points at the author's code. */
function originOf(error: Error): Error {
  return isProblem(error) && error.cause instanceof Error ? error.cause : error;
}

function codeOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
