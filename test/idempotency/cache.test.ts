import { append, graph, isProblem, open, reduce, transient, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';

function priced(runs: string[]) {
  return graph({
    name: 'priced',
    state: {
      item: z.string(),
      when: z.date().optional(),
      log: append(z.string()),
      most: reduce({ schema: z.number(), initial: 100, apply: (most, next: number) => most + next }),
      token: transient(z.string()),
    },
    start: 'price',
    nodes: {
      price: {
        run: async (s) => {
          runs.push(s.item);
          return Promise.resolve({
            when: new Date(0),
            log: [s.item],
            most: 1,
            ...(s.item === 'secret' && { token: 'abc' }),
          });
        },
        cache: {
          key: (s) => {
            if (s.item === 'broken') throw new Error('no key');
            return { item: s.item };
          },
          ttl: '1h',
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

type Priced = ReturnType<typeof priced>;

async function priceOf(cairn: Cairn, prices: Priced, item: string, ...log: string[]) {
  const thread = await cairn.start(prices, { item, log });
  return thread.ended();
}

test('a result is kept in the file: opened again, it is used until its time is over', async () => {
  const path = join(folder(), 'cache.db');
  const clock = virtualClock();
  const runs: string[] = [];
  const prices = priced(runs);
  const expected = { item: 'tea', when: new Date(0), log: ['tea'], most: 101 };
  for (const round of [1, 2]) {
    const cairn = open({ store: sqlite(path), graphs: [prices], clock });
    expect(await priceOf(cairn, prices, 'tea')).toMatchObject({ status: 'done', state: expected });
    expect([round, runs]).toEqual([round, ['tea']]);
    await cairn.close();
  }
  await clock.advance('1h');
  const cairn = open({ store: sqlite(path), graphs: [prices], clock });
  await priceOf(cairn, prices, 'tea');
  expect(runs).toEqual(['tea', 'tea']);
  await cairn.close();
});

test('changes from the cache are applied to the state that there is, reducers included', async () => {
  const runs: string[] = [];
  const prices = priced(runs);
  const cairn = open({ store: sqlite(':memory:'), graphs: [prices], clock: virtualClock() });
  await priceOf(cairn, prices, 'tea');
  const { state } = await priceOf(cairn, prices, 'tea', 'before');
  expect([state.log, state.most, runs]).toEqual([['before', 'tea'], 101, ['tea']]);
  await cairn.close();
});

test('threads that come at once may each run; all end alike', async () => {
  const runs: string[] = [];
  const prices = priced(runs);
  const cairn = open({ store: sqlite(':memory:'), graphs: [prices], clock: virtualClock() });
  const all = await Promise.all(Array.from({ length: 5 }, () => priceOf(cairn, prices, 'tea')));
  expect(new Set(all.map(({ state }) => JSON.stringify(state))).size).toBe(1);
  const before = runs.length;
  await priceOf(cairn, prices, 'tea');
  expect(runs.length).toBe(before);
  await cairn.close();
});

test('a node that wrote what is never stored is not kept, and a key that throws fails its attempt', async () => {
  const runs: string[] = [];
  const prices = priced(runs);
  const cairn = open({ store: sqlite(':memory:'), graphs: [prices], clock: virtualClock() });
  await priceOf(cairn, prices, 'secret');
  await priceOf(cairn, prices, 'secret');
  expect(runs).toEqual(['secret', 'secret']);
  const thread = await cairn.start(prices, { item: 'broken' });
  const failed = await thread.settled();
  expect(failed).toMatchObject({ status: 'failed', failed: [{ code: 'decision/failed', node: 'price' }] });
  expect(isProblem(failed)).toBe(false);
  await cairn.close();
});

test('what was kept under other keys of the state is not used', async () => {
  const path = join(folder(), 'cache.db');
  const counting = (price: object, runs: string[]) =>
    graph({
      name: 'counting',
      state: { price: price as ReturnType<typeof append<z.ZodString>> },
      start: 'price',
      nodes: {
        price: {
          run: () => {
            runs.push('ran');
            return { price: ['1'] };
          },
          cache: { key: () => 1, ttl: '1h' },
          next: 'end',
        },
        end: { final: true },
      },
    });
  const runs: string[] = [];
  for (const price of [append(z.string()), z.array(z.string()).optional()]) {
    const made = counting(price, runs);
    const cairn = open({ store: sqlite(path), graphs: [made] });
    expect((await (await cairn.start(made, {})).ended()).state).toEqual({ price: ['1'] });
    await cairn.close();
  }
  expect(runs).toHaveLength(2);
});
