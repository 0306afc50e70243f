import { isProblem } from '../../base/problem/problem.ts';
import type { Failure, Reason } from '../../definition/context.ts';
import { fatal, isFatal } from '../../definition/fatal.ts';
import { reasonOf, stackOf } from '../../definition/reason.ts';

/** The lines of a stack that are kept. */
const stackLines = 12;

/** What was thrown as a failed attempt, in plain data. */
export function failureOf(error: unknown, attempt: number, at: number): Failure {
  const { shown, origin, ...facts } = partsOf(error);
  const stack = stackOf(origin)?.split('\n').slice(0, stackLines).join('\n');
  return { ...reasonOf(shown), ...(stack !== undefined && { stack }), attempt, at, ...facts };
}

interface Parts extends Pick<Failure, 'refused' | 'fatal'> {
  /** The error that is recorded: the cause of a `fatal`, where that is an object, else what was thrown. */
  readonly shown: unknown;
  /** Where it comes from: a problem that only reports the author's error points at the author's code. */
  readonly origin: unknown;
}

function partsOf(error: unknown): Parts {
  try {
    const isFinal = isFatal(error);
    const shown = isFinal && typeof error.cause === 'object' && error.cause !== null ? error.cause : error;
    return {
      shown,
      origin: isProblem(shown) && stackOf(shown.cause) !== undefined ? shown.cause : shown,
      ...(isProblem(error, 'activity/refused') && {
        refused: { reason: error.facts.reason, update: error.facts.update },
      }),
      ...(isFinal && { fatal: true }),
    };
  } catch {
    // A proxy, or a getter, that throws when it is looked at.
    return { shown: error, origin: error };
  }
}

/** A failure as an error again, for `retry.when`. */
export function errorOf({ stack, fatal: isFinal, ...reason }: Failure): Error {
  const error = errorSaying(reason);
  if (stack !== undefined) error.stack = stack;
  return isFinal === true ? fatal(error) : error;
}

function errorSaying({ name, message, code, cause, errors }: Reason): Error {
  const options = cause && { cause: errorSaying(cause) };
  const error = errors === undefined ? new Error(message, options) : gathered(message, errors, options);
  return Object.assign(error, { name, ...(code !== undefined && { code }) });
}

function gathered(message: string, errors: readonly Reason[], options?: ErrorOptions): Error {
  return new AggregateError(errors.map(errorSaying), message, options);
}
