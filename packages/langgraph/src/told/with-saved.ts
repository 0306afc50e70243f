import { importThread } from '@cairn/core/inspect';
import {
  memory,
  type ItemQuery,
  type Store,
  type ThreadPage,
  type ThreadQuery,
  type ThreadRecord,
} from '@cairn/core/store';
import { graphName, linesOf } from './lines.ts';
import { SavedThreads, type SavedThread } from './saved-threads.ts';

/** The name under which a view has its one thread. */
const only = 'thread';

/** What begins the name of a thread that cannot be one of Cairn's, or that one of Cairn's has. */
const marked = 'langgraph:';

/**
 * A store in which the threads that a saver of LangGraph keeps are there to be looked at, as threads of graph `LangGraph` with
 * a row for each checkpoint. Where a thread of Cairn has the name of one, that is `langgraph:` and its name; a graph within
 * one is its name, `|` and the namespace.
 */
export function withSaved<Of extends Store>(store: Of, now: () => number = Date.now): Of {
  const saved = new SavedThreads(store, now);
  const views = new Map<string, Promise<Store | undefined>>();

  const viewOf = (id: string): Promise<Store | undefined> => views.get(id) ?? renewed(id);
  const renewed = (id: string): Promise<Store | undefined> => {
    const view = made(id);
    views.set(id, view);
    view.catch(() => views.delete(id));
    return view;
  };
  const made = async (id: string): Promise<Store | undefined> => {
    if ((await store.thread(id)) !== undefined) return undefined;
    for (const at of placesOf(id)) {
      const told = await saved.told(at);
      if (told === undefined) continue;
      const view = memory();
      await importThread(view, linesOf(only, told), { id: only });
      return view;
    }
    return undefined;
  };
  const all = async (): Promise<readonly Store[]> =>
    (await Promise.all(views.values())).filter((view) => view !== undefined);
  const seen = {
    // Whoever asks for a thread is told how it stands; its rows are then those that it had.
    thread: async (id: string) => {
      const record = await (await renewed(id))?.thread(only);
      return record === undefined ? store.thread(id) : { ...record, id };
    },
    threads: (query: ThreadQuery) => listed(store, saved, query),
    rows: async (id: string, ...rest: unknown[]) => read(await viewOf(id), 'rows', id, rest),
    jumps: async (id: string) => read(await viewOf(id), 'jumps', id, []),
    snapshot: async (id: string, ...rest: unknown[]) => read(await viewOf(id), 'snapshot', id, rest),
    state: async (id: string, ...rest: unknown[]) => read(await viewOf(id), 'state', id, rest),
    blobs: async (hashes: readonly string[]) =>
      (await Promise.all([store, ...(await all())].map(async (each) => each.blobs(hashes)))).flat(),
    // What a saver keeps is told already.
    items: async (query: ItemQuery, at: number) =>
      typeof query.thread === 'string' && (await viewOf(query.thread)) !== undefined ? [] : store.items(query, at),
    plan: async (fingerprint: string) => {
      for (const view of await all()) {
        const found = await view.plan(fingerprint);
        if (found !== undefined) return found;
      }
      return store.plan(fingerprint);
    },
  };
  const read = (view: Store | undefined, name: 'rows' | 'jumps' | 'snapshot' | 'state', id: string, rest: unknown[]) =>
    view === undefined ? call(store, name, [id, ...rest]) : call(view, name, [only, ...rest]);
  // A store may be an instance, whose methods are not its own.
  return new Proxy(store, {
    get(of, name) {
      if (Object.hasOwn(seen, name)) return seen[name as keyof typeof seen];
      const member = Reflect.get(of, name) as unknown;
      return typeof member === 'function' ? (member.bind(of) as unknown) : member;
    },
  });
}

function call(store: Store, name: keyof Store, given: readonly unknown[]): unknown {
  return (store[name] as (...all: readonly unknown[]) => unknown)(...given);
}

/** Which threads a name may mean, the likeliest first. */
function* placesOf(id: string): Generator<SavedThread> {
  const name = id.startsWith(marked) ? id.slice(marked.length) : id;
  if (name !== id) yield { thread: id, ns: '' };
  yield { thread: name, ns: '' };
  for (let at = name.indexOf('|'); at !== -1; at = name.indexOf('|', at + 1)) {
    yield { thread: name.slice(0, at), ns: name.slice(at + 1) };
  }
}

/** Threads of Cairn, then those of LangGraph: the cursor among these is the name of the last. */
async function listed(store: Store, saved: SavedThreads, query: ThreadQuery): Promise<ThreadPage> {
  const { cursor, limit = 100 } = query;
  const isPast = cursor?.startsWith(marked) === true;
  const page: ThreadPage = isPast ? { threads: [] } : await store.threads(query);
  if (page.cursor !== undefined || !mayBeSaved(query)) return page;
  const threads = [...page.threads];
  let last = isPast ? cursor.slice(marked.length) : undefined;
  for await (const thread of saved.names(last || undefined)) {
    if (threads.length >= limit) return { ...page, threads, cursor: `${marked}${last ?? ''}` };
    last = thread;
    const record = await saved.record({ thread, ns: '' });
    if (record === undefined || !isAskedFor(query, record)) continue;
    const isTaken = /[@\s]/u.test(thread) || (await store.thread(thread)) !== undefined;
    const id = isTaken ? marked + thread : thread;
    threads.push({ id, ...record, ...unowned });
  }
  return { ...page, threads };
}

const unowned = { fingerprint: '', due: null, fence: 0, owner: null, takeovers: 0, tags: [], origin: null } as const;

function mayBeSaved({ graph = graphName, tags = [] }: ThreadQuery): boolean {
  return graph === graphName && tags.length === 0;
}

type Times = Pick<ThreadRecord, 'status' | 'created' | 'updated'>;

function isAskedFor(query: ThreadQuery, { status, created, updated }: Times): boolean {
  return (
    (query.status?.includes(status) ?? true) &&
    created > (query.createdAfter ?? -Infinity) &&
    created < (query.createdBefore ?? Infinity) &&
    updated > (query.updatedAfter ?? -Infinity) &&
    updated < (query.updatedBefore ?? Infinity)
  );
}
