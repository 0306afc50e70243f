import { combine } from '../../base/change.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { decide, holds } from '../../compile/author.ts';
import type { Failure } from '../../definition/context.ts';
import { isFatal } from '../../definition/fatal.ts';
import type { RescuePlan, RetryPlan } from '../../compile/plan.ts';
import { backoffOf } from './backoff.ts';
import { failureOf } from '../state/failure.ts';
import { canMeet } from '../state/can-meet.ts';
import { foundByClosed } from './found-by-closed.ts';
import { hushed } from '../state/hush.ts';
import { judgeAgain, type Judged } from './judge.ts';
import { changed, type Lane } from '../state/lane.ts';
import { limitPassed, moveTo } from './move.ts';
import type { Note, Phase } from '../state/row.ts';
import { facts, failDecision, graphOf, laneAt, momentOf, nodeOf, placeOf, record, viewOf, type Turn } from './turn.ts';
import { parseUpdate, reduceChanges } from './update.ts';

/** Records a failed attempt. Where another follows, the lane is in `backoff` until that is due, or `running` at once; else it fails for good. */
export function failAttempt(
  turn: Turn,
  lane: Lane,
  { failure, final, duration }: { failure: Failure; final?: boolean; duration?: number },
): void {
  const { retry } = nodeOf(turn, lane);
  const told = {
    lane: lane.path,
    from: lane.node,
    attempt: failure.attempt,
    ...(duration !== undefined && { duration }),
  };
  const recorded = turn.retried?.(lane, failure.attempt);
  if (recorded?.again ?? (final !== true && lane.attempt < retry.attempts)) {
    const due = recorded === undefined ? dueAgain(turn, lane, retry) : recorded.due;
    const again = due === undefined ? ({ phase: 'running' } as const) : ({ phase: 'backoff', due } as const);
    record(turn, { ...told, cause: 'attempt', ...again, note: { failure } });
    if (due === undefined) turn.due.push(lane.path);
    return;
  }
  record(turn, { ...told, cause: 'attempt', phase: 'passing', note: { failure, ...(final === true && { final }) } });
  fail(turn, laneAt(turn, lane.path), failure, 'running');
}

/** When a failed attempt is made again, unless at once. */
function dueAgain(turn: Turn, lane: Lane, retry: RetryPlan): number | undefined {
  const wait = backoffOf(retry, `${turn.draft.thread}/${lane.path}/${lane.node}`, lane.attempt);
  return wait === 0 ? undefined : turn.now + wait;
}

/** A lane failed for good: it goes where its node's `onError` leads, else it is `failed`, and the lanes that hold it handle that. `resume` goes on in `pending`. */
export function fail(turn: Turn, lane: Lane, failure: Failure, pending: Phase): void {
  const tried: string[] = [];
  const rescues = rescuesOf(lane, nodeOf(turn, lane).onError, 'onError');
  if (handled(turn, lane, rescues, { failure }, pending, tried)) return;
  const note = { failure, pending, ...(tried.length > 0 && { tried }) };
  record(turn, { lane: lane.path, from: lane.node, cause: 'fail', phase: 'failed', note });
  passOn(turn, laneAt(turn, lane.path), failure);
}

/** A way out for a failure, and where it is written. */
interface Rescue {
  readonly rescue: RescuePlan;
  readonly where: string;
}

function rescuesOf(lane: Lane, plans: readonly RescuePlan[] = [], at: string): readonly Rescue[] {
  const place = `${placeOf(lane)}.${at}`;
  return plans.map((rescue, index) => ({ rescue, where: plans.length === 1 ? place : `${place}[${index}]` }));
}

/** Moves a lane by the first rescue whose guard holds; `false` where none does. Those whose guard refused are added to `tried`. */
function handled(
  turn: Turn,
  lane: Lane,
  rescues: readonly Rescue[],
  note: Note,
  pending: Phase,
  tried: string[] = [],
): boolean {
  try {
    const failure = rescues.length === 0 ? undefined : hushed(turn, { lane: lane.path, note }).note.failure;
    const told = note.lane === undefined ? failure : { ...failure, lane: note.lane };
    for (const { rescue, where } of rescues) {
      const found = rescue.keep === true ? foundByClosed(turn, lane) : undefined;
      const seen = found === undefined ? lane : changed(lane, found.changes, found.transient);
      const { when, to, label } = rescue;
      if (when !== undefined && !holds(when, `${where}.when`, viewOf(turn, seen), told, momentOf(turn, lane))) {
        tried.push(label === undefined ? where : `${where} (${label})`);
        continue;
      }
      if (limitPassed(turn, lane, to, 'error') !== undefined) return false;
      const made =
        rescue.update && decide(rescue.update, `${where}.update`, viewOf(turn, seen), told, momentOf(turn, lane));
      const { changes, transient } = parseUpdate(graphOf(turn, lane), made, where, turn.codec, {
        lane: seen,
        at: turn,
      });
      const reduced = reduceChanges(graphOf(turn, lane), seen.values, changes, turn.codec);
      const all = found?.changes === undefined ? reduced : { ...reduced, ...combine([found.changes, reduced ?? {}]) };
      const passing = found?.transient === undefined ? transient : { ...found.transient, ...transient };
      const by = { ...(label !== undefined && { label }), note: tried.length > 0 ? { ...note, tried } : note };
      moveTo(turn, lane, to, { cause: 'error', ...facts(all, passing), ...by });
      return true;
    }
    return false;
  } catch (error) {
    failDecision(turn, lane, error, pending);
    return true;
  }
}

/**
 * What goes into a subgraph or comes out of it could not be made, or does not fit: the node's `onError` takes that as it takes a failure of the
 * subgraph; without one the lane stops there, and `resume` makes it again. What was thrown by `fatal` is told as it is.
 */
export function failMapping(turn: Turn, lane: Lane, error: unknown, pending: Phase): void {
  const told = isProblem(error, 'decision/failed') && isFatal(error.cause) ? error.cause : error;
  const failure = failureOf(told, lane.attempt, turn.now);
  const rescues = rescuesOf(lane, nodeOf(turn, lane).onError, 'onError');
  if (!handled(turn, lane, rescues, { failure }, pending)) failDecision(turn, lane, error, pending);
}

/** Offers a failure to the lanes that hold the failed one, from the inside out. */
function passOn(turn: Turn, lane: Lane, failure: Failure): void {
  if (lane.parent === undefined) return;
  const parent = laneAt(turn, lane.parent);
  turn.due.push(parent.path);
  if (parent.fork === undefined || canMeet(turn.draft, parent)) return;
  const node = nodeOf(turn, parent);
  const again = parent.fork.by === 'graph' ? againOf(turn, parent, failure) : undefined;
  if (again !== undefined) {
    failAttempt(turn, parent, again);
    return;
  }
  const ofFork = node.next !== undefined && 'then' in node.next ? node.next.onError : undefined;
  const rescues = [
    ...(parent.fork.by === 'graph' ? [] : rescuesOf(parent, ofFork, 'next.onError')),
    ...rescuesOf(parent, node.onError, 'onError'),
  ];
  if (!handled(turn, parent, rescues, { failure, lane: lane.path }, 'open')) passOn(turn, parent, failure);
}

/** How an attempt at a node failed by whose subgraph failed, where another follows; undefined where none does. */
function againOf(turn: Turn, lane: Lane, failure: Failure): Judged | undefined {
  const node = nodeOf(turn, lane);
  const { attempt } = lane;
  if (turn.retried === undefined) {
    return attempt < node.retry.attempts ? judgeAgain(node, failure, attempt, turn.now) : undefined;
  }
  const recorded = turn.retried(lane, attempt);
  if (recorded === undefined) return undefined;
  const { refused: _, ...passed } = failure;
  return recorded.again
    ? { final: false, failure: { ...passed, attempt } }
    : judgeAgain(node, failure, attempt, turn.now);
}
