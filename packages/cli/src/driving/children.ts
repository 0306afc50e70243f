import type { AnyGraph, Cairn, Result, Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { isOver } from '../thread/is-over.ts';

/** A process that drives a thread, and whoever that waits for. */
export interface Family {
  readonly cairn: Cairn;
  readonly graphs: readonly AnyGraph[];
  readonly store: Store;
  /** The threads that this process may drive. */
  readonly threads: Set<string>;
  /** Called with each thread that is waited for, once. */
  readonly onChild: (child: Thread) => void;
}

/**
 * How a thread rests once the threads that it waits for rest as well, and theirs: they are driven here, as they are a part of what it does.
 * Those of graphs that this process does not have are left to others.
 */
export async function restOf(thread: Thread, family: Family): Promise<Result> {
  const over = new Set<string>();
  const underWay = new Map<string, Promise<Result>>();
  const restOfChild = (child: Thread): Promise<Result> => {
    const before = underWay.get(child.id);
    if (before !== undefined) return before;
    const rest = restOf(child, family).finally(() => underWay.delete(child.id));
    underWay.set(child.id, rest);
    return rest;
  };
  for (;;) {
    const result = await thread.settled();
    const children = await childrenOf(result, family);
    if (children.length === 0) return result;
    const rests = await unlessItGoesOn(thread, result, Promise.all(children.map(restOfChild)));
    // It may wait for others by now.
    if (rests === undefined) continue;
    // What is over has told the thread so, which goes on.
    const news = rests.filter(({ status, thread: id }) => isOver(status) && !over.has(id));
    if (news.length === 0) return result;
    for (const { thread: id } of news) over.add(id);
  }
}

/** What is waited for; undefined where a thread goes on before that. */
async function unlessItGoesOn<Value>(
  thread: Thread,
  { seq }: Result,
  waited: Promise<Value>,
): Promise<Value | undefined> {
  const through = new AbortController();
  const goesOn = async (): Promise<undefined> => {
    for await (const { type } of thread.watch({ from: seq + 1, until: 'ended', signal: through.signal }))
      if (type === 'checkpoint') return undefined;
    return undefined;
  };
  try {
    return await Promise.race([waited, goesOn()]);
  } finally {
    through.abort('through');
  }
}

async function childrenOf(
  result: Result,
  { cairn, graphs, store, threads, onChild }: Family,
): Promise<readonly Thread[]> {
  if (result.status !== 'waiting') return [];
  const children: Thread[] = [];
  for (const { child } of result.questions) {
    const record = child === undefined ? undefined : await store.thread(child);
    const graph = graphs.find(({ name }) => name === record?.graph);
    if (record === undefined || graph === undefined) continue;
    const thread = cairn.thread(graph, record.id);
    if (!threads.has(record.id)) onChild(thread);
    threads.add(record.id);
    children.push(thread);
  }
  return children;
}
