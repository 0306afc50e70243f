import { suggest, type Store, type ThreadRecord } from '@cairn/core/store';
import { CommandError } from '../exit-code.ts';
import { savedPrefix } from '../line/checkpoint-name.ts';

/** The side table in which a saver of LangGraph keeps checkpoints. */
export const savedTable = 'lg';

/** How many ids are looked at for one that may have been meant. */
const most = 20_000;

/** A thread's record; where there is none, the id that is most like it is offered. */
export async function recordOf(store: Store, id: string): Promise<ThreadRecord> {
  const record = await store.thread(id);
  if (record !== undefined) return record;
  const saved = await savedName(store, id);
  if (saved !== undefined) throw ofLangGraph(id, saved);
  throw new CommandError(`There is no thread "${id}" in ${store.name}.${await hint(store, id)}`);
}

/** What a saver of LangGraph calls the thread of that name; undefined where it keeps none. */
async function savedName(store: Store, id: string): Promise<string | undefined> {
  const name = id.startsWith(savedPrefix) ? id.slice(savedPrefix.length) : id;
  const names = [id, name, name.split('|', 1)[0] ?? ''];
  for (const thread of names) {
    if ((await store.items({ table: savedTable, thread, limit: 1 }, Date.now())).length > 0) return thread;
  }
  return undefined;
}

function ofLangGraph(id: string, saved: string): CommandError {
  const config = `{ configurable: { thread_id: ${JSON.stringify(saved)} } }`;
  const ways = [
    `"app.invoke(null, ${config})" goes on with it`,
    `"saver.deleteThread(${JSON.stringify(saved)})" deletes it`,
    '"importThreads" makes a thread of Cairn of it',
  ];
  return new CommandError(
    `Thread "${id}" is one of LangGraph, which this command does not do; "cairn thread show" and "log" look at it. In the program that has its graph, ${ways.join(', ')}.`,
  );
}

async function hint(store: Store, id: string): Promise<string> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.threads({ limit: 1_000, skipDamaged: true, ...(cursor !== undefined && { cursor }) });
    ids.push(...page.threads.map((thread) => thread.id));
    cursor = page.cursor;
  } while (cursor !== undefined && ids.length < most);
  if (ids.length === 0) return ' It has no threads yet.';
  const said = suggest(id, ids);
  return said.startsWith('Did you mean') ? ` ${said}` : ' See "cairn thread list".';
}
