import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { graph, memory, open, type AnyGraph, type Cairn, type Context, type OpenOptions } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock, type VirtualClock } from '@cairn/testing';
import { gate } from '../../packages/core/test/runtime/gate.ts';

const stores: Readonly<Record<string, () => Store>> = {
  memory,
  sqlite: () => sqlite(':memory:'),
  'sqlite that commits later': () => answersLater(sqlite(':memory:')),
};

/** A store whose commits take a turn of the event loop, as those of `durability: 'full'` do. */
function answersLater(store: Store): Store {
  const commit: Store['commit'] = async (given) => {
    await turnOfEventLoop();
    return store.commit(given);
  };
  return { ...store, commit };
}

afterEach(() => {
  vi.useRealTimers();
});

/** A store for several runtimes, closed with the test; what is given of it is done otherwise. */
function shared(make: () => Store, otherwise: Partial<Store> = {}): Store {
  const store = make();
  onTestFinished(() => store.close());
  const own: Partial<Store> = { close: () => undefined, ...otherwise };
  return new Proxy(store, {
    get(target, name: keyof Store) {
      const value: unknown = own[name] ?? target[name];
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function opened(options: OpenOptions): Cairn {
  const cairn = open(options);
  onTestFinished(() => cairn.close());
  return cairn;
}

/** A graph that waits, and then works for so long. */
function deadline(name: string, after: '1s' | '1m' | '10m', clock: VirtualClock, work = 0): AnyGraph {
  const run = (): Promise<void> => new Promise((resolve) => void clock.after(work, resolve));
  return graph({
    name,
    state: {},
    start: 'wait',
    nodes: {
      wait: { after: { [after]: 'expired' } as Record<typeof after, 'expired'> },
      expired: { run, next: 'end' },
      end: { final: true },
    },
  });
}

/** A graph that waits for a minute. */
function waiting(wait: 'after' | 'sleep' | 'backoff'): AnyGraph {
  const run = async (_state: unknown, ctx: Context): Promise<void> => {
    if (wait === 'sleep') await ctx.sleep('minute', '1m');
    else if (ctx.attempt === 1) throw new Error('not yet');
  };
  const first =
    wait === 'after'
      ? { after: { '1m': 'end' as const } }
      : { run, retry: { attempts: 2, backoff: '1m' as const }, next: 'end' as const };
  return graph({
    name: wait,
    state: {},
    start: 'first',
    nodes: { first, end: { final: true } },
  });
}

async function statuses(store: Store, count: number): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const { status } of (await store.threads({ limit: count })).threads) found[status] = (found[status] ?? 0) + 1;
  return found;
}

describe.each(Object.entries(stores))('with %s', (_, make) => {
  test('every timer of many threads fires, though their threads are at work when the next comes due', async () => {
    const clock = virtualClock();
    const store = shared(make);
    const work = deadline('deadline', '1s', clock, 500);
    const cairn = opened({ store, graphs: [work], clock });
    for (let index = 0; index < 60; index += 1) {
      await cairn.start(work, {}, { id: `t${index}` });
      await clock.advance(3);
    }
    await clock.advance('5s');
    expect(await statuses(store, 60)).toEqual({ done: 60 });
  });

  test('a timer fires however many threads of graphs that are not known here are overdue', async () => {
    const clock = virtualClock();
    const store = shared(make);
    const [mine, other] = [deadline('mine', '10m', clock), deadline('other', '1m', clock)];
    const before = opened({ store, graphs: [other, mine], clock });
    for (let index = 0; index < 40; index += 1) await before.start(other, {}, { id: `other${index}` });
    await before.start(mine, {}, { id: 'mine' });
    await clock.advance('1s');
    await before.close();
    await clock.advance('5m');
    const cairn = opened({ store, graphs: [mine], clock, concurrency: 2 });
    await cairn.recovered();
    await clock.advance('1h');
    expect(await statuses(store, 50)).toEqual({ waiting: 40, done: 1 });
  });

  test('threads that cannot be taken up keep nobody from being taken up', async () => {
    const clock = virtualClock();
    const store = shared(make);
    const before = deadline('mine', '1m', clock);
    const web = opened({ store, graphs: [before], clock, drive: false });
    for (let index = 0; index < 100; index += 1) await web.start(before, {}, { id: `old${index}` });
    const after = graph({
      name: 'mine',
      state: {},
      start: 'other',
      nodes: { other: { after: { '1m': 'end' } }, end: { final: true } },
    });
    const next = opened({ store, graphs: [after], clock, drive: false });
    await clock.advance(1);
    await next.start(after, {}, { id: 'new' });
    const cairn = opened({ store, graphs: [after], clock, concurrency: 2 });
    const left = await cairn.recovered();
    expect(left.size).toBe(100);
    await clock.advance('2m');
    expect((await store.thread('new'))?.status).toBe('done');
  });

  test('what no alarm was set for is done when it is looked again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const clock = virtualClock();
    const store = shared(make, { nextDue: () => undefined });
    const work = deadline('deadline', '1m', clock);
    const first = opened({ store, graphs: [work], clock });
    await first.start(work, {}, { id: 't' });
    await clock.advance('1s');
    await first.close();
    await opened({ store, graphs: [work], clock }).recovered();
    await clock.advance('1m');
    expect((await store.thread('t'))?.status).toBe('waiting');
    vi.advanceTimersByTime(5_000);
    await clock.advance(0);
    expect((await store.thread('t'))?.status).toBe('done');
  });

  test.each(['after', 'sleep', 'backoff'] as const)(
    'a runtime that recovers nothing drives what its caller started over a wait by %s',
    async (wait) => {
      const clock = virtualClock();
      const store = shared(make);
      const work = waiting(wait);
      const cairn = opened({ store, graphs: [work], clock, recover: false });
      const thread = await cairn.start(work, {}, { id: 't' });
      await clock.advance('59s');
      expect(await thread.status()).toBe('waiting');
      await clock.advance('1s');
      expect(await thread.status()).toBe('done');
    },
  );

  test('a runtime that recovers nothing sees to a thread that its caller waits for, and to no other', async () => {
    const clock = virtualClock();
    const store = shared(make);
    const work = waiting('after');
    const before = opened({ store, graphs: [work], clock });
    for (const id of ['asked', 'other']) await before.start(work, {}, { id });
    await clock.advance('1s');
    await before.close();
    const cairn = opened({ store, graphs: [work], clock, recover: false });
    const ended = cairn.thread(work, 'asked').ended();
    await expect.poll(() => clock.pending).toHaveLength(1);
    await clock.advance('1m');
    expect(await ended).toMatchObject({ status: 'done' });
    expect((await store.thread('other'))?.status).toBe('waiting');
  });

  test('a clock that is set forward has what is due happen, and one that is set back has nothing happen early', async () => {
    const clock = virtualClock();
    const store = shared(make);
    const work = deadline('deadline', '10m', clock);
    const cairn = opened({ store, graphs: [work], clock });
    const began = clock.now();
    const thread = await cairn.start(work, {}, { id: 't' });
    await clock.set(began - 3_600_000);
    await clock.advance('20m');
    expect(await thread.status()).toBe('waiting');
    await clock.set(began + 599_999);
    expect(await thread.status()).toBe('waiting');
    await clock.set(began + 7_200_000);
    expect(await thread.status()).toBe('done');
  });
});

test('a look that finds its room taken meanwhile comes to an end, and what is left is driven when there is room', async () => {
  const store = memory();
  const [looks, filled, released] = [gate(), gate(), gate()];
  const holds = graph({
    name: 'holds',
    state: {},
    start: 'hold',
    nodes: { hold: { run: () => released.promise, next: 'end' }, end: { final: true } },
  });
  const before = opened({ store: shared(() => store), graphs: [holds] });
  await before.start(holds, {}, { id: 'left' });
  await before.close();
  let asked = 0;
  const cairn = opened({
    store: shared(() => store, {
      version: async () => {
        looks.open();
        await filled.promise;
        return store.version();
      },
      runnable: (...given) => {
        asked += 1;
        // Nothing else could end a loop in which the event loop never turns.
        if (asked > 1_000) throw new Error('nobody else in the process gets a turn');
        return store.runnable(...given);
      },
    }),
    graphs: [holds],
    concurrency: 1,
  });
  await looks.promise;
  const thread = await cairn.start(holds, {});
  filled.open();
  await turnOfEventLoop();
  released.open();
  expect((await thread.ended()).status).toBe('done');
  expect((await cairn.thread(holds, 'left').ended()).status).toBe('done');
  expect(asked).toBeLessThan(100);
});
