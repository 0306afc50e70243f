import { moveTo } from './move.ts';
import { settle } from './settle.ts';
import { draftOf, type Snapshot } from './snapshot.ts';
import type { Advanced, Surroundings } from './advance.ts';
import { laneAt, type Turn } from './turn.ts';
import type { Plan } from '../compile/plan.ts';

/** Has lanes enter the nodes they are at anew, and looks at what waits once more: its graph is another now. */
export function enterAnew(
  plan: Plan,
  snapshot: Snapshot,
  paths: readonly string[],
  { now, codec }: Surroundings,
): Pick<Advanced, 'snapshot' | 'rows'> {
  const turn: Turn = { plan, codec, now, draft: draftOf(snapshot), rows: [], due: [], failing: [] };
  for (const path of paths) {
    const lane = laneAt(turn, path);
    moveTo(turn, lane, lane.node, { cause: 'migrate' });
  }
  for (const { path, phase } of snapshot.lanes.all()) if (phase === 'waiting' || phase === 'open') turn.due.push(path);
  settle(turn);
  return { snapshot: turn.draft, rows: turn.rows };
}
