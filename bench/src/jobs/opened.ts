import { memory, open, type AnyGraph, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import type { Given } from '../measure/job.ts';
import { drop, freshFile } from '../measure/scratch.ts';

/** A runtime on an empty store. */
export interface Opened {
  readonly cairn: Cairn;
  /** Closes it, and says how many bytes its file had. */
  readonly close: () => Promise<number>;
}

/** Opens a runtime on an empty store of the kind that is asked for. */
export function opened(given: Given, graphs: readonly AnyGraph[], durability: 'normal' | 'full' = 'normal'): Opened {
  if (given.store === 'memory') {
    const cairn = open({ store: memory(), graphs });
    return { cairn, close: () => cairn.close().then(() => 0) };
  }
  const file = freshFile(given.folder);
  const cairn = open({ store: sqlite(file, { durability }), graphs });
  return { cairn, close: () => cairn.close().then(() => drop(file)) };
}
