import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  graph,
  memory,
  run,
  type AnyGraph,
  type Cairn,
  type Context,
  type OpenOptions,
  type RuntimeEvent,
} from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { connectionsTo } from './kept-open.ts';
import { opened } from './opened.ts';
import { said } from './said.ts';

/** What is talked to, by name. */
const deskOf = (name: string) =>
  graph({
    name,
    state: { quick: z.boolean().default(false), heard: append(z.string()) },
    events: { say: z.string(), close: z.undefined() },
    questions: { name: z.string() },
    start: 'begin',
    nodes: {
      begin: { next: [{ when: (s) => s.quick, to: 'end' }, 'listen'] },
      listen: { on: { say: { update: (_s, text) => ({ heard: [text] }) }, close: 'end' } },
      end: { final: true },
    },
  });
const desk = deskOf('desk');

type Talking = Pick<Context, 'send' | 'answer' | 'start' | 'child' | 'step'>;

/** A thread that does what a test says, and may be sent elsewhere meanwhile. */
const callerOf = (call: (ctx: Talking) => unknown) =>
  graph({
    name: 'caller',
    state: { tries: z.number().optional() },
    events: { away: z.undefined(), back: z.undefined() },
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => {
          await call(ctx);
          return { tries: ctx.attempt };
        },
        retry: { attempts: 1 },
        on: { away: 'rest' },
        onError: 'sad',
        next: 'glad',
      },
      rest: { on: { back: 'call' } },
      glad: { final: true },
      sad: { final: true },
    },
  });

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

const ways: Readonly<Record<string, (ctx: Talking) => unknown>> = {
  'an event': (ctx) => ctx.send(desk, 'd', 'say', 'hello'),
  'an event, and goes on whatever it throws': (ctx) => {
    try {
      ctx.send(desk, 'd', 'say', 'hello');
    } catch {
      // It would be taken for done.
    }
  },
  'an event by its graph’s name': (ctx) => ctx.send({ name: 'desk' }, 'd', 'say' as never, 'hello' as never),
  'an event within a step': (ctx) => ctx.step('tell', () => ctx.send(desk, 'd', 'say', 'hello')),
  'an answer': (ctx) => ctx.answer(desk, 'd', 'name', 'ada', { id: 'once' }),
  'a start': (ctx) => ctx.start(desk, {}, { id: 'd2' }),
  'a start that nobody waits for': (ctx) => void ctx.start(desk, {}, { id: 'd2' }),
  'a child': (ctx) => ctx.child('desk', desk, { quick: true }),
};

const facts = { thread: 'c', node: 'call', graph: 'desk', known: ['caller'] };

describe.each(Object.entries(stores))(
  'on %s, a thread that talks to a graph which its process was not opened with',
  (_, storeOf) => {
    test.each(Object.entries(ways))('by %s is left to one that was, and nothing counts', async (_way, talk) => {
      const connect = connectionsTo(storeOf());
      await startedIn(connect(), desk);
      const runs = { done: 0, step: 0 };
      const caller = callerOf(async (ctx) => {
        runs.done += 1;
        await ctx.step('before', () => (runs.step += 1));
        await talk(ctx);
      });
      const events: RuntimeEvent[] = [];
      const here = opened(caller, { store: connect(), onEvent: (event) => events.push(event) });
      const thread = await here.start(caller, {}, { id: 'c' });
      await expect(thread.settled()).rejects.toMatchObject({ code: 'activity/unknown-graph', facts });
      await expect(thread.ended()).rejects.toMatchObject({ code: 'activity/unknown-graph' });
      expect(await thread.record()).toMatchObject({ owner: null, status: 'running', takeovers: 0 });
      expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'step']);
      expect(runs).toEqual({ done: 1, step: 1 });
      expect([...(await here.recovered())]).toMatchObject([['c', { code: 'activity/unknown-graph' }]]);
      const told = events.filter(({ type }) => !['checkpoint', 'started', 'attempt'].includes(type));
      expect(told).toMatchObject([
        { type: 'ended', how: 'released' },
        { type: 'refused', thread: 'c', error: { code: 'activity/unknown-graph' } },
      ]);

      const there = opened(caller, { store: connect(), graphs: [caller, desk] });
      await there.recovered();
      expect(await there.thread(caller, 'c').ended()).toMatchObject({
        status: 'done',
        outcome: 'glad',
        state: { tries: 1 },
      });
      expect(await thread.settled()).toMatchObject({ status: 'done' });
      await here.recovered();
      expect([...(await here.recovered())]).toEqual([]);
      expect(runs.step).toBe(1);
    });

    test('is tried again after pauses that grow, and rests owned by nobody meanwhile', async () => {
      const clock = virtualClock();
      let runs = 0;
      const caller = callerOf((ctx) => {
        runs += 1;
        ctx.send(desk, 'd', 'say', 'hello');
      });
      const store = storeOf();
      const cairn = opened(caller, { store, clock });
      const thread = await cairn.start(caller, {}, { id: 'c' });
      await clock.advance('1m');
      const first = runs;
      await clock.advance('1d');
      expect(first).toBeLessThan(4);
      expect(runs).toBeGreaterThan(20);
      expect(runs).toBeLessThan(40);
      expect(await thread.record()).toMatchObject({ owner: null, status: 'running', takeovers: 0 });
    });

    test('takes what leads it elsewhere all the same, goes on here, and is left again when it comes back', async () => {
      const caller = callerOf((ctx) => ctx.send(desk, 'd', 'say', 'hello'));
      const cairn = opened(caller, { store: storeOf(), recover: false });
      const thread = await cairn.start(caller, {}, { id: 'c' });
      const unfit = { code: 'activity/unknown-graph' };
      await expect(thread.settled()).rejects.toMatchObject(unfit);
      await thread.send('away');
      expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['back'] });
      await thread.send('back');
      await expect(thread.settled()).rejects.toMatchObject(unfit);
      await expect(cairn.drive('c')).rejects.toMatchObject(unfit);
      await thread.cancel('enough');
      expect(await thread.ended()).toMatchObject({ status: 'cancelled', reason: 'enough' });
      expect([...(await cairn.recovered())]).toEqual([]);
    });
  },
);

test('whoever follows, drives, asks or answers such a thread hears what is missing', async () => {
  const caller = graph({
    name: 'caller',
    state: {},
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => {
          if ((await ctx.ask('go on', { answer: z.boolean() })) && ctx.visit > 0) ctx.send(desk, 'd', 'say', 'hello');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = opened(caller);
  const thread = await cairn.start(caller, {}, { id: 'c' });
  await thread.settled();
  const followed = (async () => {
    const following = thread.watch({ until: 'ended' });
    while ((await following.next()).done !== true);
  })();
  await thread.answer('go on', true);
  expect(await Promise.all([followed, thread.settled(), thread.ended(), cairn.drive('c')].map(said))).toEqual(
    Array.from({ length: 4 }, () => 'activity/unknown-graph'),
  );
  expect(await said(thread.answer('go on', true))).toBe('answer/not-asked');
});

test('an answer that a run would take, which talks before it asks, is refused with what is missing', async () => {
  const caller = (talks: boolean) =>
    graph({
      name: 'caller',
      state: { got: z.string().optional() },
      start: 'call',
      nodes: {
        call: {
          run: async (_s, ctx) => {
            if (talks) ctx.send(desk, 'd', 'say', 'hello');
            return { got: await ctx.ask('name', { answer: z.string() }) };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
  const connect = connectionsTo(memory());
  await startedIn(connect(), desk);
  const [before, today] = [caller(false), caller(true)];
  const first = opened(before, { store: connect() });
  await (await first.start(before, {}, { id: 'c' })).settled();
  await first.close();
  const cairn = opened(today, { store: connect() });
  expect(await said(cairn.thread(today, 'c').answer('name', 'ada'))).toBe('activity/unknown-graph');
  expect(await cairn.thread(today, 'c').settled()).toMatchObject({ status: 'waiting', questions: [{ key: 'name' }] });
  const web = opened(today, { store: connect(), drive: false });
  const there = opened(today, { store: connect(), graphs: [today, desk] });
  const working = there.work();
  await web.thread(today, 'c').answer('name', 'ada');
  expect(await web.thread(today, 'c').ended()).toMatchObject({ state: { got: 'ada' } });
  await there.close();
  await working;
});

test('a run in memory alone says which graph is missing', async () => {
  expect(await said(run(callerOf((ctx) => ctx.child('desk', desk, {}))))).toBe('activity/unknown-graph');
});

const names = ['red', 'green', 'blue'];
const desks = names.map(deskOf);

test('whichever of the graphs each process knows, a thread that talks to all comes to its end where some process knows each', async () => {
  const random = fc.record({
    knows: fc.array(fc.subarray(names), { minLength: 1, maxLength: 3 }),
    talks: fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(random, async ({ knows, talks }) => {
      const clock = virtualClock();
      const connect = connectionsTo(memory());
      await startedIn(connect(), ...desks);
      const made: string[] = [];
      const caller = callerOf(async (ctx) => {
        for (const [index, name] of talks.entries()) {
          await ctx.step(`${index}`, () => {
            ctx.send({ name }, name.charAt(0), 'say' as never, `${index}` as never);
            made.push(`${index} ${name}`);
          });
        }
      });
      const processes: Cairn[] = [...knows, names].map((known) =>
        openedWith(caller, known, { store: connect(), clock }),
      );
      try {
        const [first] = processes as [Cairn];
        await first.start(caller, {}, { id: 'c' });
        const thread = processes.at(-1)?.thread(caller, 'c');
        for (let round = 0; round <= talks.length && (await thread?.record())?.status !== 'done'; round += 1) {
          for (const each of processes) await each.recovered();
          await clock.advance('2h');
        }
        expect(await thread?.record()).toMatchObject({ status: 'done', owner: null, takeovers: 0 });
        expect(made).toEqual(talks.map((name, index) => `${index} ${name}`));
        expect((await thread?.history())?.filter(({ cause }) => cause === 'attempt')).toEqual([]);
      } finally {
        for (const each of processes) await each.close();
      }
    }),
    { numRuns: 15 },
  );
});

/** Threads that can be talked to, each by the first letter of its graph. */
async function startedIn(store: Store, ...graphs: readonly (typeof desk)[]): Promise<void> {
  const cairn = opened(desk, { store, graphs });
  for (const each of graphs) await (await cairn.start(each, {}, { id: each.name.charAt(0) })).settled();
  await cairn.close();
}

function openedWith(caller: AnyGraph, known: readonly string[], options: Partial<OpenOptions>): Cairn {
  return opened(caller, { ...options, graphs: [caller, ...desks.filter(({ name }) => known.includes(name))] });
}
