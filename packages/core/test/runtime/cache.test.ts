import { graph, memory, open } from '@cairn/core';
import { expect, test } from 'vitest';
import { z } from 'zod';

function priced(runs: string[]) {
  return graph({
    name: 'priced',
    state: { item: z.string(), price: z.number().optional() },
    start: 'price',
    nodes: {
      price: {
        run: (s) => {
          runs.push(s.item);
          return { price: s.item.length };
        },
        cache: { key: (s) => s.item, ttl: '1h' },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

test('a cached node runs once for equal states until its time to live is over', async () => {
  let now = 0;
  const clock = { now: () => now, after: () => () => undefined };
  const runs: string[] = [];
  const prices = priced(runs);
  const cairn = open({ store: memory(), graphs: [prices], clock });

  for (const item of ['tea', 'tea', 'coffee']) {
    const thread = await cairn.start(prices, { item });
    expect(await thread.ended()).toMatchObject({ status: 'done', state: { price: item.length } });
  }
  expect(runs).toEqual(['tea', 'coffee']);

  now = 3_600_001;
  await (await cairn.start(prices, { item: 'tea' })).ended();
  expect(runs).toEqual(['tea', 'coffee', 'tea']);
  await cairn.close();
});

test('a checkpoint says when a node took its changes from the cache', async () => {
  const prices = priced([]);
  const cairn = open({ store: memory(), graphs: [prices] });
  await (await cairn.start(prices, { item: 'tea' })).ended();
  const again = await cairn.start(prices, { item: 'tea' });
  await again.ended();
  expect((await again.history()).map((row) => row.label)).toEqual([undefined, 'cached']);
  await cairn.close();
});
