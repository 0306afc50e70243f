/**
 * The one place that calls what the author wrote: activities, guards, mappings, reducers and schemas.
 *
 * 1. What decides or checks ends in an answer or in one of five problems: `decision/failed`, `decision/async`,
 *    `decision/no-verdict`, `value/invalid`, `schema/async`; or in one of what is decided for, as it was thrown: `value/refused`,
 *    `machine/undurable`, `machine/unfit`. Nothing else gets past here, whatever is thrown or returned.
 * 2. A promise that is refused is heard all the same: its rejection never reaches the process.
 */

import { isThenable } from '../base/is-thenable.ts';
import { reasonOf } from '../definition/reason.ts';
import type { Schema } from '../definition/schema.ts';
import { inWords } from '../base/problem/given.ts';
import { isProblem, problem, type Problem, type ProblemCode } from '../base/problem/problem.ts';
import type { Issue } from '../base/problem/mistake.ts';
import type { Author } from './plan.ts';

type Callable = (...args: readonly unknown[]) => unknown;

/**
 * Calls an activity or a check; what it throws is the caller's to handle. What it answers later is a promise, whatever the
 * author's own kind of promise is: the queries of some libraries call back, and their `then` returns nothing.
 */
export function perform(author: Author, ...args: readonly unknown[]): unknown {
  const answer = (author as Callable)(...args);
  return isThenable(answer) ? Promise.resolve(answer) : answer;
}

/**
 * Calls a function that decides, such as a guard or a mapping: it must answer at once.
 *
 * A problem `decision/failed` when it throws, or the one that it throws where that tells more, `decision/async` when it returns a
 * promise. `what` says which, `nodes.triage.next[0].when`.
 */
export function decide(author: Author, what: string, ...args: readonly unknown[]): unknown {
  let answer: unknown;
  let isLate: boolean;
  try {
    answer = (author as Callable)(...args);
    isLate = refusesPromise(answer);
  } catch (error) {
    throw decisionFailed(what, error);
  }
  if (isLate) throw problem('decision/async', { what });
  return answer;
}

/**
 * Whether a guard holds: true, or whatever JavaScript takes for false.
 *
 * A problem `decision/no-verdict` where it answers anything else, a reason for example: that may mean either.
 */
export function holds(guard: Author, what: string, ...args: readonly unknown[]): boolean {
  const answer = decide(guard, what, ...args);
  if (answer === true) return true;
  if (answer === false || !answer) return false;
  throw problem('decision/no-verdict', { what, found: inWords(answer) });
}

/** Problems that say of themselves what is wrong with the value or the machine that a decision works on. */
const telling: ReadonlySet<ProblemCode> = new Set(['value/refused', 'machine/undurable', 'machine/unfit']);

/** The problem of a decision that threw. */
export function decisionFailed(what: string, error: unknown): Problem {
  if (isProblem(error) && telling.has(error.code)) return error;
  return problem('decision/failed', { what, message: reasonOf(error).message }, error);
}

/** What a schema makes of a value; a problem `value/invalid` with every issue when it does not fit. */
export function parse(schema: Schema, value: unknown, path: string): unknown {
  let found: unknown;
  let issues: readonly Issue[] | undefined;
  try {
    const result = schema['~standard'].validate(value);
    if (refusesPromise(result)) throw problem('schema/async', { path });
    if (result.issues === undefined) found = result.value;
    else issues = result.issues.map((issue) => ({ path: pathOf(path, issue.path ?? []), message: issue.message }));
  } catch (error) {
    if (isProblem(error, 'schema/async')) throw error;
    throw problem(
      'value/invalid',
      { path, issues: [{ path, message: `Its schema threw: ${reasonOf(error).message}` }] },
      error,
    );
  }
  if (issues !== undefined) throw problem('value/invalid', { path, issues });
  return found;
}

/** Whether a schema accepts a value. */
export function fits(schema: Schema, value: unknown): boolean {
  try {
    parse(schema, value, '');
    return true;
  } catch {
    return false;
  }
}

function pathOf(start: string, segments: readonly unknown[]): string {
  let path = start;
  for (const segment of segments) {
    const key: unknown = typeof segment === 'object' && segment !== null && 'key' in segment ? segment.key : segment;
    path += typeof key === 'number' ? `[${key}]` : `.${String(key)}`;
  }
  return path;
}

/** Whether a value is a promise, which nobody will wait for: what it rejects with is heard here. */
function refusesPromise(value: unknown): value is PromiseLike<unknown> {
  if (!isThenable(value)) return false;
  Promise.resolve(value).catch(ignore);
  return true;
}

function ignore(): void {
  // Whoever was to decide has been refused already.
}
