import { fail } from './moves/fail.ts';
import type { Lane } from './state/lane.ts';
import { leave } from './moves/leave.ts';
import { meet } from './moves/meet.ts';
import { openSubgraph } from './moves/open.ts';
import { laneAt, nodeOf, type Turn } from './moves/turn.ts';

type Failing = Turn['failing'][number];

/**
 * Takes every lane as far as it goes without the outside: nodes that pass, lanes that open and meet, failures. Every turn ends with it,
 * in `advance`; it looks at the lanes that are due, and first at those that fail, until there are none.
 */
export function settle(turn: Turn): void {
  for (let at = 0; at < turn.due.length || turn.failing.length > 0;) {
    if (turn.failing.length > 0) {
      const { lane, failure, pending } = turn.failing.shift() as Failing;
      fail(turn, laneAt(turn, lane), failure, pending);
      continue;
    }
    turn.rests?.note(turn, at);
    const lane = turn.draft.lanes.get(turn.due[at] as string);
    at += 1;
    if (lane !== undefined) settleLane(turn, lane);
  }
  turn.rests?.note(turn, turn.due.length);
}

function settleLane(turn: Turn, lane: Lane): void {
  const { kind, next } = nodeOf(turn, lane);
  if (lane.phase === 'passing') leave(turn, lane, { cause: 'pass' });
  else if (lane.phase === 'waiting' && next !== undefined) leave(turn, lane, { cause: 'pass' });
  else if (lane.phase === 'open') meet(turn, lane);
  else if (lane.phase === 'closed' && lane.parent !== undefined) turn.due.push(lane.parent);
  else if (lane.phase === 'running' && kind === 'graph') openSubgraph(turn, lane);
}
