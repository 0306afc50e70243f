import { moveTo } from './moves/move.ts';
import { settle } from './settle.ts';
import { draftOf, type Snapshot } from './state/snapshot.ts';
import type { Advanced, Surroundings } from './advance.ts';
import { laneAt, type Turn } from './moves/turn.ts';
import type { Plan } from '../compile/plan.ts';

/** Has lanes enter the nodes they are at anew, and looks at all of them once more: their graph is another now. */
export function enterAnew(
  plan: Plan,
  snapshot: Snapshot,
  paths: readonly string[],
  { now, codec }: Surroundings,
): Pick<Advanced, 'snapshot' | 'rows'> {
  const turn = turnFrom(plan, snapshot, [], { now, codec });
  for (const path of paths) {
    const lane = laneAt(turn, path);
    moveTo(turn, lane, lane.node, { cause: 'migrate' });
  }
  for (const { path } of snapshot.lanes.all()) turn.due.push(path);
  settle(turn);
  return { snapshot: turn.draft, rows: turn.rows };
}

/** Takes lanes on that were in the middle of something: what they led to is decided again. */
export function takeOn(
  plan: Plan,
  snapshot: Snapshot,
  due: readonly string[],
  surroundings: Surroundings,
): Pick<Advanced, 'snapshot' | 'rows'> {
  const turn = turnFrom(plan, snapshot, due, surroundings);
  settle(turn);
  return { snapshot: turn.draft, rows: turn.rows };
}

/** What follows from a row that is there already: the one that the state is of. */
function turnFrom(
  plan: Plan,
  snapshot: Snapshot,
  due: readonly string[],
  { now, codec, retried, rests, asOf }: Surroundings,
): Turn {
  const draft = draftOf(snapshot);
  const lines = { due: [...due], rests, failing: [] };
  return { plan, codec, now, draft, rows: [], began: snapshot.seq, ...lines, retried, asOf };
}
