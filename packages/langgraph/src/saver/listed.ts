import { isDeepStrictEqual } from 'node:util';
import type { RunnableConfig } from '@langchain/core/runnables';
import type { CheckpointListOptions, CheckpointTuple } from '@langchain/langgraph-checkpoint';
import type { ItemPlace } from '@cairn/core/store';
import { fromStored } from '../value/from-stored.ts';
import type { Codec } from '../value/to-stored.ts';
import { nameIn } from './address.ts';
import type { Known } from './known.ts';
import { checkpointsOf, longId, namespaceIn, noUuid, shortId, tables } from './places.ts';
import { isWrites, segmentOf, type Segment } from './segment.ts';
import { isOther, Segments } from './segments.ts';
import type { Threads } from './threads.ts';
import { sourceOf, tupleOf, type Source } from './tuples.ts';

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
    for await (const one of checkpoints(threads, { thread: each, ...facts })) {
      if (left <= 0) return;
      const tuple = await reader.read(one, filter);
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

/** How many segments are read at once. */
const pageSize = 8;

/** A checkpoint, and where it stood under a mark of its thread. */
interface Listed {
  readonly ns: string;
  readonly id: string;
  readonly segment: Segment;
  readonly mark: number;
}

/** Checkpoints by their ids, the last first. */
async function* checkpoints(threads: Threads, wanted: Wanted): AsyncGenerator<Listed> {
  const { thread, ns } = wanted;
  const fits = ({ id }: Listed): boolean => {
    const long = longId(id);
    return (wanted.id === undefined || long === wanted.id) && (wanted.before === undefined || long < wanted.before);
  };
  let mark = await threads.mark(thread);
  if (ns === undefined || (await hasOtherIds(threads, wanted))) {
    const place = { table: tables.checkpoints, thread };
    const items = await threads.store.items(
      { ...place, prefix: ns === undefined ? '' : checkpointsOf(ns) },
      threads.now(),
    );
    yield* lastFirst(items.filter(({ key }) => key !== '').map(segmentOf), mark).filter(fits);
    return;
  }
  const segments = new Segments(threads.store, { thread, ns }, threads.now());
  let bound = wanted.before === undefined ? afterAll : shortId(wanted.before);
  let page = await segments.upTo(bound, pageSize);
  while (page.length > 0) {
    // What is written anew stands in other segments: some of it was listed.
    const all = lastFirst(page, mark).filter(({ id }) => id < bound);
    yield* all.filter(fits);
    const now = await threads.mark(thread);
    if (now !== mark && all.length === 0) return;
    bound = all.at(-1)?.id ?? bound;
    const key = page.at(-1)?.key ?? '';
    page =
      now === mark
        ? await segments.before(key.slice(checkpointsOf(ns).length), pageSize)
        : await new Segments(threads.store, { thread, ns }, threads.now()).upTo(bound, pageSize);
    mark = now;
  }
}

/** Comes after all short ids, and before those of other forms. */
const afterAll = '}';

function lastFirst(segments: readonly Segment[], mark: number): readonly Listed[] {
  const all = segments.flatMap((segment) => {
    const ns = namespaceIn(segment.key);
    const lines = segment.lines.filter((line) => !isWrites(line));
    return lines.map(({ id }) => ({ ns, id, segment, mark, long: longId(id) }));
  });
  return all.toSorted((one, other) => (one.long < other.long ? 1 : one.long > other.long ? -1 : 0));
}

/** Whether some ids are no UUIDs, which do not stand in their order. */
async function hasOtherIds({ store }: Threads, { thread, ns = '', before }: Wanted): Promise<boolean> {
  if (before !== undefined && isOther(shortId(before))) return true;
  const query = { table: tables.checkpoints, thread, prefix: checkpointsOf(ns) + noUuid, limit: 1 };
  return (await store.items(query, 0)).length > 0;
}

/** Reads one checkpoint after the other, each from what was read for those before. */
class Reader {
  readonly #threads: Threads;
  readonly #codec: Codec;
  readonly #thread: string;
  readonly #sources = new Map<string, Source>();
  #known: Known | undefined;

  constructor(threads: Threads, codec: Codec, thread: string) {
    this.#threads = threads;
    this.#codec = codec;
    this.#thread = thread;
  }

  /** Undefined where it is not asked for, or there no more. */
  async read(
    { ns, id, segment, mark }: Listed,
    filter: Readonly<Record<string, unknown>>,
  ): Promise<CheckpointTuple | undefined> {
    return this.#threads.reading(this.#thread, async (known) => {
      if (known !== this.#known) this.#sources.clear();
      this.#known = known;
      const source = this.#sourceOf(ns, known);
      // What was listed may have been written anew, or be gone, since then.
      if (known.mark === mark) source.chain.add([segment]);
      if ((await source.chain.line(id)) === undefined) return undefined;
      const metadata = fromStored((await source.chain.read(id)).document.m, this.#codec) as Readonly<
        Record<string, unknown>
      >;
      if (!Object.entries(filter).every(([key, value]) => isDeepStrictEqual(metadata[key], value))) return undefined;
      return tupleOf(source, id);
    });
  }

  #sourceOf(ns: string, known: Known): Source {
    const there = this.#sources.get(ns);
    const source = there ?? sourceOf(this.#threads, known, this.#codec, ns);
    this.#sources.set(ns, source);
    return source;
  }
}
