import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, transient, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

/** A node that holds lanes and a subgraph, which run until they are aborted; one lane fails after two hours. */
function holding(after: '1h' | '9h' = '1h') {
  const aborted: string[] = [];
  const forever = (signal: AbortSignal, lane: string): Promise<object> => {
    signal.addEventListener('abort', () => aborted.push(lane));
    return new Promise(() => undefined);
  };
  const inner = graph({
    name: 'inner',
    state: {},
    start: 'deep',
    nodes: { deep: { run: (_s, { signal, lane }) => forever(signal, lane), next: 'end' }, end: { final: true } },
  });
  const outer = graph({
    name: 'outer',
    state: { seen: append(z.string()) },
    events: { stop: z.undefined(), note: z.string() },
    start: 'hold',
    nodes: {
      hold: {
        next: { all: ['sub', 'work', 'breaks'], then: 'end', onError: 'lost' },
        on: { stop: 'stopped', note: { update: (_s, text) => ({ seen: [text] }) } },
        after: { [after]: 'late' },
      },
      sub: { graph: inner, next: 'end' },
      work: { run: (_s, { signal, lane }) => forever(signal, lane), next: 'end' },
      breaks: {
        run: async (_s, ctx) => {
          await ctx.sleep('a while', '2h');
          throw new Error('no');
        },
        next: 'end',
      },
      stopped: { final: true },
      late: { final: true },
      lost: { final: true },
      end: { final: true },
    },
  });
  return { aborted, outer };
}

const both = ['hold.1/sub/sub.1', 'hold.1/work'];

describe('leaving a node that holds lanes and subgraphs', () => {
  test('by its event aborts all that runs below it', async () => {
    const { aborted, outer } = holding();
    const thread = await opened(outer).start(outer, {});
    await thread.send('note', 'still at work');
    expect(aborted).toEqual([]);
    await thread.send('stop');
    expect(await thread.settled()).toMatchObject({ outcome: 'stopped', state: { seen: ['still at work'] } });
    expect(aborted.toSorted()).toEqual(both);
  });

  test('by its timer aborts all that runs below it', async () => {
    const clock = virtualClock(0);
    const { aborted, outer } = holding();
    const thread = await opened(outer, { clock }).start(outer, {});
    await clock.advance('1h');
    expect(await thread.settled()).toMatchObject({ outcome: 'late' });
    expect(aborted.toSorted()).toEqual(both);
  });

  test('by the failure of one lane aborts the others', async () => {
    const clock = virtualClock(0);
    const { aborted, outer } = holding('9h');
    const thread = await opened(outer, { clock }).start(outer, {});
    await clock.advance('2h');
    expect(await thread.settled()).toMatchObject({ outcome: 'lost' });
    expect(aborted.toSorted()).toEqual(both);
  });
});

test('lanes that are no longer needed are aborted once enough others have closed', async () => {
  const clock = virtualClock(0);
  const aborted: string[] = [];
  const race = graph({
    name: 'race',
    state: { seen: append(z.string()) },
    start: 'fork',
    nodes: {
      fork: { next: { all: ['slow', 'quick', 'slower'], then: 'end', need: 'any' } },
      slow: { run: (_s, ctx) => after(2_000, ctx), next: 'end' },
      quick: { run: (_s, ctx) => after(1_000, ctx), next: 'end' },
      slower: { run: (_s, ctx) => after(3_000, ctx), next: 'end' },
      end: { final: true },
    },
  });
  function after(milliseconds: number, { signal, node }: Context): Promise<{ seen: string[] }> {
    signal.addEventListener('abort', () => aborted.push(`${node} at ${clock.now()}`));
    return new Promise((resolve) => clock.after(milliseconds, () => resolve({ seen: [node] })));
  }
  const thread = await opened(race, { clock }).start(race, {});
  await clock.advance('10s');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { seen: ['quick'] } });
  expect(aborted).toEqual(['slow at 1000', 'slower at 1000']);
});

describe('a timer', () => {
  const timed = graph({
    name: 'timed',
    state: { seen: append(z.string()) },
    events: { go: z.undefined() },
    start: 'wait',
    nodes: {
      wait: { on: { go: 'end' }, after: { '1h': { update: () => ({ seen: ['an hour'] }) }, '2h': 'late' } },
      late: { final: true },
      end: { final: true },
    },
  });

  test('fires at its time in another process, once', async () => {
    const clock = virtualClock(0);
    const store = memory();
    const first = opened(timed, { store, clock });
    await first.start(timed, {}, { id: 't' });
    await clock.advance('59m');
    await first.close();
    const [second] = [opened(timed, { store, clock }), opened(timed, { store, clock })];
    await clock.advance('30m');
    expect(await second?.thread(timed, 't').at()).toMatchObject({ status: 'waiting', state: { seen: ['an hour'] } });
    await clock.advance('31m');
    const thread = second?.thread(timed, 't');
    expect(await thread?.settled()).toMatchObject({ outcome: 'late', state: { seen: ['an hour'] } });
    const fired = (await thread?.history())?.filter(({ cause }) => cause === 'timer');
    expect(fired?.map(({ label, time }) => [label, time])).toEqual([
      ['1h', 3_600_000],
      ['2h', 7_200_000],
    ]);
  });

  test('that came due while no process was there fires when one is', async () => {
    const clock = virtualClock(0);
    const store = memory();
    const first = opened(timed, { store, clock });
    await first.start(timed, {}, { id: 't' });
    await clock.advance('1m');
    await first.close();
    await clock.advance('3h');
    const cairn = opened(timed, { store, clock });
    await clock.advance(0);
    expect(await cairn.thread(timed, 't').settled()).toMatchObject({ outcome: 'late', state: { seen: ['an hour'] } });
  });

  test('does not fire once its node was left', async () => {
    const clock = virtualClock(0);
    const thread = await opened(timed, { clock }).start(timed, {});
    await clock.advance('30m');
    await thread.send('go');
    await clock.advance('3h');
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { seen: [] } });
  });
});

describe('a transient value', () => {
  test('is seen by the nodes of a process, and is stored nowhere', async () => {
    const texts: string[] = [];
    const store = new Proxy(memory(), {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]): unknown => {
          if (name === 'create' || name === 'commit') texts.push(JSON.stringify(args));
          return (value as (...args: unknown[]) => unknown).apply(target, args);
        };
      },
    });
    const secret = graph({
      name: 'secret',
      state: { token: transient(z.string()), seen: append(z.string()) },
      events: { go: z.undefined() },
      start: 'one',
      nodes: {
        one: { run: (s) => ({ seen: [`${s.token?.length}`], token: 'hunter22' }), next: 'fork' },
        fork: { next: { all: ['two'], then: 'wait' } },
        two: { run: (s) => ({ seen: [`${s.token?.length}`] }), next: 'wait' },
        wait: { on: { go: 'three' } },
        three: { run: (s) => ({ seen: [`${s.token}`] }), next: 'end' },
        end: { final: true },
      },
    });
    const cairn = opened(secret, { store });
    const thread = await cairn.start(secret, { token: 'hunter2' });
    expect(await thread.settled()).toMatchObject({ state: { seen: ['7', '8'] } });
    await thread.send('go');
    expect(await thread.settled()).toMatchObject({ state: { seen: ['7', '8', 'undefined'] } });
    expect(texts.join()).not.toContain('hunter');
  });
});

test('failed threads are listed with where they failed and why', async () => {
  const failing = graph({
    name: 'failing',
    state: {},
    start: 'work',
    nodes: { work: { run: () => Promise.reject(new TypeError('no luck')), next: 'end' }, end: { final: true } },
  });
  const cairn = opened(failing);
  const thread = await cairn.start(failing, {}, { id: 't' });
  await thread.settled();
  const { threads } = await cairn.threads({ status: ['failed'] });
  expect(threads.map(({ id }) => id)).toEqual(['t']);
  expect(JSON.parse(threads[0]?.summary ?? '{}')).toMatchObject({
    failed: [{ lane: '', node: 'work', name: 'TypeError', message: 'no luck' }],
  });
});
