import { checkpointAt, keptDiagram } from '@cairn/core/inspect';
import type { Store, ThreadRecord } from '@cairn/core/store';
import { openedIn, Walk, withinOf } from '@cairn/drawing/thread';
import type { Diagram } from '@cairn/core';
import type { Heat, NodeHeat } from '../api.ts';
import type { Asked } from './saying/asked.ts';
import { LanesInTime } from './lanes-in-time.ts';
import { rowsInTurn } from './rows-in-turn.ts';

/** So many threads are looked at, the newest. */
const mostThreads = 500;

/** So many rows of a thread are. */
const mostRows = 5_000;

/** For so many milliseconds. */
const patience = 3_000;

/** What is counted of a node. */
interface Counts {
  now: number;
  visits: number;
  failures: number;
  readonly times: number[];
}

/** What threads of a graph did at its nodes, and which ways they went. */
export async function heatOf(store: Store, graph: string, asked: Asked): Promise<Heat> {
  const nodes = new Map<string, Counts>();
  const moves = new Map<string, number>();
  const diagrams = new Map<string, Diagram | undefined>();
  const end = performance.now() + patience;
  const { threads, isCut } = await threadsOf(store, graph, asked);
  let lookedAt = 0;
  for (const record of threads) {
    if (performance.now() > end) break;
    const { fingerprint } = record;
    if (!diagrams.has(fingerprint)) diagrams.set(fingerprint, await keptDiagram(store, fingerprint));
    await add(store, record, { nodes, moves, diagram: diagrams.get(fingerprint) });
    lookedAt += 1;
  }
  return {
    threads: lookedAt,
    ...((isCut || lookedAt < threads.length) && { isCut: true }),
    nodes: Array.from(nodes, ([id, counts]) => heatIn(id, counts)),
    moves: Array.from(moves, ([move, count]) => ({ move, count })),
  };
}

async function threadsOf(
  store: Store,
  graph: string,
  asked: Asked,
): Promise<{ readonly threads: readonly ThreadRecord[]; readonly isCut: boolean }> {
  const until = asked.number('until');
  const version = asked.text('version');
  const threads: ThreadRecord[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await store.threads({
      graph,
      limit: 500,
      skipDamaged: true,
      updatedAfter: asked.number('since') ?? -1,
      ...(cursor !== undefined && { cursor }),
    });
    for (const record of page.threads) {
      const isIn =
        (until === undefined || record.created <= until) && (version ?? record.fingerprint) === record.fingerprint;
      if (!isIn) continue;
      if (threads.length === mostThreads) return { threads, isCut: true };
      threads.push(record);
    }
    cursor = page.cursor;
    if (cursor === undefined) return { threads, isCut: false };
  }
}

interface Sums {
  readonly nodes: Map<string, Counts>;
  readonly moves: Map<string, number>;
  /** What the thread's graph looks like. */
  readonly diagram: Diagram | undefined;
}

async function add(store: Store, record: ThreadRecord, { nodes, moves, diagram }: Sums): Promise<void> {
  const countsOf = (id: string): Counts => {
    const counts = nodes.get(id) ?? { now: 0, visits: 0, failures: 0, times: [] };
    nodes.set(id, counts);
    return counts;
  };
  // What it shares with the thread that it was forked from is that one's.
  const shared = record.origin?.seq ?? 0;
  let isOwn = shared === 0;
  let before: ReadonlyMap<string, number> = new Map();
  const walk = new Walk();
  const withinAt = await statesOf(store, record, diagram);
  const inStates = new Map<string, readonly string[]>();
  const lanes = new LanesInTime({
    onLeft: (id, milliseconds) => void (isOwn && countsOf(id).times.push(milliseconds)),
    onFailed: (id) => void (isOwn && (countsOf(id).failures += 1)),
  });
  for await (const row of rowsInTurn(store, record.id, mostRows)) {
    if (!isOwn && row.seq > shared) {
      before = walk.marks([]).counts;
      isOwn = true;
    }
    const within = withinAt?.(row);
    for (const { lane, active } of within ?? []) inStates.set(lane, active);
    walk.take({ ...row, opened: openedIn(row.detail), within });
    if (row.cause === 'rewind' || row.cause === 'migrate')
      lanes.reset((await checkpointAt(store, record.id, row.seq)).lanes, row);
    else lanes.take(row);
  }
  const { counts, visited, taken } = walk.marks([]);
  const own = (name: string): number => (counts.get(name) ?? 0) - (before.get(name) ?? 0);
  for (const id of visited) if (own(id) > 0) countsOf(id).visits += own(id);
  for (const move of taken) if (own(move) > 0) moves.set(move, (moves.get(move) ?? 0) + own(move));
  const isOver = record.status === 'done' || record.status === 'cancelled';
  if (isOver) return;
  for (const { id } of lanes.here()) countsOf(id).now += 1;
  for (const id of [...inStates.values()].flat()) countsOf(id).now += 1;
}

/** What happened within nodes that have states, where a graph has some. */
async function statesOf(
  store: Store,
  { id, head }: ThreadRecord,
  diagram: Diagram | undefined,
): Promise<Awaited<ReturnType<typeof withinOf>> | undefined> {
  if (diagram?.nodes.some(({ active }) => active !== undefined) !== true) return undefined;
  const [first] = await store.rows(id, { limit: 1 });
  return withinOf(store, id, diagram, { to: Math.min(head, (first?.seq ?? 1) + mostRows - 1) });
}

function heatIn(id: string, { now, visits, failures, times }: Counts): NodeHeat {
  const sorted = times.toSorted((a, b) => a - b);
  const part = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  return { id, now, visits, failures, ...(sorted.length > 0 && { p50: part(0.5), p95: part(0.95) }) };
}
