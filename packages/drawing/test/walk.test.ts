import { diagram, graph, memory, open, type Checkpoint, type Row } from '@cairn/core';
import { moveOf, possibleMoves, Walk, type Marks } from '@cairn/drawing/thread';
import { expect, test } from 'vitest';
import { z } from 'zod';

function markedBy(rows: readonly Row[], { lanes }: Checkpoint): Marks {
  const walk = new Walk();
  for (const row of rows) walk.take(row);
  return walk.marks(lanes);
}

test('marks the way that was taken, and no other between the same nodes', async () => {
  const ask = graph({
    name: 'ask',
    state: {},
    events: { yes: z.object({}), no: z.object({}) },
    start: 'call',
    nodes: {
      call: { run: () => Promise.reject(new Error('nobody is there')), next: 'wait', onError: 'wait' },
      wait: { on: { yes: 'end', no: 'end' } },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [ask] });
  const thread = await cairn.start(ask, {}, { id: 'A-1' });
  await thread.settled();
  const before = markedBy(await thread.history(), await thread.at());
  const { edges } = diagram(ask);
  const next = possibleMoves(diagram(ask), before);
  expect([...before.current]).toEqual(['wait']);
  expect(edges.filter((edge) => next.has(moveOf(edge))).map(({ label }) => label)).toEqual(['yes', 'no']);
  await thread.send('no', {});
  await thread.settled();
  const { taken, counts } = markedBy(await thread.history(), await thread.at());
  await cairn.close();
  expect(edges.filter((edge) => taken.has(moveOf(edge))).map(({ kind, label }) => [kind, label])).toEqual([
    ['error', undefined],
    ['event', 'no'],
  ]);
  expect(counts.get('wait')).toBe(1);
});

test('counts how often nodes are come to in lanes of a subgraph, and marks where one failed', async () => {
  const inner = graph({
    name: 'inner',
    state: { n: z.number() },
    start: 'try',
    nodes: {
      try: { run: ({ n }) => (n === 2 ? Promise.reject(new Error('two')) : {}), next: 'fine' },
      fine: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    state: { n: z.number().optional() },
    start: 'fan',
    nodes: {
      fan: { next: { each: () => [1, 2, 3].map((n) => ({ n })), to: 'work', then: 'end' } },
      work: { graph: inner, input: (s) => ({ n: s.n ?? 0 }), next: 'end' },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [outer] });
  const thread = await cairn.start(outer, {}, { id: 'O-1' });
  await thread.settled();
  const { visited, failed, counts, current } = markedBy(await thread.history(), await thread.at());
  await cairn.close();
  expect([...visited]).toEqual(expect.arrayContaining(['fan', 'work', 'work.try', 'work.fine']));
  expect(counts.get('work.try')).toBe(3);
  expect(failed).toContain('work.try');
  expect(current).toContain('fan');
});
