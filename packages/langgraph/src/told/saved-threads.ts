import type { Item, ItemPlace, ThreadRecord } from '@cairn/core/store';
import { Chain } from '../saver/chain.ts';
import type { Document } from '../saver/document.ts';
import type { Known } from '../saver/known.ts';
import { longId, namespaceIn, tables, taskIn } from '../saver/places.ts';
import { isWrites, segmentOf, type CheckpointLine } from '../saver/segment.ts';
import type { Packed } from '../saver/shapes.ts';
import type { SideStore } from '../saver/side-store.ts';
import { Threads } from '../saver/threads.ts';
import type { Written } from '../saver/written.ts';
import { groups } from '../value/groups.ts';
import { graphName, headOf, standingOf, type Inner, type Told } from './lines.ts';
import { openIn, type Open } from './open.ts';
import { pastOf, type Json, type Past, type Wrote } from './past.ts';

/** A thread of LangGraph, or a graph within one by its namespace. */
export interface SavedThread {
  readonly thread: string;
  readonly ns: string;
}

/** What lists show of a thread. */
export type SavedRecord = Pick<ThreadRecord, 'graph' | 'status' | 'head' | 'created' | 'updated' | 'summary'>;

/** What a saver keeps of a thread, as it is in the store. */
interface Gathered {
  readonly chain: Chain;
  /** The short ids of the namespace's checkpoints, oldest first. */
  readonly ids: readonly string[];
  readonly inner: readonly Inner[];
  /** What tasks wrote to a checkpoint of the namespace, task by task. */
  readonly wrote: (id: string) => Promise<readonly (readonly Wrote[])[]>;
}

/** The threads that a saver of LangGraph keeps in a store, read without LangGraph. */
export class SavedThreads {
  readonly #threads: Threads;

  constructor(store: SideStore, now: () => number) {
    this.#threads = new Threads(store, now);
  }

  /** The names of threads that have checkpoints, in the order of bytes, after one of them. */
  async *names(after?: string): AsyncGenerator<string, void, undefined> {
    const table = tables.checkpoints;
    for (let last = after; ;) {
      const from: ItemPlace | undefined = last === undefined ? undefined : { table, thread: last, key: '\u{10ffff}' };
      const [next] = await this.#threads.store.items(
        { table, limit: 1, ...(from && { after: from }) },
        this.#threads.now(),
      );
      if (next?.thread === undefined || next.thread === null) return;
      yield next.thread;
      last = next.thread;
    }
  }

  /** All of a thread; undefined where it has no checkpoints. */
  told(at: SavedThread): Promise<Told | undefined> {
    return this.#threads.reading(at.thread, async (known) => {
      const { chain, ids, inner, wrote } = await this.#gathered(known, at.ns);
      const history: Past[] = [];
      const values = new Map<string, Json>();
      for (const id of ids) {
        const past = await pastIn(chain, id, wrote, (of) => values.get(of));
        values.set(id, past.values);
        history.push(past);
      }
      const last = ids.at(-1);
      return last === undefined ? undefined : { history, inner, open: openIn(await wrote(last)) };
    });
  }

  /** What lists show of a thread; its checkpoints are not read but for those at its ends. */
  record(at: SavedThread): Promise<SavedRecord | undefined> {
    return this.#threads.reading(at.thread, async (known): Promise<SavedRecord | undefined> => {
      const { chain, ids, inner, wrote } = await this.#gathered(known, at.ns);
      const [first, last] = [ids[0], ids.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      const none = (): Json => ({});
      const { time: created } = await pastIn(chain, first, wrote, none);
      const past = await pastIn(chain, last, wrote, none);
      const open: Open = openIn(await wrote(last));
      const head = headOf(ids.length, inner.length, open);
      return { graph: graphName, head, created, updated: past.time, ...standingOf({ history: [past], open }) };
    });
  }

  async #gathered(known: Known, ns: string): Promise<Gathered> {
    const { store } = this.#threads;
    const now = this.#threads.now();
    const items = await store.items({ thread: known.thread }, now);
    const segments = items.filter(({ table, key }) => table === tables.checkpoints && key !== '');
    const spaces = groups(segments, ({ key }) => namespaceIn(key));
    const chain = new Chain(store, known, ns, now);
    chain.add((spaces.get(ns) ?? []).map(segmentOf));
    const apart = groups(
      items.filter(({ table, key }) => table === tables.writes && taskIn(key).ns === ns),
      ({ key }) => taskIn(key).id,
    );
    const wrote = async (id: string): Promise<readonly (readonly Wrote[])[]> => {
      const own = apart.get(id) ?? [];
      // One may have come out of its segment meanwhile.
      const isApart = (task: string): boolean => own.some(({ key }) => taskIn(key).task === task);
      const lines = (await chain.writes(id)).filter(({ task }) => !isApart(task));
      const all = [...lines.map(({ packed }) => packed), ...own.map(({ body }): Packed => [JSON.parse(body)])];
      const tasks = (await known.texts.read(store, all, now)) as readonly Written[];
      return tasks.toSorted(byPath).map(({ w }) => w.map(([channel, json]): Wrote => [channel, json]));
    };
    const inner = await innerOf(ns, spaces, async (packed) => (await known.texts.read(store, [packed], now))[0]);
    return { chain, ids: checkpointsIn(spaces.get(ns) ?? []).map(({ id }) => id), inner, wrote };
  }
}

async function pastIn(
  chain: Chain,
  id: string,
  wrote: Gathered['wrote'],
  valuesOf: (id: string) => Json | undefined,
): Promise<Past> {
  const { document, of } = await chain.read(id);
  const before = of === undefined ? undefined : valuesOf(of);
  const news = of === undefined || !hasDeltas(document) ? [] : (await wrote(of)).flat();
  const ids = { id: longId(id), of: of === undefined ? undefined : longId(of) };
  return pastOf(ids, document, before ?? {}, news);
}

function hasDeltas({ m }: Document): boolean {
  return m['counters_since_delta_snapshot'] !== undefined;
}

function byPath({ p: one = '' }: Written, { p: other = '' }: Written): number {
  return one < other ? -1 : Number(one > other);
}

/** The checkpoints in segments, by their ids. */
function checkpointsIn(items: readonly Item[]): readonly CheckpointLine[] {
  const all = items.flatMap((item) => segmentOf(item).lines);
  const lines = all.filter((line): line is CheckpointLine => !isWrites(line));
  const named = lines.map((line) => ({ line, id: longId(line.id) }));
  return named.toSorted((one, other) => (one.id < other.id ? -1 : Number(one.id > other.id))).map(({ line }) => line);
}

/** The graphs that those of a namespace ran, and after which checkpoint. */
async function innerOf(
  ns: string,
  spaces: ReadonlyMap<string, readonly Item[]>,
  read: (packed: Packed) => Promise<unknown>,
): Promise<readonly Inner[]> {
  const inner: Inner[] = [];
  for (const [each, items] of spaces) {
    const lines = checkpointsIn(items);
    // The first one that there is stands whole.
    const first = each === ns ? undefined : lines[0];
    if (first === undefined) continue;
    const { m } = (await read(first.packed)) as Partial<Document>;
    const parents = (m?.['parents'] ?? {}) as Readonly<Record<string, string>>;
    const of = parents[ns];
    const isOwn = of !== undefined && Object.keys(parents).every((name) => name.length <= ns.length);
    if (isOwn) inner.push({ ns: each, checkpoints: lines.length, of });
  }
  return inner;
}
