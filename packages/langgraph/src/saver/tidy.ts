/** What becomes of threads as a whole. Whoever writes to one at the same time finds another mark, and begins anew. */

import { problem, type Item, type ItemPut } from '@cairn/core/store';
import { Chain } from './chain.ts';
import type { Kept as Checkpoint } from './kept.ts';
import { longId, namespaceIn, seen, tables, taskIn } from './places.ts';
import { isWrites, segmentOf, type Line } from './segment.ts';
import type { Packed } from './shapes.ts';
import type { TextWriting } from './texts.ts';
import type { Threads, Writing } from './threads.ts';

const all = Object.values(tables);

/** Drops a thread. */
export async function dropped(threads: Threads, thread: string): Promise<void> {
  const puts = all.map((table) => ({ table, thread, prefix: '' }));
  await threads.writing(thread, async ({ mark }) => (mark === 0 ? undefined : { puts, takes: true }));
}

/** A thread of a store. */
interface Kept {
  readonly threads: Threads;
  readonly thread: string;
}

/** Copies a thread to one that is not there, of the same store or of another. */
export async function copied(from: Kept, { threads, thread }: Kept): Promise<void> {
  await threads.writing(thread, async (): Promise<Writing> => {
    const query = { table: tables.checkpoints, thread, lastFirst: true, limit: 1 };
    const [newest] = await threads.store.items(query, threads.now());
    if (newest !== undefined && newest.key !== '')
      throw problem('thread/exists', { thread, graph: 'LangGraph', why: 'with checkpoints of its own' });
    return from.threads.reading(from.thread, async (): Promise<Writing> => {
      const { checkpoints, writes, texts } = await itemsOf(from.threads, from.thread);
      if (checkpoints.length === 0) throw problem('thread/not-found', { thread: from.thread, store: 'the store' });
      const items = [...checkpoints, ...writes, ...texts];
      return { puts: items.map(({ table, key, body }) => ({ table, thread, key, body })) };
    });
  });
}

interface Items {
  /** Asks that they are still all. */
  readonly seen: readonly ItemPut[];
  readonly checkpoints: readonly Item[];
  readonly writes: readonly Item[];
  readonly texts: readonly Item[];
}

/** All that there is of a thread, without its mark. */
async function itemsOf(threads: Threads, thread: string): Promise<Items> {
  const items = await threads.store.items({ thread }, threads.now());
  const of = (name: string): readonly Item[] => items.filter(({ table, key }) => table === name && key !== '');
  return {
    seen: all.map((table) =>
      seen(
        table,
        thread,
        '',
        items.filter((item) => item.table === table),
      ),
    ),
    checkpoints: of(tables.checkpoints),
    writes: of(tables.writes),
    texts: of(tables.texts),
  };
}

/** What is to be left. */
export interface PruneOptions {
  /** How many checkpoints of each namespace, the newest ones: 1 by default. None is the whole thread. */
  readonly keep?: number;
}

/** Drops the older checkpoints of a thread, and what only they need. */
export async function pruned(threads: Threads, thread: string, { keep = 1 }: PruneOptions): Promise<void> {
  if (!(Number.isInteger(keep) || keep === Infinity) || keep < 0) throw noCount(keep);
  if (keep === 0) return dropped(threads, thread);
  return threads.writing(thread, async (known) => {
    const now = threads.now();
    const { seen: asked, checkpoints, writes, texts } = await itemsOf(threads, thread);
    const texting = await known.texts.writing(threads.store, now);
    const puts: ItemPut[] = [];
    const left: Packed[] = [];
    const drop = (item: Item): void => void puts.push({ ...placeOf(item), body: null, was: item.version });
    for (const ns of new Set(checkpoints.map(({ key }) => namespaceIn(key)))) {
      const segments = checkpoints.filter(({ key }) => namespaceIn(key) === ns).map(segmentOf);
      const chain = new Chain(threads.store, known, ns, now);
      chain.add(segments);
      const lines = segments.flatMap((segment) => segment.lines);
      const ids = new Set(lines.filter((line) => !isWrites(line)).map(({ id }) => id));
      const stays = await staying(chain, ids, keep);
      const staysHere = lines.filter(({ id }) => stays.has(id)).map((line) => leftOf(line, stays, texting));
      left.push(...staysHere.map(({ packed }) => packed));
      puts.push(...chain.segments.anew(staysHere));
      for (const item of writes) {
        const at = taskIn(item.key);
        if (at.ns !== ns) continue;
        if (ids.has(at.id) && !stays.has(at.id)) drop(item);
        else left.push([JSON.parse(item.body)]);
      }
    }
    const needed = await known.texts.namedBy(threads.store, left, now);
    for (const item of texts) if (!needed.has(item.key)) drop(item);
    return { puts: [...asked, ...texting.puts(), ...puts], takes: true };
  });
}

function noCount(keep: unknown): Error {
  const message = `Expected a whole number from 0 up, or Infinity, found ${typeof keep === 'string' ? JSON.stringify(keep) : String(keep)}.`;
  return problem('value/invalid', { path: 'keep', issues: [{ path: 'keep', message }] });
}

/** A line that is left: one that is told by what goes is written whole. */
function leftOf(line: Line, stays: ReadonlyMap<string, Checkpoint>, texts: TextWriting): Line {
  const kept = stays.get(line.id);
  if (isWrites(line) || kept?.of === undefined || stays.has(kept.of)) return line;
  return { id: line.id, of: undefined, packed: texts.plain(kept.document) };
}

function placeOf({ table, thread, key }: Item): Pick<Item, 'table' | 'thread' | 'key'> {
  return { table, thread, key };
}

/** The newest of a namespace, and those before them that a channel's value is made of which is told by writes. */
async function staying(
  chain: Chain,
  there: ReadonlySet<string>,
  keep: number,
): Promise<ReadonlyMap<string, Checkpoint>> {
  const ids = [...there]
    .map((id) => ({ id, long: longId(id) }))
    .toSorted((one, other) => (one.long < other.long ? -1 : 1));
  const stays = new Map<string, Checkpoint>();
  for (const { id } of ids.slice(-keep)) {
    let at = await chain.find(id);
    const open = new Set(at === undefined ? [] : toldByWrites(at));
    const walked = new Set<string>();
    for (let own = id; at !== undefined && !walked.has(own); at = open.size === 0 ? undefined : await chain.find(own)) {
      walked.add(own);
      stays.set(own, at);
      for (const channel of open) if (Object.hasOwn(at.document.c, channel)) open.delete(channel);
      if (at.of === undefined) break;
      own = at.of;
    }
  }
  return stays;
}

/** The channels of which a checkpoint has no value but what was written since an earlier one. */
function toldByWrites({ document }: Checkpoint): readonly string[] {
  const counters = (document.m['counters_since_delta_snapshot'] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(counters).filter((key) => !Object.hasOwn(document.c, key));
}
