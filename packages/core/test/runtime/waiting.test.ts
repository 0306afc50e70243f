import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type Cairn, type OpenOptions } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import type { Store } from '../../src/store.ts';
import { collected } from './collected.ts';
import { counted, later, type Calls } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { until } from './until.ts';

const review = graph({
  name: 'review',
  state: { text: z.string().default('') },
  events: { go: z.undefined() },
  start: 'open',
  nodes: { open: { on: { go: 'end' } }, end: { final: true } },
});

/** A node at work until it is let go on; its activity ends when it is aborted. */
function working() {
  const goOn = gate();
  const work = graph({
    name: 'work',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: (_s, ctx) =>
          Promise.race([
            goOn.promise,
            new Promise<void>((_resolve, reject) => {
              ctx.signal.addEventListener('abort', () => reject(new Error('aborted')));
            }),
          ]),
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { work, goOn };
}

function opened(options: OpenOptions): Cairn {
  const cairn = open(options);
  onTestFinished(() => cairn.close());
  return cairn;
}

/** So many milliseconds of looks: what a test counts can only be seen in real time. */
const looks = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
  ['a store that answers later', () => later(memory())],
])('whoever waits, on %s', (_name, make) => {
  test('hears that the runtime was closed, however it waits', async () => {
    const { work } = working();
    const cairn = opened({ store: make(), graphs: [work] });
    const thread = await cairn.start(work, {});
    const waiting = [thread.settled(), thread.ended(), thread.watch().next(), thread.watch({ until: 'ended' }).next()];
    const heard = Promise.allSettled(waiting);
    await cairn.close();
    for (const end of await heard) expect(end).toMatchObject({ reason: { code: 'runtime/closed' } });
    for (const late of await Promise.allSettled([thread.settled(), thread.ended()])) {
      expect(late).toMatchObject({ reason: { code: 'runtime/closed' } });
    }
    await expect(thread.watch({ from: 1 }).next()).rejects.toBeDefined();
  });

  test('is told what became of a thread that comes to its end while the runtime closes', async () => {
    const { work, goOn } = working();
    const cairn = opened({ store: make(), graphs: [work] });
    const thread = await cairn.start(work, {});
    const settled = thread.settled();
    const watched = collected(thread.watch());
    const closed = cairn.close({ drain: '1h' });
    goOn.open();
    expect(await settled).toMatchObject({ status: 'done' });
    expect((await watched).slice(-2).map(({ type }) => type)).toEqual(['checkpoint', 'status']);
    await closed;
  });

  test('may give up: the wait ends with the reason, and the thread goes on', async () => {
    const { work, goOn } = working();
    const thread = await opened({ store: make(), graphs: [work] }).start(work, {});
    const stop = new AbortController();
    const { signal } = stop;
    const watched = collected(thread.watch({ signal }));
    const heard = Promise.allSettled([thread.settled({ signal }), thread.ended({ signal }), watched]);
    stop.abort('no more time');
    expect(await heard).toEqual([1, 2, 3].map(() => ({ status: 'rejected', reason: 'no more time' })));
    await expect(thread.settled({ signal })).rejects.toBe('no more time');
    await expect(thread.watch({ signal }).next()).rejects.toBe('no more time');
    goOn.open();
    expect(await thread.settled({ signal: new AbortController().signal })).toMatchObject({ status: 'done' });
  });

  test('gives up a wait for what another process does', async () => {
    const store = make();
    const thread = await opened({ store, graphs: [review], drive: false }).start(review, {});
    const wait = thread.ended({ signal: AbortSignal.timeout(20) });
    await expect(wait).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('hears what another runtime does', async () => {
    const store = make();
    const mine = opened({ store, graphs: [review], drive: false });
    const theirs = opened({ store, graphs: [review] });
    const thread = await mine.start(review, {}, { id: 'a' });
    const ended = thread.ended();
    expect(await thread.settled()).toMatchObject({ status: 'waiting' });
    await theirs.thread(review, 'a').send('go');
    expect(await ended).toMatchObject({ status: 'done' });
  });
});

describe('any number of waiters', () => {
  /** What waiters ask of the store beside its version, at eight looks at that or a few more, once they have begun. Nothing changes, and looks are far enough apart. */
  async function asked(count: number, wait: (cairn: Cairn) => readonly Promise<unknown>[]): Promise<Calls> {
    const { store, calls } = counted(memory());
    const cairn = opened({ store, graphs: [review] });
    const ids = Array.from({ length: count }, (_, index) => `t${index}`);
    for (const id of ids) await cairn.start(review, { text: 'x'.repeat(1_000) }, { id });
    const ended = wait(cairn);
    for (const each of ended) each.catch(() => undefined);
    const forget = (): void => {
      for (const name of Object.keys(calls)) delete calls[name];
    };
    const heard = async (): Promise<readonly string[]> => {
      forget();
      await looks(120);
      return Object.keys(calls);
    };
    await expect.poll(heard).toEqual(['version']);
    forget();
    const began = performance.now();
    await expect.poll(() => calls['version'] ?? 0).toBeGreaterThanOrEqual(8);
    const { version = 0, ...others } = calls;
    expect((performance.now() - began) / version).toBeGreaterThan(40);
    return others;
  }

  test('cost one question a look while nothing changes, and never a state', async () => {
    const many = await asked(1, (cairn) =>
      Array.from({ length: 200 }, (_, index) =>
        index % 2 === 0
          ? cairn.thread(review, 't0').ended()
          : collected(cairn.thread(review, 't0').watch({ until: 'ended' })),
      ),
    );
    const { changed = 0, ...others } = many;
    expect(changed).toBeLessThanOrEqual(2);
    expect(others).toEqual({});
  });

  test('ask for many threads at once, and a few times only, though nobody may have written', async () => {
    const { changed = 0, ...others } = await asked(200, (cairn) =>
      Array.from({ length: 200 }, (_, index) => cairn.thread(review, `t${index}`).ended()),
    );
    expect(changed).toBeLessThanOrEqual(2);
    expect(others).toEqual({});
  });

  test('read a state once, when the thread rests', async () => {
    const { store, calls } = counted(memory());
    const theirs = opened({ store, graphs: [review] });
    const mine = opened({ store, graphs: [review], drive: false });
    await theirs.start(review, {}, { id: 'a' });
    await theirs.thread(review, 'a').settled();
    delete calls['state'];
    const all = await Promise.all(Array.from({ length: 50 }, () => mine.thread(review, 'a').settled()));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['waiting']));
    // Those who come to ask for it while it is read share it. It is read in one call, and a store that is far away may answer what each of
    // them asks before some turns later than what others ask.
    expect(calls['state']).toBeLessThanOrEqual(5);
  });
});

test('a thread that waits for nobody and for no time is settled', async () => {
  const clock = virtualClock(0);
  const stuck = graph({
    name: 'stuck',
    state: {},
    start: 'here',
    nodes: {
      here: { after: { '1h': { update: () => ({}) } }, next: [{ when: () => false, to: 'end' }] },
      end: { final: true },
    },
  });
  const thread = await opened({ store: memory(), graphs: [stuck], clock }).start(stuck, {});
  const settled = thread.settled();
  await clock.advance('1h');
  expect(await settled).toMatchObject({ status: 'waiting', due: undefined, forSomebody: true });
});

test.each(['version', 'changed', 'rows', 'state'] as const)(
  'a store whose %s() fails for a moment fails nobody who waits',
  async (call) => {
    const store = memory();
    let failures = 0;
    let passes = (): void => undefined;
    const failing = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          if (name !== call || failures === 0) return Reflect.apply(value, target, given);
          failures -= 1;
          if (failures === 0) passes();
          throw problem('store/busy', { store: 'memory', waited: 1 });
        };
      },
    });
    const mine = opened({ store: failing, graphs: [review], drive: false }).thread(review, 'a');
    const thread = await opened({ store, graphs: [review] }).start(review, {}, { id: 'a' });
    await thread.settled();
    const ended = mine.ended();
    const watched = collected(mine.watch({ until: 'ended' }));
    await looks(60);
    const passed = new Promise<void>((resolve) => (passes = resolve));
    failures = 3;
    await thread.send('go');
    expect(await ended).toMatchObject({ status: 'done' });
    await passed;
    expect((await watched).map(({ type }) => type)).toEqual(['status', 'checkpoint', 'status']);
  },
);

test('a rest that is written while the thread is read for those who wait is told at once', async () => {
  const store = memory();
  const look = store.changed.bind(store);
  // That of a file tells of other connections alone.
  store.version = () => 1;
  const [asked, goesOn] = [gate(), gate()];
  const thread = await opened({ store, graphs: [review] }).start(review, {}, { id: 'a' });
  await thread.settled();
  store.changed = async (threads) => {
    const found = look(threads);
    asked.open();
    await goesOn.promise;
    return found;
  };
  let status: string | undefined;
  void thread.ended().then((result) => (status = result.status));
  await asked.promise;
  await thread.send('go');
  goesOn.open();
  await until('the end is told', () => status !== undefined);
  expect(status).toBe('done');
});

test('whoever waits in a process that drives nothing hears of a rest that nobody wrote, once nobody is left to write it', async () => {
  const store = memory();
  const theirs = opened({ store: keptOpen(failingAtCommit(store)), graphs: [review], lease: '50ms' });
  await theirs.start(review, {}, { id: 'a' });
  const settled = opened({ store, graphs: [review], drive: false })
    .thread(review, 'a')
    .settled();
  await looks(60);
  await theirs.close().catch(() => undefined);
  expect(await store.thread('a')).toMatchObject({ status: 'running', owner: null });
  expect(await settled).toMatchObject({ status: 'waiting' });
});

/** A store in which nothing can be written but new threads. */
function failingAtCommit(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'commit') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return () => {
        throw problem('store/full', { store: 'memory' });
      };
    },
  });
}
