import type { Plan } from '../compile/plan.ts';
import type { Writable } from '../base/writable.ts';
import type { Lane } from './state/lane.ts';
import { goesOn, wasMissed } from './state/late.ts';
import type { Row } from './state/row.ts';
import type { Draft } from './state/snapshot.ts';
import { laneTimers, type DueTimer } from './timers.ts';

/** Whether a timer ends what goes on at its lane; any other has its lane go on. */
export function isDeadline({ kind }: Pick<DueTimer, 'kind'>): boolean {
  return kind === 'after' || kind === 'timeout';
}

/**
 * What was due first is taken first, with all that it leads to: the rows that an input led to which came in time say so, where something goes
 * on by them below a deadline that passed before it was taken. That is put off until nothing does.
 */
export function noteIfLate(plan: Plan, draft: Draft, rows: readonly Row[], came: number): void {
  const [first] = rows;
  if (first === undefined) return;
  const late = { came, since: first.time };
  const isHeldBack = (lane: Lane): boolean =>
    laneTimers(plan, lane, draft.lanes).some((timer) => isDeadline(timer) && wasMissed(late, timer.at)) &&
    goesOn(draft.lanes, lane, late);
  if (rows.some((row) => lanesUpFrom(draft, row.lane).some(isHeldBack))) noteCame(draft, first, came);
}

/** A lane, and those that hold it. */
function lanesUpFrom({ lanes }: Draft, path: string): readonly Lane[] {
  const up: Lane[] = [];
  for (let lane = lanes.get(path); lane !== undefined; lane = lanes.get(lane.parent ?? '')) {
    up.push(lane);
    if (lane.parent === undefined) break;
  }
  return up;
}

/** Has a row say when its input came. */
export function noteCame(draft: Draft, row: Writable<Row>, came: number): void {
  row.note = { ...row.note, came };
  draft.late = { came, since: row.time };
}
