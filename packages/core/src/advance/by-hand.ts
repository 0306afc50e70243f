import { suggest } from '../base/nearest.ts';
import { problem } from '../base/problem.ts';
import type { Input } from './input.ts';
import { view, type Lane } from './lane.ts';
import { leave } from './leave.ts';
import { kept, lookAgain } from './offer.ts';
import { mainLane, treeOf } from './snapshot.ts';
import { facts, failDecision, graphOf, laneAt, record, type Turn } from './turn.ts';
import { parseUpdate, reduceChanges } from './update.ts';

type Of<Type extends Input['type']> = Extract<Input, { type: Type }>;

/** Takes up failed lanes where they stopped: an activity runs again, a decision is made again. */
export function resume(turn: Turn, { lane: path }: Of<'resume'>): void {
  const within = path === undefined ? mainLane(turn.draft) : laneNamed(turn, path);
  const failed = treeOf(turn.draft, within).filter((lane) => lane.phase === 'failed');
  if (failed.length === 0) throw problem('thread/not-failed', { thread: turn.draft.thread });
  for (const lane of failed) resumeLane(turn, lane);
}

function resumeLane(turn: Turn, lane: Lane): void {
  const phase = lane.pending ?? 'running';
  record(turn, { lane: lane.path, from: lane.node, cause: 'resume', phase });
  if (lane.unreduced === undefined) turn.due.push(lane.path);
  else finishActivity(turn, laneAt(turn, lane.path), { cause: 'pass', changes: lane.unreduced });
}

/** What an activity's end changes is reduced and recorded, and the lane goes on. */
export function finishActivity(
  turn: Turn,
  lane: Lane,
  told: Parameters<typeof leave>[2] & { readonly cause: 'done' | 'pass' },
): void {
  let changes = told.changes;
  try {
    changes = reduceChanges(graphOf(turn, lane), lane.values, changes, turn.codec);
  } catch (error) {
    keepUnreduced(turn, lane, told, error);
    return;
  }
  leave(turn, lane, { ...told, ...(changes !== undefined && { changes }) });
}

/** A reducer threw: what needs no reducer is kept, and the rest waits for `resume`. */
function keepUnreduced(turn: Turn, lane: Lane, told: Parameters<typeof leave>[2], error: unknown): void {
  const entries = Object.entries(told.changes ?? {});
  const changes = Object.fromEntries(entries.filter(([, change]) => !('reduce' in change)));
  const unreduced = Object.fromEntries(entries.filter(([, change]) => 'reduce' in change));
  record(turn, { ...told, lane: lane.path, from: lane.node, phase: 'passing', changes });
  failDecision(turn, laneAt(turn, lane.path), error, 'passing', { unreduced });
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
export function edit(turn: Turn, { update, lane: path = '', as }: Of<'edit'>): void {
  const lane = laneNamed(turn, path);
  const graph = graphOf(turn, lane);
  if (as !== undefined && graph.nodes[as] === undefined) {
    throw problem('edit/unknown-node', { node: as, hint: suggest(as, Object.keys(graph.nodes)) });
  }
  const { changes, transient } = parseUpdate(graph, update, 'the edit', turn.codec);
  const reduced = reduceChanges(graph, view(lane), changes, turn.codec);
  const note = lane.pending === undefined ? {} : { note: { pending: lane.pending } };
  const told = { lane: path, from: lane.node, cause: 'edit' as const, ...facts(reduced, transient) };
  if (as === undefined) {
    record(turn, { ...told, phase: lane.phase, ...kept(lane), ...note });
    lookAgain(turn, laneAt(turn, path));
    return;
  }
  record(turn, { ...told, to: as, phase: 'passing' });
  turn.due.push(path);
}

/** The first row of a fork: what it changes of the checkpoint it starts from. */
export function fork(turn: Turn, { at, update }: Of<'fork'>): void {
  const lane = mainLane(turn.draft);
  const graph = graphOf(turn, lane);
  const { changes, transient } = parseUpdate(graph, update, 'the fork', turn.codec);
  const reduced = reduceChanges(graph, view(lane), changes, turn.codec);
  record(turn, {
    lane: '',
    from: lane.node,
    cause: 'fork',
    phase: lane.phase,
    ...kept(lane),
    ...facts(reduced, transient),
    note: { at, ...(lane.pending !== undefined && { pending: lane.pending }) },
  });
  lookAgain(turn, laneAt(turn, ''));
}

function laneNamed(turn: Turn, path: string): Lane {
  const lane = turn.draft.lanes.get(path);
  if (lane !== undefined) return lane;
  const lanes = treeOf(turn.draft, mainLane(turn.draft)).map((each) => each.path);
  throw problem('lane/not-found', { lane: path, lanes });
}
