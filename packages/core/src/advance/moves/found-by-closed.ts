import { combine, type Changes } from '../../base/change.ts';
import { problem } from '../../base/problem/problem.ts';
import { closedLanes, conflictOf } from '../state/joined.ts';
import type { Lane } from '../state/lane.ts';
import { graphOf, type Turn } from './turn.ts';
import { reduceChanges } from './update.ts';

/** What the lanes that have closed would bring to a join, where a failure ends their fork instead; a problem `state/conflict` as there. */
export function foundByClosed(turn: Turn, holder: Lane): Changes | undefined {
  if (holder.fork === undefined || holder.fork.by === 'graph') return undefined;
  const lanes = closedLanes(turn.draft, holder);
  const conflict = conflictOf(holder, lanes);
  if (conflict !== undefined) throw problem('state/conflict', { ...conflict, node: holder.node });
  const decided = holder.decided ?? [];
  const found = Object.entries(combine(lanes.map(({ delta = {} }) => delta))).filter(([key]) => !decided.includes(key));
  if (found.length === 0) return undefined;
  return reduceChanges(graphOf(turn, holder), holder.values, Object.fromEntries(found), turn.codec);
}
