import { replaces, type Change, type Changes } from '../base/change.ts';
import { suggest } from '../base/problem/nearest.ts';
import { problem } from '../base/problem/problem.ts';
import type { Input } from './moves/input.ts';
import { howItStands } from './how-it-stands.ts';
import { besideLanes } from './state/joined.ts';
import { changed, view, type Lane } from './state/lane.ts';
import { nodesOfLane } from './moves/lane-nodes.ts';
import { goOn } from './moves/finish-activity.ts';
import { phaseOn } from './moves/move.ts';
import { kept, lookAgain } from './offer.ts';
import { mayGoOn } from './moves/room.ts';
import type { Note } from './state/row.ts';
import { mainLane, treeOf } from './state/snapshot.ts';
import { facts, graphOf, laneAt, laneNamed, record, type Turn } from './moves/turn.ts';
import { parseUpdate, reduceChanges } from './moves/update.ts';
import { waitsAfter, waitsOnEntry } from './moves/waits-of.ts';

type Of<Type extends Input['type']> = Extract<Input, { type: Type }>;

/** Takes up failed lanes where they stopped: an activity runs again, a decision is made again. */
export function resume(turn: Turn, { lane: path }: Of<'resume'>): void {
  const within = path === undefined ? mainLane(turn.draft) : laneNamed(turn, path);
  const failed = treeOf(turn.draft, within).filter((lane) => lane.phase === 'failed');
  if (failed.length === 0) {
    const { draft, plan } = turn;
    const lane = path === undefined ? {} : { lane: path };
    throw problem('thread/not-failed', { thread: draft.thread, ...lane, stands: howItStands(plan, draft) });
  }
  for (const [index, lane] of failed.entries()) resumeLane(turn, lane, index === 0 ? { to: within.path } : undefined);
}

/** The lane goes on at once, or in its turn where a fork that holds it has no room for it now. */
function resumeLane(turn: Turn, lane: Lane, input: Note | undefined): void {
  const pending = lane.pending ?? 'running';
  if (mayGoOn(turn, lane)) goOn(turn, lane, { cause: 'resume', phase: pending, ...(input && { note: input }) });
  else
    record(turn, { lane: lane.path, from: lane.node, cause: 'resume', phase: 'queued', note: { pending, ...input } });
}

/** Ends the thread where it stands; every lane below the first is gone. */
export function cancel(turn: Turn, { reason }: Of<'cancel'>): void {
  const lane = mainLane(turn.draft);
  const cancelled = treeOf(turn.draft, lane)
    .filter((each) => each.phase !== 'closed' && each.path !== '')
    .map((each) => each.path)
    .toReversed();
  const note = { reason, ...(cancelled.length > 0 && { cancelled }) };
  record(turn, { lane: '', from: lane.node, cause: 'cancel', phase: 'closed', note });
}

/** Changes a lane's state by hand. */
export function edit(turn: Turn, { update, lane: named, as }: Of<'edit'>): void {
  const path = named ?? '';
  const lane = laneNamed(turn, path);
  const graph = graphOf(turn, lane);
  if (turn.draft.cancelled !== undefined) {
    throw problem('thread/over', { thread: turn.draft.thread, status: 'cancelled' });
  }
  if (as !== undefined && !Object.hasOwn(graph.nodes, as)) {
    throw problem('edit/unknown-node', { node: as, hint: suggest(as, Object.keys(graph.nodes)) });
  }
  if (as !== undefined) refuseOutside(turn, lane, as);
  if (as !== undefined && named === undefined) refuseOfLanes(turn, as);
  const { changes, transient } = parseUpdate(graph, update, 'the edit', turn.codec, { lane, at: turn });
  const reduced = reduceChanges(graph, view(lane, graph), changes, turn.codec);
  const told = { lane: path, from: lane.node, cause: 'edit' as const, ...facts(reduced, transient) };
  if (as === undefined) {
    const waits = waitsAfter(turn, lane, reduced);
    record(turn, { ...told, ...waits, phase: lane.phase, ...kept(lane), ...noteOf(editNote(lane, reduced)) });
    lookAgain(turn, laneAt(turn, path));
    return;
  }
  const phase = phaseOn(turn, graph, lane, as) === 'closed' ? 'closed' : 'passing';
  const waits = phase === 'closed' ? undefined : waitsOnEntry(turn, changed(lane, reduced, transient), as);
  record(turn, { ...told, ...waits, to: as, phase });
  turn.due.push(path);
}

/** A lane of a fork stays where its fork could have led it. */
function refuseOutside(turn: Turn, lane: Lane, as: string): void {
  const nodes = nodesOfLane(turn, lane);
  if (nodes !== undefined && !nodes.has(as))
    throw problem('edit/outside-lane', { lane: lane.path, node: as, nodes: [...nodes] });
}

/** A node that open lanes come to is theirs, unless it is said that the thread itself leaves them for it. */
function refuseOfLanes(turn: Turn, as: string): void {
  const main = mainLane(turn.draft);
  const lanes = treeOf(turn.draft, main)
    .filter((lane) => lane.phase !== 'closed' && lane.graph === main.graph && isWithin(turn, lane, as))
    .map(({ path }) => path);
  if (lanes.length > 0) throw problem('edit/ambiguous', { node: as, lanes });
}

/** Whether a lane of a fork comes to a node before it meets the others. */
function isWithin(turn: Turn, lane: Lane, node: string): boolean {
  if (lane.parent === undefined || laneAt(turn, lane.parent).fork?.then === node) return false;
  return nodesOfLane(turn, lane)?.has(node) === true;
}

/** At a join that failed, an edit decides what it sets, and adds to the rest; while lanes are at work it is one writer more. */
function editNote(lane: Lane, changes: Changes | undefined): Note {
  if (lane.pending !== 'open' || lane.fork?.by === 'graph' || lane.fork?.came !== undefined)
    return besideLanes(lane, changes);
  const keys = Object.keys(changes ?? {});
  return { decides: keys.filter((key) => replaces(changes?.[key] as Change)) };
}

function noteOf(note: Note): { readonly note?: Note } {
  return Object.keys(note).length === 0 ? {} : { note };
}

/** The first row of a fork: what it changes of the checkpoint it starts from. */
export function fork(turn: Turn, { at, update, later = 0, due = [] }: Of<'fork'>): void {
  const lane = mainLane(turn.draft);
  const graph = graphOf(turn, lane);
  const { changes, transient } = parseUpdate(graph, update, 'the fork', turn.codec, { lane, at: turn });
  const reduced = reduceChanges(graph, view(lane, graph), changes, turn.codec);
  const waits = waitsAfter(turn, lane, reduced);
  record(turn, {
    lane: '',
    from: lane.node,
    cause: 'fork',
    phase: lane.phase,
    ...kept(lane),
    ...facts(reduced, transient),
    ...waits,
    note: { at, ...besideLanes(lane, reduced), ...(later > 0 && { later }), ...(due.length > 0 && { due }) },
  });
  turn.due.push(...due);
  lookAgain(turn, laneAt(turn, ''));
}
