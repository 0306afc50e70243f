/** Counts that lanes keep of what happens within them: changed by the row that each is a count of. */

import { countOf, startsGraph, type Fork, type Lane, type Lately } from './lane.ts';
import type { Row } from './row.ts';
import type { Draft } from './snapshot.ts';

/** How many moves a lane counts once it has moved: a subgraph's are counted by the lane that it started with. */
export function movesOf(lane: Lane): number {
  return lane.parent !== undefined && startsGraph(lane) ? lane.transitions + 1 : lane.transitions;
}

/** Counts a move of a lane for each subgraph around it; its own counts it as it moves, by {@link movesOf}. */
export function countMove(draft: Draft, { parent }: Lane): void {
  for (let lane = above(draft, parent); lane?.parent !== undefined; lane = above(draft, lane.parent)) {
    const transitions = movesOf(lane);
    if (transitions > lane.transitions) draft.lanes.put({ ...lane, transitions });
  }
}

/** Counts what was spent for each subgraph that a lane is in: with the lane that it started with. */
export function countSpent(draft: Draft, within: Lane, row: Row): void {
  for (let lane = above(draft, within.path); lane?.parent !== undefined; lane = above(draft, lane.parent)) {
    if (startsGraph(lane)) draft.lanes.put({ ...lane, ...spentAfter(lane, row) });
  }
}

function above(draft: Draft, path: string | undefined): Lane | undefined {
  return path === undefined ? undefined : draft.lanes.get(path);
}

/** What was spent of each name, and lately, after a row that spends. */
export function spentAfter(
  { spent, lately }: Pick<Lane, 'spent' | 'lately'>,
  row: Row,
): Required<Pick<Lane, 'spent' | 'lately'>> {
  const { label: name = '', note, time, asOf = time } = row;
  const amount = note?.amount ?? 0;
  const before = latelyOf(lately, name);
  const day = dayOf(asOf);
  const today = (before.day === day ? before.today : 0) + amount;
  return {
    spent: withSpent(spent, name, row),
    lately: { ...lately, [name]: { turn: before.turn + amount, day, today } },
  };
}

/** The day of a time, in UTC. */
export function dayOf(time: number): number {
  return Math.floor(time / 86_400_000);
}

const never: Lately = { turn: 0, day: 0, today: 0 };

/** What was spent lately of a name; only own properties count, as a limit may be called `constructor`. */
export function latelyOf(lately: Lane['lately'], name: string): Lately {
  return lately !== undefined && Object.hasOwn(lately, name) ? (lately[name] as Lately) : never;
}

/** The counts of a new turn: those of the day go on. */
export function ofNewTurn(lately: NonNullable<Lane['lately']>): NonNullable<Lane['lately']> {
  return Object.fromEntries(Object.entries(lately).map(([name, each]) => [name, { ...each, turn: 0 }]));
}

/** What was spent of each name, with what a row says. */
export function withSpent(
  spent: Readonly<Record<string, number>> | undefined,
  name: string,
  { note }: Row,
): Readonly<Record<string, number>> {
  return { ...spent, [name]: countOf(spent, name) + (note?.amount ?? 0) };
}

/** Keeps a fork's counts of its lanes. */
export function countInParent(draft: Draft, before: Lane, after: Lane): void {
  const parent = after.parent === undefined ? undefined : draft.lanes.get(after.parent);
  if (parent?.fork === undefined) return;
  const { fork } = parent;
  const queued = Number(after.phase === 'queued') - Number(before.phase === 'queued');
  const closed = Number(after.phase === 'closed') - Number(before.phase === 'closed');
  if (queued === 0 && closed === 0) return;
  const queue = queued === 0 ? fork.queue : nextQueued(draft, fork, after);
  const counts = { ...fork, closed: fork.closed + closed, queued: fork.queued + queued, queue };
  draft.lanes.put({ ...parent, fork: counts });
}

function nextQueued(draft: Draft, { lanes, queue }: Fork, lane: Lane): number {
  if (lane.phase === 'queued') return Math.min(queue, lanes.indexOf(lane.path));
  let next = queue;
  while (next < lanes.length && draft.lanes.get(lanes[next] as string)?.phase !== 'queued') next += 1;
  return next;
}
