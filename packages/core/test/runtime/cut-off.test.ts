// A step that is under way beside a wait is begun again where its owner goes, whatever the lane waits for.

import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  graph,
  memory,
  open,
  systemClock,
  type Cairn,
  type Clock,
  type Context,
  type Thread,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { gate, type Gate } from './gate.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

/** An hour ahead: whoever is alive by the system's clock is long dead by this one. */
const later: Clock = { ...systemClock, now: () => Date.now() + 3_600_000 };

const text = { answer: z.string() };

/** Until it is recorded that a thread waits. */
async function waits(thread: Thread): Promise<void> {
  while (!(await thread.history()).some(({ cause }) => cause === 'ask' || cause === 'sleep')) await turnOfEventLoop();
}

type Work = (context: Context, slow: () => Promise<string>) => Promise<string>;

/** A store that outlives its runtimes, and is closed with the test. */
function outliving(store: Store): Store {
  onTestFinished(() => void store.close());
  return keptOpen(store);
}

const works: Readonly<Record<string, Work>> = {
  'a race with a question': (context, slow) => Promise.race([context.ask('who', text), context.step('slow', slow)]),
  'a race with a sleep': (context, slow) =>
    Promise.race([context.sleep('enough', '9w').then(() => 'late'), context.step('slow', slow)]),
  'a race that begins after a step': async (context, slow) => {
    await context.step('first', () => 'first');
    return Promise.race([context.ask('who', text), context.step('slow', slow)]);
  },
  'a step after a race with a question that another step won': async (context, slow) => {
    await Promise.race([context.ask('who', text), context.step('quick', () => 'quick')]);
    return context.step('slow', slow);
  },
};

/** A slow step that hangs each time before the last; `begun` has a gate for each time that it begins. */
function slowStep(hangs = 1) {
  const begun: Gate[] = Array.from({ length: hangs + 1 }, gate);
  const seen = { runs: 0, slow: 0 };
  const slow = (): Promise<string> => {
    begun[seen.slow]?.open();
    seen.slow += 1;
    return seen.slow > hangs ? Promise.resolve('slow') : new Promise(() => undefined);
  };
  return { begun, seen, slow };
}

/** A function that has such a step. */
function cutOff(work: Work, hangs = 1) {
  const { begun, seen, slow } = slowStep(hangs);
  const run = async (_state: unknown, context: Context): Promise<{ said: string[] }> => {
    seen.runs += 1;
    return { said: [await work(context, slow)] };
  };
  const it = graph({
    name: 'cut-off',
    state: { said: append(z.string()) },
    events: { go: z.object({}) },
    start: 'work',
    nodes: { work: { run, next: 'end' }, end: { final: true } },
  });
  return { it, begun, seen };
}

const stores: Readonly<Record<string, () => Store>> = { memory, sqlite: () => sqlite(':memory:') };
const goings: Readonly<Record<string, (cairn: Cairn) => Promise<void>>> = {
  'is closed': (cairn) => cairn.close(),
  dies: (cairn) => {
    onTestFinished(() => cairn.close());
    return Promise.resolve();
  },
};

describe.each(Object.keys(stores))('in %s', (kind) => {
  describe.each(Object.keys(goings))('where its owner %s', (going) => {
    test.each(Object.keys(works))('%s goes on with the step that was under way', async (name) => {
      const { it, begun, seen } = cutOff(works[name] as Work);
      const store = outliving((stores[kind] as () => Store)());
      const one = open({ store, graphs: [it] });
      const thread = await one.start(it, {}, { id: 'a' });
      await begun[0]?.promise;
      await waits(thread);
      await goings[going]?.(one);
      const two = opened(it, { store, clock: later });
      expect(await two.thread(it, 'a').ended()).toMatchObject({ status: 'done', state: { said: ['slow'] } });
      expect(seen).toEqual({ runs: 2, slow: 2 });
      const labels = (await two.thread(it, 'a').history()).flatMap(({ label }) => label ?? []);
      expect(labels).toEqual([...new Set(labels)]);
    });
  });
});

test.each([0, 1, 2, 3, 4, 5, 6])(
  'a runtime that closes %i turns after a thread started never leaves a step behind',
  async (turns) => {
    const { it, begun } = cutOff(works['a race with a question'] as Work);
    const store = outliving(memory());
    const one = open({ store, graphs: [it] });
    await one.start(it, {}, { id: 'a' });
    await begun[0]?.promise;
    for (let turn = 0; turn < turns; turn += 1) await turnOfEventLoop();
    await one.close();
    const two = opened(it, { store });
    expect(await two.thread(it, 'a').ended()).toMatchObject({ status: 'done', state: { said: ['slow'] } });
  },
);

test('a thread that rests is taken up without a run of what waits', async () => {
  let runs = 0;
  const it = graph({
    name: 'resting',
    state: { said: append(z.string()) },
    events: { note: z.string() },
    on: { note: { update: (_s, said) => ({ said: [said] }) } },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, context) => {
          runs += 1;
          return { said: [await context.ask('who', text)] };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const store = outliving(memory());
  const one = open({ store, graphs: [it] });
  await (await one.start(it, {}, { id: 'a' })).settled();
  await one.close();
  const two = opened(it, { store });
  await two.thread(it, 'a').send('note', 'seen');
  expect(await two.thread(it, 'a').settled()).toMatchObject({ status: 'waiting', state: { said: ['seen'] } });
  expect(runs).toBe(1);
});

test('a fork, and a rewind, to the middle of questions asked side by side ask those that are missing, once', async () => {
  const { it, seen } = cutOff(async (context) =>
    (await Promise.all([context.ask('one', text), context.ask('two', text)])).join(' '),
  );
  const thread = await opened(it).start(it, {});
  await thread.settled();
  const asked = (await thread.history()).filter(({ cause }) => cause === 'ask');
  const middle = asked[0]?.seq ?? 0;
  const fork = await thread.fork(middle);
  await thread.rewind(middle);
  for (const each of [fork, thread]) {
    expect(await each.settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'one' }, { key: 'two' }] });
    const head = (await each.history()).length;
    expect((await each.history()).at(-1)).toMatchObject({ cause: 'ask', label: 'two' });
    await each.answer('one', 'a');
    expect((await each.settled()).status).toBe('waiting');
    expect((await each.history()).length).toBe(head + 2);
  }
  expect(seen.runs).toBe(5);
});

test('a run that finds nothing to do beside its waits leaves no checkpoint, and its thread comes to rest', async () => {
  const asking = gate();
  const { it, seen } = cutOff((context) => {
    asking.open();
    return context.ask('who', text);
  });
  const cairn = opened(it);
  const thread = await cairn.start(it, {});
  await thread.settled();
  const { seq } = (await thread.history()).at(-1) ?? { seq: 0 };
  const fork = await thread.fork(seq);
  await fork.settled();
  expect(seen.runs).toBe(2);
  expect((await fork.history()).at(-1)).toMatchObject({ cause: 'fork' });
  expect(await fork.record()).toMatchObject({ status: 'waiting', owner: null });
});

test('a timer that is overdue and leads nowhere leaves the step beside a wait to be begun again', async () => {
  const { begun, slow } = slowStep();
  const it = graph({
    name: 'overdue',
    state: { said: append(z.string()) },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, context) => {
          const step = context.step('slow', slow);
          return { said: [await Promise.race([context.ask('who', text), step])] };
        },
        after: { '30m': { update: () => ({ said: ['half an hour'] }) } },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const store = outliving(memory());
  const one = open({ store, graphs: [it] });
  const thread = await one.start(it, {}, { id: 'a' });
  await begun[0]?.promise;
  await waits(thread);
  await one.close();
  const two = opened(it, { store, clock: later });
  expect(await two.thread(it, 'a').ended()).toMatchObject({
    status: 'done',
    state: { said: ['half an hour', 'slow'] },
  });
});

test('a verify of a subgraph that was cut off beside a question is asked again', async () => {
  const { begun, slow } = slowStep();
  const inner = graph({ name: 'inner', state: {}, start: 'end', nodes: { end: { final: true } } });
  const it = graph({
    name: 'outer',
    state: {},
    start: 'work',
    nodes: {
      work: {
        graph: inner,
        verify: async (_update, _state, context) => {
          const step = context.step('slow', slow);
          return (await Promise.race([context.ask('who', text), step])) === 'slow';
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const store = outliving(memory());
  const one = open({ store, graphs: [it] });
  const thread = await one.start(it, {}, { id: 'a' });
  await begun[0]?.promise;
  await waits(thread);
  await one.close();
  expect(await opened(it, { store }).thread(it, 'a').ended()).toMatchObject({ status: 'done' });
});

test('a step beside a question whose owners keep dying is given up', async () => {
  const deaths = 4;
  const { it, begun, seen } = cutOff(works['a race with a question'] as Work, deaths);
  const store = outliving(memory());
  let at = Date.now();
  for (let death = 0; death <= 2; death += 1) {
    const now = at;
    const cairn = opened(it, { store, clock: { ...systemClock, now: () => now }, takeovers: 2 });
    if (death === 0) await cairn.start(it, {}, { id: 'a' });
    await begun[death]?.promise;
    await waits(cairn.thread(it, 'a'));
    at += 3_600_000;
  }
  const last = opened(it, { store, clock: { ...systemClock, now: () => at }, takeovers: 2 });
  const result = await last.thread(it, 'a').settled();
  expect(result).toMatchObject({ status: 'failed', failed: [{ node: 'work', code: 'thread/abandoned' }] });
  expect(seen.slow).toBe(3);
});
