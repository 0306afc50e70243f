import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, sum, type Cairn, type FactsOf, type OpenOptions, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { counted, later, type Calls } from './counted.ts';

let guards = 0;

const counter = graph({
  name: 'counter',
  state: { count: sum() },
  events: { add: z.number(), late: z.number(), open: z.object({}), work: z.object({}), step: z.number() },
  start: 'wait',
  nodes: {
    wait: { on: { add: { update: (_s, count) => ({ count }) }, open: 'open', work: 'ready' } },
    open: {
      on: {
        late: {
          when: () => {
            guards += 1;
            return true;
          },
          update: (_s, count) => ({ count }),
        },
      },
    },
    ready: { on: { step: { to: 'busy', update: (_s, count) => ({ count }) } } },
    busy: { run: () => undefined, next: 'ready' },
  },
});

/** What each of `count` messages costs: calls of the store, messages read from it, guards asked. */
interface Costs {
  readonly calls: number;
  readonly read: number;
  readonly guards: number;
}

/** A store that counts what is asked of it, and how many messages it gives. */
function measured(store: Store): { readonly store: Store; readonly costs: (count: number) => Costs } {
  const { store: counting, calls } = counted(store);
  let read = 0;
  const note = (messages: readonly unknown[]): void => void (read += messages.length);
  const measuring = new Proxy(counting, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'close') return () => undefined;
      if (name !== 'messages') return value;
      return (...given: Parameters<Store['messages']>) => {
        const found = target.messages(...given);
        if (found instanceof Promise) void found.then(note);
        else note(found);
        return found;
      };
    },
  });
  onTestFinished(() => store.close());
  guards = 0;
  return {
    store: measuring,
    costs: (count) => ({ calls: sumOf(calls) / count, read: read / count, guards: guards / count }),
  };
}

/** Looks that are made now and then, however many messages there are, are left out. */
function sumOf({ version = 0, heartbeat = 0, runnable = 0, nextDue = 0, ...calls }: Calls): number {
  void [version, heartbeat, runnable, nextDue];
  return Object.values(calls).reduce((total, count) => total + count, 0);
}

function runtime(store: Store, options: Partial<OpenOptions> = {}): Cairn {
  const cairn = open({ store, graphs: [counter], ...options });
  onTestFinished(() => cairn.close());
  return cairn;
}

const handleOf = (cairn: Cairn) => cairn.thread(counter, 'c');

type Handle = ReturnType<typeof handleOf>;

const each = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const sideBySide = (count: number, send: (n: number) => Promise<void>): Promise<unknown> =>
  Promise.all(each(count).map(send));

/** Ways in which many messages come to one thread; all are taken in the end. */
const ways: Readonly<Record<string, (thread: Handle, count: number, web: () => Handle) => Promise<unknown>>> = {
  'sent side by side': (thread, count) => sideBySide(count, () => thread.send('add', 1)),
  'sent side by side under ids': (thread, count) => sideBySide(count, (n) => thread.send('add', 1, { id: `n${n}` })),
  'left side by side by a process that drives nothing': (_, count, web) => {
    const left = web();
    return sideBySide(count, () => left.send('add', 1));
  },
  'queued one after the other, then taken': async (thread, count) => {
    for (let sent = 0; sent < count; sent += 1) await thread.send('late', 1, { queue: true });
    await thread.send('open', {});
  },
  'queued side by side, then taken': async (thread, count) => {
    await sideBySide(count, () => thread.send('late', 1, { queue: true }));
    await thread.send('open', {});
  },
  'queued by a process that drives nothing, then taken': async (thread, count, web) => {
    const left = web();
    await sideBySide(count, () => left.send('late', 1, { queue: true }));
    await thread.send('open', {});
  },
  'queued, then taken one by one as an activity comes to its end': async (thread, count) => {
    await sideBySide(count, () => thread.send('step', 1, { queue: true }));
    await thread.send('work', {});
  },
  'queued while others are sent': async (thread, count) => {
    for (let sent = 0; sent < count; sent += 2) {
      await thread.send('late', 1, { queue: true });
      await thread.send('add', 1);
    }
    await thread.send('open', {});
  },
};

const stores: Readonly<Record<string, () => Store>> = {
  memory,
  SQLite: () => sqlite(':memory:'),
  'a store that answers later': () => later(memory()),
};

async function costOf(openStore: () => Store, way: keyof typeof ways, count: number): Promise<Costs> {
  const { store, costs } = measured(openStore());
  const cairn = runtime(store);
  await cairn.start(counter, {}, { id: 'c' });
  const thread = handleOf(cairn);
  await thread.settled();
  await ways[way]?.(thread, count, () => handleOf(runtime(store, { drive: false })));
  await expect.poll(async () => (await thread.settled()).state.count).toBe(count);
  const cost = costs(count);
  expect(await store.messages('c')).toEqual([]);
  return cost;
}

describe.each(Object.entries(stores))('on %s a message costs the same, however many there are', (_, openStore) => {
  test.each(Object.keys(ways))('%s', async (way) => {
    const few = await costOf(openStore, way, 50);
    const many = await costOf(openStore, way, 400);
    const grown = (kind: keyof Costs): boolean => many[kind] > few[kind] * 1.5 + 0.5;
    expect((['calls', 'read', 'guards'] as const).filter(grown)).toEqual([]);
    expect(many.read).toBeLessThanOrEqual(3);
    expect(many.guards).toBeLessThanOrEqual(2);
  });
});

test('those who wait for what comes of messages share one look, in which nothing is read but what is new', async () => {
  const { store, calls } = counted(memory());
  const cairn = runtime(store, { drive: false });
  const threads = await Promise.all(each(4).map((n) => cairn.start(counter, {}, { id: `c${n}` })));
  const web = runtime(store, { drive: false });
  const sent = threads.flatMap(({ id }) => each(50).map(() => web.thread(counter, id).send('add', 1)));
  await expect.poll(() => calls['leave'], { interval: 5 }).toBe(200);
  const before = { ...calls };
  await expect.poll(() => (calls['version'] ?? 0) - (before['version'] ?? 0), { interval: 5 }).toBeGreaterThan(4);
  const more = (name: string): number => (calls[name] ?? 0) - (before[name] ?? 0);
  // Nobody wrote: it is asked only now and then what is new.
  expect(more('changed')).toBeLessThanOrEqual(2);
  expect(more('messages') + more('thread') + more('message')).toBe(0);
  const worker = runtime(store);
  await Promise.all(sent);
  for (const { id } of threads) expect((await worker.thread(counter, id).settled()).state.count).toBe(50);
  expect(calls['message']).toBeUndefined();
});

test.each(Object.entries(stores))(
  'on %s nothing stays unread, whatever became of the thread that a process which drives nothing left it for',
  async (_, openStore) => {
    const store = openStore();
    const shared = measured(store).store;
    const web = runtime(shared, { drive: false });
    const first = runtime(shared, { recover: false });
    const thread = await first.start(counter, {}, { id: 'c' });
    await thread.settled();
    const left = handleOf(web);
    const sent = [
      left.send('late', 1, { queue: true, id: 'queued' }),
      left.answer('nothing', 1, { queue: true, id: 'answer' }),
    ];
    await Promise.all(sent);
    await thread.cancel('over', { onBusy: 'replace' });
    await first.close();
    const worker = runtime(shared);
    await expect.poll(() => store.messages('c')).toEqual([]);
    await worker.close();
    const consumed = (await store.consumed('c', 10)).filter(({ queued }) => queued);
    const outcomes = new Map(consumed.map(({ key, outcome }) => [key, outcome?.includes('thread/over')]));
    expect(outcomes).toEqual(new Map(['queued', 'answer'].map((key) => [key, true])));
    expect(await store.runnable(Date.now(), 10)).toEqual([]);
  },
);

describe.each<[string, (thread: Thread<FactsOf<typeof counter>>, index: number) => Promise<void>]>([
  ['answers to what nobody asks', (thread, index) => thread.answer(`q${index}`, 1)],
  [
    'answers to what nobody asks, some of them under an id',
    (thread, index) => thread.answer(`q${index}`, 1, index % 3 === 0 ? { id: `q${index}` } : {}),
  ],
  ['events that nothing hears', (thread) => thread.send('late', 1)],
  ['events that are heard', (thread) => thread.send('add', 1)],
])('%s, many of them in one process', (_name, give) => {
  test('are answered in few drives, on a store that answers later', async () => {
    const { store, calls } = counted(later(memory()));
    const cairn = open({ store, graphs: [counter], recover: false });
    onTestFinished(() => cairn.close());
    const thread = await cairn.start(counter, {});
    await thread.settled();
    const before = { ...calls };
    const given: Promise<unknown>[] = [];
    for (let index = 0; index < 60; index += 1) {
      given.push(give(thread, index).catch(() => undefined));
      // They come while the thread is taken, and while it is let go of.
      for (let turns = index % 7; turns > 0; turns -= 1) await (index % 3 === 0 ? turn() : Promise.resolve());
    }
    await Promise.all(given);
    // Nobody waited for the looks that are made now and then: each of them would be one of these.
    for (const call of ['commit', 'claim', 'take', 'version']) {
      expect((calls[call] ?? 0) - (before[call] ?? 0)).toBeLessThan(40);
    }
  });
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
