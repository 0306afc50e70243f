import { waitingSince, type KeptThread } from './kept-thread.ts';

type Graphs = readonly string[] | undefined;

/** The ids of threads with something to do by `now` whose owner is not alive, the one that waited longest first. */
export function longestWaiting(
  active: Iterable<KeptThread>,
  now: number,
  graphs: Graphs,
  isAlive: (owner: string | null) => boolean,
): readonly string[] {
  return [...active]
    .filter(({ record }) => isOf(graphs, record.graph) && !isAlive(record.owner))
    .map((kept) => ({ kept, since: waitingSince(kept, now) }))
    .filter(({ since }) => since < Infinity)
    .toSorted((left, right) => left.since - right.since || left.kept.number - right.kept.number)
    .map(({ kept }) => kept.record.id);
}

/** When the next of those that nobody owns is due, later than `after`. */
export function earliestDue(active: Iterable<KeptThread>, after: number, graphs: Graphs): number | undefined {
  let next = Infinity;
  for (const { record } of active) {
    const isNext = record.owner === null && record.due !== null && record.due > after && record.due < next;
    if (isNext && isOf(graphs, record.graph)) next = record.due ?? Infinity;
  }
  return next === Infinity ? undefined : next;
}

function isOf(graphs: Graphs, graph: string): boolean {
  return graphs === undefined || graphs.includes(graph);
}
