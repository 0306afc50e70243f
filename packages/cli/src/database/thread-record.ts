import { suggest, type Store, type ThreadRecord } from '@cairn/core/store';
import { CommandError } from '../exit-code.ts';

/** How many ids are looked at for one that may have been meant. */
const most = 20_000;

/** A thread's record; where there is none, the id that is most like it is offered. */
export async function recordOf(store: Store, id: string): Promise<ThreadRecord> {
  const record = await store.thread(id);
  if (record !== undefined) return record;
  throw new CommandError(`There is no thread "${id}" in ${store.name}.${await hint(store, id)}`);
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
