/**
 * The one place that calls what the author wrote: activities, guards, mappings, reducers and schemas.
 */

import type { Schema } from '../definition/schema.ts';
import { problem } from '../base/problem.ts';
import type { Author } from './plan.ts';

type Callable = (...args: readonly unknown[]) => unknown;

/** Calls an activity, a step or a check; what it throws is the caller's to handle. */
export function perform(author: Author, ...args: readonly unknown[]): unknown {
  return (author as Callable)(...args);
}

/**
 * Calls a function that decides, such as a guard or a mapping: it must answer at once.
 *
 * A problem `decision/failed` when it throws, `decision/async` when it returns a promise. `what` says which, `nodes.triage.next[0].when`.
 */
export function decide(author: Author, what: string, ...args: readonly unknown[]): unknown {
  let answer: unknown;
  try {
    answer = (author as Callable)(...args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw problem('decision/failed', { what, message }, error);
  }
  if (isPromise(answer)) throw problem('decision/async', { what });
  return answer;
}

/** What a schema makes of a value; a problem `value/invalid` with every issue when it does not fit. */
export function parse(schema: Schema, value: unknown, path: string): unknown {
  const result = schema['~standard'].validate(value);
  if (isPromise(result)) {
    result.then(undefined, () => undefined);
    throw problem('schema/async', { path });
  }
  if (result.issues === undefined) return result.value;
  const issues = result.issues.map((issue) => ({ path: pathOf(path, issue.path ?? []), message: issue.message }));
  throw problem('value/invalid', { path, issues });
}

/** Whether a schema accepts a value. */
export function fits(schema: Schema, value: unknown): boolean {
  const result = schema['~standard'].validate(value);
  return !isPromise(result) && result.issues === undefined;
}

function pathOf(start: string, segments: readonly unknown[]): string {
  let path = start;
  for (const segment of segments) {
    const key: unknown = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment;
    path += typeof key === 'number' ? `[${key}]` : `.${String(key)}`;
  }
  return path;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
