/** What becomes of threads as a whole. Whoever writes to one at the same time finds another mark, and begins anew. */

import type { Item, ItemPut } from '@cairn/core/store';
import { Chain } from './chain.ts';
import type { Kept } from './kept.ts';
import { checkpointIn, seen, tables, taskIn } from './places.ts';
import { textsIn } from './texts.ts';
import type { Threads, Writing } from './threads.ts';

const all = Object.values(tables);

/** Drops a thread. */
export async function dropped(threads: Threads, thread: string): Promise<void> {
  const puts = all.map((table) => ({ table, thread, prefix: '' }));
  await threads.writing(thread, async ({ mark }) => (mark === 0 ? undefined : { puts, takes: true }));
}

/** Copies a thread to one that is not there. */
export async function copied(threads: Threads, from: string, to: string): Promise<void> {
  await threads.writing(to, async (): Promise<Writing> => {
    const query = { table: tables.checkpoints, thread: to, lastFirst: true, limit: 1 };
    const [newest] = await threads.store.items(query, threads.now());
    if (newest !== undefined && newest.key !== '')
      throw new Error(`Thread "${to}" has checkpoints already. Copy to another, or delete it first.`);
    return threads.reading(from, async (): Promise<Writing> => {
      const { checkpoints, writes, texts } = await itemsOf(threads, from);
      const items = [...checkpoints, ...writes, ...texts];
      return { puts: items.map(({ table, key, body }) => ({ table, thread: to, key, body })) };
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
  if (keep < 1) return dropped(threads, thread);
  return threads.writing(thread, async (known) => {
    const now = threads.now();
    const { seen: asked, checkpoints, writes, texts } = await itemsOf(threads, thread);
    const texting = await known.texts.writing(threads.store, now);
    const puts: ItemPut[] = [];
    const left: string[] = [];
    const drop = (item: Item): void => void puts.push({ ...placeOf(item), body: null, was: item.version });
    for (const ns of new Set(checkpoints.map(({ key }) => checkpointIn(key).ns))) {
      const rows = checkpoints.filter(({ key }) => checkpointIn(key).ns === ns);
      const chain = new Chain(threads.store, known, ns, now);
      chain.add(rows);
      const stays = await staying(chain, rows, keep);
      for (const row of rows) {
        const kept = stays.get(checkpointIn(row.key).id);
        if (kept === undefined) drop(row);
        else if (kept.of === undefined || stays.has(kept.of)) left.push(row.body);
        else {
          const body = texting.body({ is: kept.document });
          left.push(body);
          puts.push({ ...placeOf(row), body, was: row.version });
        }
      }
      for (const item of writes) {
        const at = taskIn(item.key);
        if (at.ns !== ns) continue;
        if (!stays.has(at.id) && rows.some(({ key }) => checkpointIn(key).id === at.id)) drop(item);
        else left.push(item.body);
      }
    }
    const needed = new Set(left.flatMap(textsIn));
    for (const item of texts) if (!needed.has(item.key)) drop(item);
    return { puts: [...asked, ...texting.puts(), ...puts], takes: true };
  });
}

function placeOf({ table, thread, key }: Item): Pick<Item, 'table' | 'thread' | 'key'> {
  return { table, thread, key };
}

/** The newest of a namespace, and those before them that a channel's value is made of which is told by writes. */
async function staying(chain: Chain, rows: readonly Item[], keep: number): Promise<ReadonlyMap<string, Kept>> {
  const ids = rows.map(({ key }) => checkpointIn(key).id).toSorted();
  const stays = new Map<string, Kept>();
  for (const id of ids.slice(-keep)) {
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
function toldByWrites({ document }: Kept): readonly string[] {
  const counters = (document.m['counters_since_delta_snapshot'] ?? {}) as Readonly<Record<string, unknown>>;
  return Object.keys(counters).filter((key) => !Object.hasOwn(document.c, key));
}
