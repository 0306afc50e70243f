import { problem } from '../base/problem/problem.ts';
import { holds } from '../compile/author.ts';
import type { Plan } from '../compile/plan.ts';
import { canMeet } from './state/can-meet.ts';
import { failAttempt } from './moves/fail.ts';
import { judge } from './moves/judge.ts';
import type { Input } from './moves/input.ts';
import { besideLanes } from './state/joined.ts';
import { awake, type Lane } from './state/lane.ts';
import type { Lanes } from './state/lanes.ts';
import { moveTo } from './moves/move.ts';
import { kept, lookAgain, updateBy } from './offer.ts';
import type { Snapshot } from './state/snapshot.ts';
import {
  facts,
  failDecision,
  graphOf,
  laneAt,
  momentOf,
  nodeOf,
  phaseAt,
  placeOf,
  record,
  viewOf,
  type Turn,
} from './moves/turn.ts';
import { placeOfTimer, waitsAfter } from './moves/waits-of.ts';

/** Something that happens to a lane by itself. */
export interface DueTimer {
  readonly lane: string;
  readonly kind: 'start' | 'after' | 'retry' | 'sleep' | 'timeout';
  /** A duration of `after` as written, the key of a sleep, `start`, `retry` or `timeout`. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** All that will happen by itself, earliest first. */
export function timersOf(plan: Plan, snapshot: Snapshot): readonly DueTimer[] {
  return snapshot.lanes
    .all()
    .flatMap((lane) => laneTimers(plan, lane, snapshot.lanes))
    .toSorted(inOrder);
}

/** The order in which timers fire: that of their times, and then of their lanes. */
export function inOrder(left: DueTimer, right: DueTimer): number {
  return left.at - right.at || (left.lane === right.lane ? 0 : left.lane < right.lane ? -1 : 1);
}

const none: readonly DueTimer[] = [];

/** What a lane is about while its sleeps may end. */
const sleeps: ReadonlySet<Lane['phase']> = new Set(['suspended', 'running', 'verifying']);

/** What will happen by itself to one of these lanes. */
export function laneTimers(plan: Plan, lane: Lane, lanes: Lanes): readonly DueTimer[] {
  if (lane.phase === 'queued' && lane.parent === undefined && lane.due !== undefined) {
    return [{ lane: lane.path, kind: 'start', name: 'start', at: lane.due }];
  }
  if (lane.phase === 'closed' || lane.phase === 'queued' || lane.phase === 'failed') return none;
  const node = plan.graphs[lane.graph]?.nodes[lane.node];
  // Nearly all lanes are at work, at nodes without a timer.
  const isUntimed = node?.after.length === 0 && lane.waits === undefined && lane.journal?.isWakeful !== false;
  if (lane.phase === 'running' && isUntimed) return none;
  const timers: DueTimer[] = [];
  for (const { name, wait } of node?.after ?? []) {
    if (typeof wait !== 'number' || lane.fired?.includes(name) === true) continue;
    timers.push({ lane: lane.path, kind: 'after', name, at: lane.entered + wait });
  }
  for (const { name, at, fired } of lane.waits ?? []) {
    if (fired !== true) timers.push({ lane: lane.path, kind: 'after', name, at });
  }
  if (lane.phase === 'backoff') {
    timers.push({ lane: lane.path, kind: 'retry', name: 'retry', at: lane.due ?? lane.entered });
  }
  if (lane.phase === 'open' && lane.fork?.by === 'graph' && node?.timeout !== undefined && canMeet({ lanes }, lane)) {
    timers.push({ lane: lane.path, kind: 'timeout', name: 'timeout', at: lane.fork.at + node.timeout });
  }
  // A run may sleep beside something else that it does, and goes on to other sleeps after one of them: each ends when it is due.
  if (lane.journal !== undefined && sleeps.has(lane.phase)) {
    for (const [name, at] of lane.journal.sleeping()) timers.push({ lane: lane.path, kind: 'sleep', name, at });
  }
  return timers;
}

/** A timer came: a backoff or a sleep ends, or `after` takes the lane on. */
export function fireTimer(turn: Turn, { lane: path, name }: Extract<Input, { type: 'timer' }>): void {
  const lane = turn.draft.lanes.get(path);
  const timer =
    lane && laneTimers(turn.plan, lane, turn.draft.lanes).find((each) => each.name === name && each.at <= turn.now);
  if (lane === undefined || timer === undefined) throw problem('timer/not-due', { lane: path, timer: name });
  const told = { lane: path, from: lane.node, cause: 'timer' as const, label: name, phase: 'running' as const };
  switch (timer.kind) {
    case 'start':
      record(turn, { ...told, phase: phaseAt(nodeOf(turn, lane)) });
      turn.due.push(path);
      return;
    case 'retry':
      record(turn, { ...told, attempt: lane.attempt });
      turn.due.push(path);
      return;
    case 'sleep':
      // Where it is at work already, nothing else would tell a sleep from a timer of its node that leads nowhere.
      record(turn, { ...told, phase: awake(lane), ...(lane.phase !== 'suspended' && { note: { slept: true } }) });
      return;
    case 'timeout':
      timeOut(turn, lane);
      return;
    case 'after':
      takeSafely(turn, lane, name);
  }
}

/** A subgraph took longer than an attempt of its node may take. */
function timeOut(turn: Turn, lane: Lane): void {
  const { name, timeout = 0 } = nodeOf(turn, lane);
  const error = problem('activity/timeout', { node: name, milliseconds: timeout });
  failAttempt(turn, lane, judge(nodeOf(turn, lane), error, lane.attempt, turn.now));
}

/** Nobody sent a timer, so nobody could be told that its handler threw: the lane stops, and the timer is due again on `resume`. */
function takeSafely(turn: Turn, lane: Lane, name: string): void {
  try {
    takeTimer(turn, lane, name);
  } catch (error) {
    failDecision(turn, lane, error, lane.phase === 'backoff' ? 'running' : lane.phase, { label: name });
  }
}

function takeTimer(turn: Turn, lane: Lane, name: string): void {
  const timers = [...nodeOf(turn, lane).after, ...graphOf(turn, lane).after];
  const timer = timers.find((each) => each.name === name);
  const where = timer === undefined ? placeOf(lane) : placeOfTimer(lane, timer);
  const { handlers = [] } = timer ?? {};
  const moment = momentOf(turn, lane);
  const handler = handlers.find(
    ({ when }) => when === undefined || holds(when, `${where}.when`, viewOf(turn, lane), moment),
  );
  const told = {
    cause: 'timer' as const,
    label: name,
    ...(handler ? updateBy(turn, lane, handler, where) : facts(undefined, undefined)),
  };
  if (handler?.to !== undefined) {
    moveTo(turn, lane, handler.to, told);
    return;
  }
  const note = besideLanes(lane, told.changes);
  const noted = note.beside === undefined ? told : { ...told, note };
  const waits = waitsAfter(turn, lane, told.changes);
  record(turn, { lane: lane.path, from: lane.node, phase: lane.phase, ...kept(lane), ...noted, ...waits });
  lookAgain(turn, laneAt(turn, lane.path));
}
