import { graph, memory, open, type AnyGraph, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Given } from '../measure/job.ts';
import { drop, freshFile } from '../measure/scratch.ts';

/** A runtime on a new store. */
export interface Opened {
  readonly cairn: Cairn;
  /** Closes it, and says how many bytes its file had. */
  readonly close: () => Promise<number>;
}

const first = graph({ name: 'first', state: {}, start: 'end', nodes: { end: { final: true } } });

/**
 * Opens a runtime on a new store of the kind that is asked for.
 *
 * One thread has run there, because SQLite waits for the disk when a log is first written to; the others that are measured
 * have written to theirs as well, when they made their tables.
 */
export async function opened(
  given: Given,
  graphs: readonly AnyGraph[],
  durability: 'normal' | 'full' = 'normal',
): Promise<Opened> {
  const file = given.store === 'memory' ? undefined : freshFile(given.folder);
  const store = file === undefined ? memory() : sqlite(file, { durability });
  const cairn = open({ store, graphs: [first, ...graphs] });
  await (await cairn.start(first)).settled();
  return { cairn, close: () => cairn.close().then(() => (file === undefined ? 0 : drop(file))) };
}
