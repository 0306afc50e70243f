import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, sum, systemClock, type Clock, type OpenOptions, type Thread } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { keptOpen } from './kept-open.ts';

/** An hour ahead: whoever is alive by the system's clock is long dead by this one. */
const later: Clock = { ...systemClock, now: () => Date.now() + 3_600_000 };

function given(options: OpenOptions): ReturnType<typeof open> {
  const cairn = open(options);
  onTestFinished(() => cairn.close());
  return cairn;
}

/** A promise, and what resolves it. */
function gate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

/** A node that is entered by an event; its first `deaths` runs never end, as those of owners that died. */
function fragile(deaths: number) {
  const runs: number[] = [];
  const entered = Array.from({ length: deaths + 1 }, gate);
  const work = graph({
    name: 'fragile',
    state: { total: sum() },
    events: { go: z.object({ by: z.number() }) },
    start: 'idle',
    nodes: {
      idle: { on: { go: { to: 'work', update: (_s, e) => ({ total: e.by }) } } },
      work: {
        run: () => {
          runs.push(runs.length);
          entered[runs.length - 1]?.resolve();
          return runs.length > deaths ? {} : new Promise<object>(() => undefined);
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  return { work, runs, entered: entered.map(({ promise }) => promise) };
}

/** A thread that waited for an event, and is at the node that it leads to. */
async function atWork(
  cairn: ReturnType<typeof open>,
  work: ReturnType<typeof fragile>['work'],
  entered: Promise<void> | undefined,
): Promise<Thread> {
  const thread = await cairn.start(work, {}, { id: 't' });
  await thread.settled();
  await thread.send('go', { by: 1 });
  await entered;
  return thread;
}

test('a thread that had waited before its owner died is taken over', async () => {
  const store = memory();
  const { work, entered } = fragile(1);
  const dead = open({ store, graphs: [work] });
  await atWork(dead, work, entered[0]);
  const cairn = given({ store, graphs: [work], clock: later });
  await cairn.recovered();
  await entered[1];
  expect(await cairn.thread(work, 't').ended()).toMatchObject({ status: 'done', state: { total: 1 } });
});

test('an owner that dies after the last look is found by whoever asks whether all is taken up', async () => {
  const [store, clock] = [memory(), virtualClock()];
  const { work, runs, entered } = fragile(1);
  const cairn = given({ store: keptOpen(store), graphs: [work], clock });
  let isDead = false;
  const dying = new Proxy(keptOpen(store), {
    get(kept, name) {
      if (isDead) throw new Error('the process is dead');
      return Reflect.get(kept, name);
    },
  });
  const dead = open({ store: dying, graphs: [work], clock });
  onTestFinished(() => dead.close().catch(() => undefined));
  const thread = await atWork(dead, work, entered[0]);
  isDead = true;
  await clock.advance('1m');
  await cairn.recovered();
  await clock.advance(0);
  // Nobody waits for it, who would have it taken up.
  expect(runs).toHaveLength(2);
  expect(await cairn.thread(work, thread.id).ended()).toMatchObject({ status: 'done', state: { total: 1 } });
});

test('a thread that another runtime took and let go of is taken up again where its first driver still is', async () => {
  const store = memory();
  const { work, entered } = fragile(2);
  const cairn = given({ store, graphs: [work] });
  const thread = await atWork(cairn, work, entered[0]);
  const other = open({ store, graphs: [work], clock: later });
  await other.recovered();
  await entered[1];
  await other.close();
  await (await cairn.start(work, {}, { id: 'u' })).settled();
  await entered[2];
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { total: 1 } });
});

test('a thread is listed as running while it is driven', async () => {
  const store = memory();
  const { work, entered } = fragile(1);
  const cairn = given({ store, graphs: [work] });
  const thread = await cairn.start(work, {}, { id: 't' });
  await thread.settled();
  expect((await thread.record()).status).toBe('waiting');
  await thread.send('go', { by: 1 });
  await entered[0];
  expect((await thread.record()).status).toBe('running');
});

test('an event that was queued while nobody drove the thread is taken at the next opening', async () => {
  const store = memory();
  const { work } = fragile(0);
  const first = open({ store, graphs: [work] });
  const thread = await first.start(work, {}, { id: 't' });
  await thread.settled();
  await first.close();
  await store.leave('t', JSON.stringify({ type: 'event', name: 'go', payload: { by: 2 } }), Date.now(), true);
  const cairn = given({ store, graphs: [work] });
  await cairn.recovered();
  expect(await cairn.thread(work, 't').ended()).toMatchObject({ status: 'done', state: { total: 2 } });
});

test('a thread whose owners die at the same node again and again is failed, and does not run again before that', async () => {
  const store = memory();
  const { work, runs, entered } = fragile(4);
  const dead = open({ store, graphs: [work] });
  const thread = await dead.start(work, {}, { id: 't' });
  await thread.settled();
  await thread.send('go', { by: 1 });
  for (const hours of [1, 2]) {
    await entered[hours - 1];
    const clock = { ...systemClock, now: () => Date.now() + hours * 3_600_000 };
    open({ store, graphs: [work], clock, takeovers: 2 });
  }
  await entered[2];
  const clock = { ...systemClock, now: () => Date.now() + 3 * 3_600_000 };
  const cairn = given({ store, graphs: [work], clock, takeovers: 2 });
  await cairn.recovered();
  const result = await cairn.thread(work, 't').settled();
  expect(result).toMatchObject({ status: 'failed', failed: [{ node: 'work', code: 'thread/abandoned' }] });
  expect(runs).toHaveLength(3);
  expect((await store.thread('t'))?.takeovers).toBe(0);
  await cairn.thread(work, 't').resume();
  await entered[3];
  expect(await cairn.thread(work, 't').status()).toBe('running');
});

test('a thread that another runtime drives at the moment is not given up on', async () => {
  const store = memory();
  const { work, entered } = fragile(1);
  const other = open({ store, graphs: [work] });
  await atWork(other, work, entered[0]);
  const cairn = given({ store: raced(store), graphs: [work] });
  expect(await cairn.recovered()).toEqual(new Map());
});

/** A store that names a thread as runnable once, just when somebody else took it. */
function raced(store: ReturnType<typeof memory>): ReturnType<typeof memory> {
  let lists = 0;
  return new Proxy(store, {
    get(target, name) {
      if (name === 'runnable') return () => (lists++ === 0 ? ['t'] : []);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

test('a timer that comes due while it is looked for fires', async () => {
  const soon = graph({
    name: 'soon',
    state: {},
    start: 'wait',
    nodes: { wait: { after: { '100ms': 'end' } }, end: { final: true } },
  });
  for (let step = 1; step <= 60; step += 1) {
    let now = 1_000_000;
    // Time passes with every look at this clock: for some step the timer comes due between one look and the next.
    const clock: Clock = { now: () => (now += step), after: (_wait, call) => systemClock.after(0, call) };
    const cairn = given({ store: memory(), graphs: [soon], clock });
    const thread = await cairn.start(soon);
    expect(await thread.ended()).toMatchObject({ status: 'done' });
  }
});
