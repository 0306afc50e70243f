import { apply, type Change, type Changes } from '../../base/change.ts';
import { problem } from '../../base/problem/problem.ts';
import { decide } from '../../compile/author.ts';
import type { AllPlan, EachPlan } from '../../compile/plan.ts';
import { closedLanes, conflictOf } from '../state/joined.ts';
import { begun } from '../state/opening.ts';
import type { Fork, Lane } from '../state/lane.ts';
import { hasBegun, neededBy } from '../state/needed.ts';
import { failMapping } from './fail.ts';
import { goOn } from './finish-activity.ts';
import { mergedBy, type Found } from './found-by-closed.ts';
import { leave } from './leave.ts';
import { comesAndGoes } from './open.ts';
import { meetAsTheyCome } from './come-and-go.ts';
import { moveTo } from './move.ts';
import { hasRoom, isReady, mayGoOn, nextInLine } from './room.ts';
import { afterMet, met } from './shared.ts';
import type { Note } from '../state/row.ts';
import { childrenOf } from '../state/snapshot.ts';
import type { ToldAt } from './told-moment.ts';
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
} from './turn.ts';
import { parseUpdate, reduceChanges } from './update.ts';
import { hasWaitsAt, waitsOnEntry } from './waits-of.ts';

/** Looks whether a lane whose lanes are open can go on: begins those that are due, joins when enough have closed. */
export function meet(turn: Turn, parent: Lane): void {
  const fork = parent.fork as Fork;
  if (fork.by === 'graph') {
    if (fork.closed > 0) finishSubgraph(turn, parent);
    return;
  }
  const next = nodeOf(turn, parent).next as AllPlan | EachPlan;
  if (comesAndGoes(next)) meetAsTheyCome(turn, parent, next);
  else if (fork.closed >= fork.need) join(turn, parent, next);
  else if (next.kind === 'all') beginReady(turn, parent);
  else beginInOrder(turn, parent, next);
}

/** Begins the lanes that wait for others, once those have closed, and those that were put off, once there is room. */
function beginReady(turn: Turn, parent: Lane): void {
  if (parent.fork?.queued === 0) return;
  for (const lane of childrenOf(turn.draft, parent)) {
    if (lane.phase !== 'queued') continue;
    if (!(hasBegun(lane) ? mayGoOn(turn, lane) : isReady(turn, lane))) continue;
    try {
      begin(turn, parent, lane);
      turn.rests?.noteWithin(turn, parent.path);
    } catch (error) {
      failDecision(turn, laneAt(turn, parent.path), error, 'open');
      return;
    }
  }
}

/** What a lane sees of `reduce` keys that several of the lanes it needs have changed: its row notes it, as folding calls no reducers. */
function seenBy(turn: Turn, { fork }: Lane, lane: Lane): Note | undefined {
  if (lane.needs === undefined || fork === undefined) return undefined;
  const needed = neededBy(turn.draft.lanes, fork, lane);
  // Where each needs the one before it, the last has seen it all.
  const isChain = needed.every(
    ({ needs }, index) => index === 0 || needs?.includes(needed[index - 1]?.path ?? '') === true,
  );
  if (isChain) return undefined;
  const changes = reducesOf(new Map([...updatesOf(needed)].filter(([, all]) => all.length > 1)));
  if (changes === undefined) return undefined;
  const base = { ...fork.base, ...lane.seed };
  const reduced = reduceChanges(graphOf(turn, lane), base, changes, turn.codec) ?? {};
  return { reduced: apply({}, reduced) };
}

/** The updates of `reduce` keys that lanes made, by key and lane. */
function updatesOf(lanes: readonly Lane[]): ReadonlyMap<string, readonly (readonly unknown[])[]> {
  const updates = new Map<string, (readonly unknown[])[]>();
  for (const { delta } of lanes) {
    for (const key in delta) {
      const change = delta[key] as Change;
      if (!('reduce' in change)) continue;
      const all = updates.get(key);
      if (all === undefined) updates.set(key, [change.reduce]);
      else all.push(change.reduce);
    }
  }
  return updates;
}

/** Changes that apply all of these updates of `reduce` keys; undefined where there are none. */
function reducesOf(updates: ReadonlyMap<string, readonly (readonly unknown[])[]>): Changes | undefined {
  if (updates.size === 0) return undefined;
  return Object.fromEntries([...updates].map(([key, all]) => [key, { reduce: all.flat(), set: undefined }]));
}

/** Begins lanes in the order declared for as long as there is room. */
function beginInOrder(turn: Turn, { path }: Lane, next: EachPlan): void {
  for (;;) {
    const parent = laneAt(turn, path);
    const lane = hasRoom(turn, parent, next) ? nextInLine(turn, parent) : undefined;
    if (lane === undefined) return;
    try {
      begin(turn, parent, lane);
      turn.rests?.noteWithin(turn, path);
    } catch (error) {
      failDecision(turn, laneAt(turn, path), error, 'open');
      return;
    }
  }
}

function begin(turn: Turn, parent: Lane, lane: Lane): void {
  if (lane.pending !== undefined) {
    goOn(turn, lane, { cause: 'begin', phase: lane.pending });
    return;
  }
  const note = seenBy(turn, parent, lane);
  const phase = phaseAt(nodeOf(turn, lane));
  const waits = hasWaitsAt(graphOf(turn, lane), lane.node)
    ? waitsOnEntry(turn, begun(turn.draft, lane, { time: turn.now, ...(note && { note }) }), lane.node)
    : undefined;
  record(turn, { lane: lane.path, from: lane.node, cause: 'begin', phase, ...waits, ...(note && { note }) });
  turn.due.push(lane.path);
}

function join(turn: Turn, parent: Lane, next: AllPlan | EachPlan): void {
  try {
    const lanes = closedLanes(turn.draft, parent);
    const { changes, transient, note }: Merged =
      next.merge === undefined
        ? mergedByOrder(turn, parent, lanes)
        : { ...mergedBy(turn, parent, lanes, next.merge), note: { merged: true } };
    const cancelled = childrenOf(turn.draft, parent).filter(
      (lane) => lane.phase !== 'closed' && lane.phase !== 'failed',
    );
    const told: Note = { ...note, ...(cancelled.length > 0 && { cancelled: cancelled.map((lane) => lane.path) }) };
    const hasNote = Object.keys(told).length > 0;
    moveTo(turn, parent, next.then, { cause: 'join', ...facts(changes, transient), ...(hasNote && { note: told }) });
  } catch (error) {
    failDecision(turn, parent, error, 'open');
  }
}

interface Merged extends Found {
  readonly note: Note;
}

/** What a join's row has to say, as folding cannot tell it from the lanes: results of reducers over several of them, and keys that were decided by hand. */
function mergedByOrder(turn: Turn, parent: Lane, lanes: readonly Lane[]): Merged {
  const decided = parent.decided ?? [];
  const conflict = conflictOf(parent, lanes);
  if (conflict !== undefined) throw problem('state/conflict', { ...conflict, node: parent.node });
  const own: Record<string, Change> = { ...reducesOf(updatesOf(lanes)) };
  for (const key of decided) own[key] = { set: parent.values[key] };
  if (Object.keys(own).length === 0) return { changes: undefined, note: {} };
  return { changes: reduceChanges(graphOf(turn, parent), parent.values, own, turn.codec), note: {} };
}

/** A subgraph closed. Its output is taken over, or, where the node has a `verify`, the lane is `verifying` until a run of that ends. */
function finishSubgraph(turn: Turn, parent: Lane): void {
  const node = nodeOf(turn, parent);
  try {
    const graph = graphOf(turn, parent);
    const { lane, own } = met(turn.draft, parent, graph, turn.codec);
    const update = outputOf(turn, lane);
    const { changes, transient } = parseUpdate(graph, update, `${placeOf(parent)}.output`, turn.codec, {
      lane,
      at: turn,
      writes: node.writes,
    });
    if (node.verify !== undefined) {
      record(turn, { lane: parent.path, from: parent.node, cause: 'pass', phase: 'verifying' });
      return;
    }
    const reduced = reduceChanges(graph, lane.values, changes, turn.codec);
    leave(turn, parent, { cause: 'done', ...facts(afterMet(own, reduced), transient) });
  } catch (error) {
    failMapping(turn, parent, error, 'open');
  }
}

/** The update that a node makes of its subgraph's end; `holder` is its lane with what the two share. */
export function outputOf(at: ToldAt, holder: Lane): unknown {
  const { output } = nodeOf(at, holder);
  const [child] = childrenOf(at.draft, holder);
  if (output === undefined || child === undefined) return undefined;
  const ended = { state: viewOf(at, child), outcome: child.node };
  return decide(output, `${placeOf(holder)}.output`, ended, viewOf(at, holder), momentOf(at, holder));
}
