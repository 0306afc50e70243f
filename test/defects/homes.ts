import { join } from 'node:path';
import { memory, open, type AnyGraph, type Cairn, type OpenOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { onTestFinished } from 'vitest';
import { folder } from '../folder.ts';

/** Opens a runtime as another process would: what one has left, the next one finds. */
export type Open = (graph: AnyGraph, options?: Partial<OpenOptions>) => Cairn;

/** Every place where threads are kept; each test has one of its own. */
export const homes: readonly (readonly [name: string, home: () => Open])[] = [
  ['in memory', () => openIn(always(memory()))],
  ['in a SQLite file', () => openIn(fileIn(folder()))],
];

function always(store: Store): () => Store {
  return () => store;
}

function fileIn(path: string): () => Store {
  return () => sqlite(join(path, 'threads.db'));
}

function openIn(store: () => Store): Open {
  return (graph, options = {}) => {
    const cairn = open({ store: store(), graphs: [graph], ...options });
    onTestFinished(() => cairn.close());
    return cairn;
  };
}
