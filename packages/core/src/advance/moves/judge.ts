import { holds } from '../../compile/author.ts';
import type { NodePlan } from '../../compile/plan.ts';
import type { Failure } from '../../definition/context.ts';
import { isFatal } from '../../definition/fatal.ts';
import { reasonOf } from '../../definition/reason.ts';
import { errorOf, failureOf } from '../state/failure.ts';
import type { Input } from './input.ts';
import type { Lane } from '../state/lane.ts';

/** What an attempt failed by, and whether that is its last. */
export interface Judged {
  readonly failure: Failure;
  readonly final: boolean;
}

/**
 * What an attempt failed by, and whether it is the last. Where `retry.when` throws, its error is the failure, which says what the attempt
 * failed by as well, and the attempt is the last.
 */
export function judge(node: NodePlan, error: unknown, attempt: number, at: number): Judged {
  try {
    return { final: isFinal(node, error), failure: failureOf(error, attempt, at) };
  } catch (thrown) {
    return { final: true, failure: unjudged(thrown, error, attempt, at) };
  }
}

/** The failure of an attempt of which `retry.when` could not say whether it is worth another. */
function unjudged(thrown: unknown, error: unknown, attempt: number, at: number): Failure {
  const { message, ...failure } = failureOf(thrown, attempt, at);
  const reason = reasonOf(error);
  const { name, message: said } = reason;
  return { ...failure, message: `${message} (asked of ${name}: ${said})`, errors: [reason] };
}

/** The input for an attempt of a lane's activity that failed. */
export function failedInput(
  node: NodePlan,
  { path, attempt }: Pick<Lane, 'path' | 'attempt'>,
  error: unknown,
  at: number,
): Input {
  const { failure, final } = judge(node, error, attempt, at);
  return { type: 'failed', lane: path, failure, ...(final && { final }) };
}

/**
 * What an attempt failed by at a node whose subgraph failed; undefined where no other is to follow. It has no `refused`: what was
 * refused was found within the subgraph, so the journal of this node stays.
 */
export function judgeAgain(node: NodePlan, failure: Failure, attempt: number, at: number): Judged | undefined {
  const error = errorOf(failure);
  try {
    if (isFinal(node, error)) return undefined;
  } catch (thrown) {
    return { final: true, failure: unjudged(thrown, error, attempt, at) };
  }
  const { refused: _, ...passed } = failure;
  return { final: false, failure: { ...passed, attempt } };
}

/** Whether a lane's activity failed by what its node says no other attempt would help with. */
export function failedForGood(node: NodePlan, { pending = 'running', stopped }: Lane): boolean {
  if (stopped === undefined || pending !== 'running') return false;
  try {
    return isHopeless(node, errorOf(stopped));
  } catch {
    return false;
  }
}

/** Whether an attempt is the last, by a limit or because no other would help. */
function isFinal(node: NodePlan, error: unknown): boolean {
  return isOfLimits(codeOf(error)) || isHopeless(node, error);
}

/** Whether no other attempt would help: by `fatal`, or because `retry.when` says so. */
function isHopeless({ name, retry }: NodePlan, error: unknown): boolean {
  return isFatal(error) || (retry.when !== undefined && !holds(retry.when, `nodes.${name}.retry.when`, error));
}

function isOfLimits(code: unknown): boolean {
  return code === 'limit/exceeded' || code === 'limit/unknown';
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

/** Why what `verify` said refuses; undefined where it accepts. */
export function refusalIn(said: unknown): string | undefined {
  if (said === true || said === undefined) return undefined;
  if (said === false || said === '') return 'it gave no reason';
  if (typeof said === 'string') return said;
  const what = said === null ? 'null' : typeof said === 'object' ? 'an object' : `a ${typeof said}`;
  return `it answered ${what}, which is no verdict: answer true, false or a reason`;
}
