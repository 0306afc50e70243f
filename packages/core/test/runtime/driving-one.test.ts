import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, type OpenOptions } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import type { Store } from '../../src/store.ts';
import { later } from './counted.ts';
import { gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';
import { until } from './until.ts';

/** Works when it is told to, for as long as it is let, and is done after so many times or an hour. */
function desk() {
  const [begun, goOn] = [gate(), gate()];
  const aborted: unknown[] = [];
  const runs: string[] = [];
  const work = graph({
    name: 'desk',
    state: { log: append(z.string()) },
    events: { say: z.string() },
    start: 'idle',
    nodes: {
      idle: {
        on: { say: { to: 'work', update: (_s, word) => ({ log: [word] }) } },
        after: { '1h': 'end' },
        next: [{ when: (s) => s.log.length > 3, to: 'end' }],
      },
      work: {
        run: async (_s, { signal }) => {
          signal.addEventListener('abort', () => aborted.push(signal.reason));
          runs.push('begun');
          begun.open();
          await goOn.promise;
          return { log: ['done'] };
        },
        next: 'idle',
      },
      end: { final: true },
    },
  });
  return { work, begun, goOn, aborted, runs };
}

const hour = 3_600_000;

describe.each<[string, () => Store]>([
  ['memory', () => memory()],
  ['SQLite', () => sqlite(':memory:')],
  ['a store that answers later', () => later(memory())],
])('drive() on %s', (_name, make) => {
  function given(options: Partial<OpenOptions> = {}) {
    const one = desk();
    const store = make();
    const clock = virtualClock(0);
    const runtime = () => opened(one.work, { store: keptOpen(store), clock, drive: false, ...options });
    return { ...one, store, clock, runtime };
  }

  test('takes what was left for the thread, until it rests, and lets go of it', async () => {
    const { work, goOn, store, runtime } = given();
    const cairn = runtime();
    const thread = await cairn.start(work, {}, { id: 'a' });
    expect(await cairn.drive('a')).toEqual({ status: 'waiting', due: hour });
    await thread.send('say', 'one', { queue: true });
    goOn.open();
    expect(await cairn.drive('a')).toEqual({ status: 'waiting', due: hour });
    expect(await store.thread('a')).toMatchObject({ owner: null, status: 'waiting' });
    expect((await thread.now()).state.log).toEqual(['one', 'done']);
    await thread.send('say', 'two', { queue: true });
    expect(await cairn.drive('a')).toEqual({ status: 'done' });
    expect(await cairn.drive('a')).toEqual({ status: 'done' });
  });

  test('waits for no time to pass, and takes what has come due', async () => {
    const { work, clock, runtime } = given();
    const cairn = runtime();
    await cairn.start(work, {}, { id: 'a' });
    expect(await cairn.drive('a')).toEqual({ status: 'waiting', due: hour });
    await clock.advance('1h');
    expect((await cairn.thread(work, 'a').record()).status).toBe('waiting');
    expect(await cairn.drive('a')).toEqual({ status: 'done' });
  });

  test('lets what runs go on to its end when its budget is spent, and begins nothing more', async () => {
    const { work, begun, goOn, aborted, store, clock, runtime } = given();
    const cairn = runtime();
    await cairn.start(work, {}, { id: 'a' });
    await cairn.thread(work, 'a').send('say', 'one', { queue: true });
    const driven = cairn.drive('a', { budget: '10s' });
    await begun.promise;
    await clock.advance('10s');
    goOn.open();
    expect((await driven).status).toMatch(/yielded|waiting/u);
    expect(aborted).toEqual([]);
    expect(await store.thread('a')).toMatchObject({ owner: null, takeovers: 0 });
    expect((await cairn.thread(work, 'a').now()).state.log).toEqual(['one', 'done']);
  });

  test('aborts what runs when its signal does, which is no death, and the thread is free at once', async () => {
    const { work, begun, goOn, aborted, store, runtime } = given();
    const cairn = runtime();
    await cairn.start(work, {}, { id: 'a' });
    await cairn.thread(work, 'a').send('say', 'one', { queue: true });
    const stop = new AbortController();
    const driven = cairn.drive('a', { signal: stop.signal });
    await begun.promise;
    stop.abort();
    expect(await driven).toEqual({ status: 'yielded' });
    expect(aborted).toHaveLength(1);
    expect(await store.thread('a')).toMatchObject({ owner: null, status: 'running', takeovers: 0 });
    goOn.open();
    expect(await runtime().drive('a')).toEqual({ status: 'waiting', due: hour });
    expect(await cairn.drive('a', { signal: AbortSignal.abort() })).toEqual({ status: 'yielded' });
  });

  test('of two at once one drives, and the other is told so, or waits', async () => {
    const { work, begun, goOn, runtime } = given();
    const [one, two] = [runtime(), runtime()];
    await one.start(work, {}, { id: 'a' });
    await one.thread(work, 'a').send('say', 'one', { queue: true });
    const first = one.drive('a');
    await begun.promise;
    await expect(two.drive('a', { onBusy: 'refuse' })).rejects.toMatchObject({ code: 'thread/busy' });
    const second = two.drive('a', { onBusy: 'wait' });
    goOn.open();
    for (const each of [first, second]) expect(await each).toEqual({ status: 'waiting', due: hour });
  });

  test('what is taken from it is lost', async () => {
    const { work, begun, goOn, runs, runtime } = given();
    const [one, two] = [runtime(), runtime()];
    await one.start(work, {}, { id: 'a' });
    await one.thread(work, 'a').send('say', 'one', { queue: true });
    const first = one.drive('a');
    await begun.promise;
    const second = two.drive('a', { onBusy: 'replace' });
    await until('it was taken', () => runs.length === 2);
    goOn.open();
    expect(await second).toEqual({ status: 'waiting', due: hour });
    expect(await first).toEqual({ status: 'lost' });
  });

  test('a thread that is not there is a problem', async () => {
    await expect(given().runtime().drive('nobody')).rejects.toMatchObject({ code: 'thread/not-found' });
  });
});

test('leaves the thread alone afterwards where nothing is taken up by itself, unless somebody waits for it', async () => {
  const { work } = desk();
  const clock = virtualClock(0);
  const cairn = opened(work, { clock, recover: false });
  const thread = await cairn.start(work, {}, { id: 'a' });
  expect(await cairn.drive('a')).toEqual({ status: 'waiting', due: hour });
  await clock.advance('2h');
  expect(await thread.record()).toMatchObject({ status: 'waiting', due: hour });
  const ended = thread.ended();
  expect(await cairn.drive('a')).toEqual({ status: 'done' });
  expect(await ended).toMatchObject({ status: 'done' });
});
