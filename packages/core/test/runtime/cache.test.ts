import { append, graph, memory, open, replace } from '@cairn/core';
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

test('what is taken from the cache is verified where it is taken, and what is refused there is made anew', async () => {
  const asked: unknown[] = [];
  let runs = 0;
  const buying = graph({
    name: 'buying',
    state: {
      limit: z.number(),
      price: z.number().optional(),
      log: append(z.string()),
      old: z.array(z.string()).default([]),
    },
    start: 'buy',
    nodes: {
      buy: {
        run: () => ({ price: 50 + (runs += 1), log: replace(['bought']), old: ['a'] }),
        cache: { key: () => 'tea', ttl: '1h' },
        verify: (update, { limit }) => {
          asked.push(update);
          return (update.price ?? 0) <= limit || 'too dear';
        },
        onError: 'refused',
        next: 'bought',
      },
      bought: { final: true },
      refused: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [buying] });
  const outcomes: unknown[] = [];
  for (const limit of [5, 100, 100, 5]) {
    const thread = await cairn.start(buying, { limit });
    const ended = await thread.ended();
    outcomes.push([ended.status === 'done' && ended.outcome, ended.state.price]);
  }
  expect(outcomes).toEqual([
    ['refused', undefined],
    ['bought', 52],
    ['bought', 52],
    ['refused', undefined],
  ]);
  expect(runs).toBe(3);
  expect(asked).toHaveLength(5);
  expect(asked[2]).toEqual(asked[1]);
  await cairn.close();
});

test('a node whose updates no state could hold is verified as it runs, each time', async () => {
  let runs = 0;
  const timed = graph({
    name: 'timed',
    state: { at: z.custom<() => number>().transform((at) => at()) },
    start: 'time',
    nodes: {
      time: {
        run: () => ({ at: () => (runs += 1) }),
        cache: { key: () => 'now', ttl: '1h' },
        verify: ({ at }) => typeof at === 'function',
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [timed] });
  for (const time of [1, 2]) {
    const thread = await cairn.start(timed, { at: () => 0 });
    expect(await thread.ended()).toMatchObject({ outcome: 'end', state: { at: time } });
  }
  await cairn.close();
});

test('what was kept before a node said what it writes is not taken where it writes more', async () => {
  const store = memory();
  const runs: string[] = [];
  const make = (version: string, writes?: readonly 'price'[]) =>
    graph({
      name: 'priced',
      version,
      state: { price: z.number().optional(), log: append(z.string()) },
      start: 'price',
      nodes: {
        price: {
          run: () => {
            runs.push(version);
            return writes === undefined ? { price: 1, log: ['priced'] } : { price: 2 };
          },
          cache: { key: () => 'all', ttl: '1h' },
          ...(writes && { writes }),
          next: 'end',
        },
        end: { final: true },
      },
    });
  for (const it of [make('1'), make('2', ['price']), make('3', ['price'])]) {
    const cairn = open({ store, graphs: [it] });
    await (await cairn.start(it, {}, { id: it.source.version ?? '' })).ended();
    await cairn.close();
  }
  expect(runs).toEqual(['1', '2']);
});

test('keys of a cache are equal that say the same in another order', async () => {
  let runs = 0;
  const it = graph({
    name: 'ordered',
    state: { first: z.boolean(), count: z.number().optional() },
    start: 'work',
    nodes: {
      work: {
        run: () => ({ count: (runs += 1) }),
        cache: { key: ({ first }) => [first ? { a: 1, b: { c: 2, d: 3 } } : { b: { d: 3, c: 2 }, a: 1 }], ttl: '1h' },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [it] });
  for (const first of [true, false]) await (await cairn.start(it, { first })).ended();
  expect(runs).toBe(1);
  await cairn.close();
});
