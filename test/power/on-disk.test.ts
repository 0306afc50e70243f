import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { codecOf, fold, memory, type AnyGraph, type Context } from '@cairn/core';
import type { Blob, Store, StoredRow } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { emptySnapshot } from '../../packages/core/src/advance/state/snapshot.ts';
import { readRow } from '../../packages/core/src/store/text/row-text.ts';
import { later } from './later.ts';
import { longRun } from './long-run.ts';

type Source = AnyGraph['source'];

/** The same graph, with something done before every activity. */
function watched(source: Source, look: (context: Context) => void): Source {
  const nodes = Object.entries(source.nodes).map(([name, node]) => {
    const { run, graph } = node;
    const watchedRun = run && {
      run: (state: Parameters<typeof run>[0], context: Context) => (look(context), run(state, context)),
    };
    return [
      name,
      { ...node, ...watchedRun, ...(graph && { graph: { ...graph, source: watched(graph.source, look) } }) },
    ];
  });
  return { ...source, nodes: Object.fromEntries(nodes) as Source['nodes'] };
}

const stores: Readonly<Record<string, (store: Store) => Store>> = {
  memory: (store) => store,
  'a store that answers later': (store) => later(store, 1),
};

test.each(Object.keys(stores))('nothing is started before what leads to it is on disk: %s', async (name) => {
  const disk = memory();
  const codec = codecOf([]);
  const blob = (hash: string): string => (disk.blobs([hash]) as readonly Blob[])[0]?.body ?? '';
  const looked: string[] = [];
  const look = (context: Context): void => {
    const { lane: path, node, attempt, visit } = context;
    const rows = disk.rows(context.thread) as readonly StoredRow[];
    const { lanes } = fold(
      emptySnapshot(context.thread),
      rows.map((row) => readRow(row, codec, blob)),
    );
    const lane = lanes.get(path);
    assert.deepEqual(
      [lane?.node, lane?.attempt, lane?.visits[node]],
      [node, attempt, visit],
      `"${path}" is at "${node}"`,
    );
    looked.push(node);
  };
  const clock = virtualClock();
  const graph = longRun.graph(clock);
  const store = (stores[name] as (store: Store) => Store)(disk);
  await longRun.play({ ...graph, source: watched(graph.source, look) }, store, clock);
  expect(new Set(looked).size).toBeGreaterThan(10);
});
