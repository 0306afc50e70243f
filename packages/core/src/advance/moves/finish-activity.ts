import { leave } from './leave.ts';
import type { Lane } from '../state/lane.ts';
import type { Phase } from '../state/row.ts';
import { failDecision, graphOf, laneAt, record, type Told, type Turn } from './turn.ts';
import { afterMet, met, type Met } from './shared.ts';
import { reduceChanges } from './update.ts';

/** Takes the changes of an activity that ended: reducers are applied, and the lane leaves its node. */
export function finishActivity(turn: Turn, lane: Lane, told: Told & { readonly cause: 'done' | 'pass' }): void {
  const graph = graphOf(turn, lane);
  let holder: Met;
  try {
    holder = met(turn.draft, lane, graph, turn.codec);
  } catch (error) {
    record(turn, { cause: 'done', lane: lane.path, from: lane.node, phase: 'open' });
    failDecision(turn, laneAt(turn, lane.path), error, 'open');
    return;
  }
  let changes = told.changes;
  try {
    changes = afterMet(holder.own, reduceChanges(graph, holder.lane.values, changes, turn.codec));
  } catch (error) {
    keepUnreduced(turn, lane, told, error);
    return;
  }
  leave(turn, lane, changes === undefined || changes === told.changes ? told : { ...told, changes });
}

/** A reducer threw: what needs no reducer is kept, and the rest waits for `resume`. */
function keepUnreduced(turn: Turn, lane: Lane, told: Told, error: unknown): void {
  const entries = Object.entries(told.changes ?? {});
  const changes = Object.fromEntries(entries.filter(([, change]) => !('reduce' in change)));
  const unreduced = Object.fromEntries(entries.filter(([, change]) => 'reduce' in change));
  record(turn, { ...told, lane: lane.path, from: lane.node, phase: 'passing', changes });
  failDecision(turn, laneAt(turn, lane.path), error, 'passing', { unreduced });
}

/** A lane that failed or was put off goes on in the phase that it was about to be in, with updates whose reducer threw reduced again. */
export function goOn(turn: Turn, lane: Lane, told: Told & { readonly phase: Phase }): void {
  record(turn, { ...told, lane: lane.path, from: lane.node });
  if (lane.unreduced === undefined) turn.due.push(lane.path);
  else finishActivity(turn, laneAt(turn, lane.path), { cause: 'pass', changes: lane.unreduced });
}
