import { isDeepStrictEqual } from 'node:util';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { CheckpointListOptions, CheckpointTuple } from '@langchain/langgraph-checkpoint';
import type { Item, ItemPlace } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { nameIn } from './address.ts';
import { Chain } from './chain.ts';
import type { Known } from './known.ts';
import { checkpointIn, checkpointPlace, checkpointsOf, noUuid, tables } from './places.ts';
import type { Threads } from './threads.ts';
import { tupleOf, type Source } from './tuples.ts';

/** Which checkpoints are asked for. */
interface Wanted {
  readonly thread: string;
  readonly ns: string | undefined;
  readonly id: string | undefined;
  readonly before: string | undefined;
}

/** Checkpoints, the newest of a thread first, one thread after the other. */
export async function* listed(
  threads: Threads,
  codec: Codec,
  { configurable = {} }: RunnableConfig,
  { limit = Infinity, before, filter = {} }: CheckpointListOptions,
): AsyncGenerator<CheckpointTuple> {
  const thread = nameIn(configurable['thread_id']);
  const ns = configurable['checkpoint_ns'] as string | undefined;
  const facts = {
    ns,
    id: nameIn(configurable['checkpoint_id']),
    before: nameIn(before?.configurable?.['checkpoint_id']),
  };
  let left = limit;
  for await (const each of thread === undefined ? allThreads(threads) : [thread]) {
    const reader = new Reader(threads, codec, each);
    for await (const row of rows(threads, { thread: each, ...facts })) {
      if (left <= 0) return;
      const tuple = await reader.read(row, filter);
      if (tuple === undefined) continue;
      left -= 1;
      yield tuple;
    }
  }
}

/** The names of all threads that have checkpoints. */
async function* allThreads(threads: Threads): AsyncGenerator<string> {
  let after: ItemPlace | undefined;
  for (;;) {
    const query = { table: tables.checkpoints, limit: 1, ...(after && { after }) };
    const [next] = await threads.store.items(query, threads.now());
    if (next?.thread === undefined || next.thread === null) return;
    yield next.thread;
    after = { table: tables.checkpoints, thread: next.thread, key: '\u{10ffff}' };
  }
}

const pageSize = 64;

/** The rows of checkpoints, by their ids, the last first. */
async function* rows(threads: Threads, wanted: Wanted): AsyncGenerator<Item> {
  const { thread, ns } = wanted;
  const fits = ({ id }: { readonly id: string }): boolean =>
    (wanted.id === undefined || id === wanted.id) && (wanted.before === undefined || id < wanted.before);
  const place = { table: tables.checkpoints, thread };
  if (ns === undefined || (await hasOtherIds(threads, wanted))) {
    const prefix = ns === undefined ? '' : checkpointsOf(ns);
    const all = (await threads.store.items({ ...place, prefix }, threads.now())).filter(({ key }) => key !== '');
    const byId = all.map((row) => ({ row, ...checkpointIn(row.key) })).filter(fits);
    byId.sort((one, other) => (one.id < other.id ? 1 : one.id > other.id ? -1 : 0));
    yield* byId.map(({ row }) => row);
    return;
  }
  let before: ItemPlace | undefined =
    wanted.before === undefined ? undefined : checkpointPlace({ thread, ns }, wanted.before);
  for (;;) {
    const query = { ...place, prefix: checkpointsOf(ns), lastFirst: true, limit: pageSize };
    const page = await threads.store.items({ ...query, ...(before && { before }) }, threads.now());
    yield* page.filter(({ key }) => fits(checkpointIn(key)));
    before = page.at(-1);
    if (page.length < pageSize) return;
  }
}

/** Whether some ids are no UUIDs, whose keys do not stand in their order. */
async function hasOtherIds({ store }: Threads, { thread, ns = '', before }: Wanted): Promise<boolean> {
  if (before !== undefined && checkpointPlace({ thread, ns }, before).key.startsWith(checkpointsOf(ns) + noUuid))
    return true;
  const query = { table: tables.checkpoints, thread, prefix: checkpointsOf(ns) + noUuid, limit: 1 };
  return (await store.items(query, 0)).length > 0;
}

/** Reads one checkpoint after the other, each from what was read for those before. */
class Reader {
  readonly #threads: Threads;
  readonly #codec: Codec;
  readonly #thread: string;
  readonly #chains = new Map<string, Chain>();
  #known: Known | undefined;

  constructor(threads: Threads, codec: Codec, thread: string) {
    this.#threads = threads;
    this.#codec = codec;
    this.#thread = thread;
  }

  /** Undefined where it is not asked for, or there no more. */
  async read(listedRow: Item, filter: Readonly<Record<string, unknown>>): Promise<CheckpointTuple | undefined> {
    let row: Item | undefined = listedRow;
    return this.#threads.reading(this.#thread, async (known) => {
      if (known !== this.#known) {
        this.#chains.clear();
        // It may have been written anew, or be gone, since it was listed.
        if (this.#known !== undefined) row = await this.#threads.store.item(listedRow, this.#threads.now());
        this.#known = known;
      }
      if (row === undefined) return undefined;
      const { ns } = checkpointIn(row.key);
      const chain = this.#chainOf(ns, known);
      chain.add([row]);
      const metadata = fromStored((await chain.read(row.key)).document.m, this.#codec) as Readonly<
        Record<string, unknown>
      >;
      if (!Object.entries(filter).every(([key, value]) => isDeepStrictEqual(metadata[key], value))) return undefined;
      const source: Source = { threads: this.#threads, known, codec: this.#codec };
      return tupleOf(source, { thread: this.#thread, ns }, row, undefined, chain);
    });
  }

  #chainOf(ns: string, known: Known): Chain {
    const there = this.#chains.get(ns);
    const chain = there ?? new Chain(this.#threads.store, known, ns, this.#threads.now());
    this.#chains.set(ns, chain);
    return chain;
  }
}
