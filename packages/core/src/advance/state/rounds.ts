/**
 * The guard against loops.
 *
 * A round is a move by which a lane comes back to a node that it was at. Rounds are counted along each line of execution, from
 * when somebody outside was last waited for: a lane starts with those of the lane that opened it, which goes on with the
 * longest line of its lanes. So neither a long conversation nor a wide fork is taken for a loop, and a loop is found whatever
 * lanes and subgraphs it goes through.
 */

import { ofNewTurn } from './counts.ts';
import { keptInNewTurn } from './kept-steps.ts';
import { countOf, type Lane } from './lane.ts';
import type { Cause, Note, Row } from './row.ts';
import { childrenOf, type Draft, type Snapshot } from './snapshot.ts';

/** Whether somebody outside has a lane go on: by an event, an answer, an edit or a resume, but not by the end of a thread that it started, nor by a timer. */
function isBySomebody(cause: Cause, note?: Note): boolean {
  if (cause === 'answer') return note?.ended === undefined;
  return cause === 'event' || cause === 'edit' || cause === 'resume';
}

/** How many rounds a lane has made by the longest of its lines. */
export function roundsOf(snapshot: Snapshot, lane: Lane): number {
  let { rounds } = lane;
  if (lane.fork !== undefined) for (const child of childrenOf(snapshot, lane)) rounds = Math.max(rounds, child.rounds);
  return rounds;
}

/** Whether a move to a node is one more round. */
export function isRound({ visits }: Lane, to: string, cause: Cause): boolean {
  return countOf(visits, to) > 0 && !isBySomebody(cause);
}

/** Begins a new turn where somebody outside had a lane go on: its counts and those of the lanes that hold it start again. */
export function countAnew(draft: Draft, { lane: path, cause, to, note }: Row): void {
  if (!isBySomebody(cause, note)) return;
  if (draft.lately !== undefined) draft.lately = ofNewTurn(draft.lately);
  for (let lane = draft.lanes.get(path); lane !== undefined;) {
    if (lane.rounds > 0 || lane.lately !== undefined || lane.kept?.turn !== undefined)
      draft.lanes.put({
        ...lane,
        rounds: 0,
        ...(lane.lately && { lately: ofNewTurn(lane.lately) }),
        ...(lane.kept && { kept: keptInNewTurn(lane.kept, to !== undefined && lane.path === path) }),
      });
    lane = lane.parent === undefined ? undefined : draft.lanes.get(lane.parent);
  }
}
