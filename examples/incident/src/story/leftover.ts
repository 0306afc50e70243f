import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Store, ThreadRecord } from '@cairn/core/store';
import { isMissing } from '../world/json-lines.ts';

/** The graph of incidents: their reports go on with them. */
const graph = 'incident';

/** The incident that a process before this one left behind: unfinished, or finished and not told of. */
export async function findLeftover(store: Store, folder: string): Promise<ThreadRecord | undefined> {
  const unfinished = await store.threads({ graph, status: ['running', 'waiting', 'failed'], limit: 1 });
  if (unfinished.threads[0] !== undefined) return unfinished.threads[0];
  const [newest] = (await store.threads({ graph, limit: 1 })).threads;
  return newest === undefined || newest.id === lastTold(folder) ? undefined : newest;
}

/** Remembers that the user has seen how an incident ended. */
export function markTold(folder: string, thread: string): void {
  writeFileSync(pathIn(folder), thread);
}

function lastTold(folder: string): string | undefined {
  try {
    return readFileSync(pathIn(folder), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function pathIn(folder: string): string {
  return join(folder, 'last-told');
}
