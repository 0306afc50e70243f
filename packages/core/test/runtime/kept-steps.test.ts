// Steps whose results are kept for longer than one visit of their node.

import { append, graph, memory, open, replay, type Cairn, type FactsOf, type Thread } from '@cairn/core';
import { checkpointAt, exportThread, importThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { keptOpen } from './kept-open.ts';

let done: string[] = [];

const did = (what: string) => (): string => {
  done.push(what);
  return `${what} ${done.length}`;
};

/** A conversation whose node looks twice a turn, and does a step of each kind each time. */
const chat = graph({
  name: 'chat',
  state: { heard: append(z.string()), looks: z.number().default(0) },
  events: { say: z.undefined() },
  start: 'idle',
  nodes: {
    idle: { on: { say: 'look:up' } },
    'look:up': {
      run: async (s, ctx) => {
        const profile = await ctx.step('profile', did('profile'), { per: 'thread' });
        const today = await ctx.step('today', did('today'), { per: 'turn' });
        const now = await ctx.step('now', did('now'));
        return { heard: [`${profile}, ${today}, ${now}`], looks: s.looks + 1 };
      },
      next: [{ when: (s) => s.looks % 2 === 1, to: 'look:up' }, 'idle'],
    },
  },
});

const twoTurns = [
  'profile 1, today 2, now 3',
  'profile 1, today 2, now 4',
  'profile 1, today 5, now 6',
  'profile 1, today 5, now 7',
];

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

beforeEach(() => {
  done = [];
});

describe.each(Object.entries(stores))('on %s, a step', (_name, storeOf) => {
  const say = async (thread: Thread<FactsOf<typeof chat>>): Promise<readonly string[]> => {
    await thread.send('say');
    return (await thread.settled()).state.heard;
  };

  const begun = async (): Promise<{ store: Store; cairn: Cairn; thread: Thread<FactsOf<typeof chat>> }> => {
    const store = keptOpen(storeOf());
    const cairn = open({ store, graphs: [chat] });
    return { store, cairn, thread: await cairn.start(chat, {}, { id: 'c' }) };
  };

  test('is done once a visit, once a turn or once a thread, as it says', async () => {
    const { store, cairn, thread } = await begun();
    await say(thread);
    expect(await say(thread)).toEqual(twoTurns);
    expect((await replay({ store, id: 'c' }, chat)).divergence).toBeUndefined();
    await cairn.close();
  });

  test('is found again where the thread was read from its store, its history cut, or carried elsewhere', async () => {
    const { store, cairn, thread } = await begun();
    await say(thread);
    const lines: string[] = [];
    for await (const line of exportThread(store, 'c')) lines.push(line);
    await cairn.close();
    const elsewhere = memory();
    await importThread(elsewhere, lines);
    for (const where of [store, elsewhere]) {
      done = done.slice(0, 4);
      const again = open({ store: where, graphs: [chat] });
      await again.prune({ status: ['waiting'], drop: 'history' });
      expect(await say(again.thread(chat, 'c'))).toEqual(twoTurns);
      await again.close();
    }
  });

  test('is done again where a rewind or a fork goes back to before it, and else is not', async () => {
    const { cairn, thread } = await begun();
    await say(thread);
    const { seq } = (await thread.history()).at(-1) ?? { seq: 0 };
    const after = await thread.fork(seq, { id: 'after' });
    expect((await say(after)).at(-1)).toMatch(/^profile 1, today \d, /u);
    const before = await thread.fork(1, { id: 'before' });
    expect((await say(before)).at(-1)).not.toMatch(/^profile 1,/u);
    await thread.rewind(1);
    done = [];
    await say(thread);
    expect(done.filter((each) => each === 'profile')).toHaveLength(1);
    await cairn.close();
  });
});

test('what a thread keeps outlives a refusal by verify and a throw, with one idempotency key', async () => {
  const keys: string[] = [];
  const tried = graph({
    name: 'tried',
    state: { n: z.number().optional() },
    start: 'try',
    nodes: {
      try: {
        run: async (_s, ctx) => {
          await ctx.step('kept', did('kept'), { per: 'thread' });
          await ctx.step('other', () => keys.push(ctx.key()), { per: 'turn' });
          await ctx.step('found', did('found'));
          if (ctx.attempt === 1) throw new Error('no');
          return { n: ctx.attempt };
        },
        verify: ({ n = 0 }) => n > 2,
        retry: { attempts: 3 },
        next: 'over',
      },
      over: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [tried] });
  expect((await (await cairn.start(tried)).ended()).status).toBe('done');
  expect(done).toEqual(['kept', 'found', 'found']);
  expect(keys).toHaveLength(1);
  await cairn.close();
});

test('a visit in which a turn ends finds what it found once more, and what it does from then on is of the next turn', async () => {
  const asking = graph({
    name: 'asking',
    state: { heard: append(z.string()) },
    events: { say: z.undefined() },
    start: 'work',
    nodes: {
      work: {
        run: async (s, ctx) => {
          const today = await ctx.step('today', did('today'), { per: 'turn' });
          if (s.heard.length === 1) await ctx.ask('go on', { answer: z.string() });
          return { heard: [`${today}, ${await ctx.step('later', did('later'), { per: 'turn' })}`] };
        },
        next: [{ when: (s) => s.heard.length < 3, to: 'work' }, 'idle'],
      },
      idle: { on: { say: 'work' } },
    },
  });
  const store = keptOpen(memory());
  const first = open({ store, graphs: [asking] });
  const thread = await first.start(asking, {}, { id: 'a' });
  expect((await thread.settled()).state.heard).toEqual(['today 1, later 2']);
  await first.close();
  const second = open({ store, graphs: [asking] });
  const again = second.thread(asking, 'a');
  await again.answer('go on', 'yes');
  expect((await again.settled()).state.heard).toEqual(['today 1, later 2', 'today 1, later 2', 'today 3, later 4']);
  await second.close();
});

test('a visit in which several turns end finds what it found in each of them, also where verify refuses it', async () => {
  const asking = graph({
    name: 'asking',
    state: { n: z.number().optional() },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, ctx) => {
          for (const each of ['first', 'second', 'third']) {
            await ctx.step(each, did(each), { per: 'turn' });
            await ctx.ask(`after ${each}`, { answer: z.string() });
          }
          return { n: ctx.attempt };
        },
        verify: ({ n }) => n === 2,
        retry: { attempts: 2, backoff: 0 },
        next: 'over',
      },
      over: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [asking] });
  const thread = await cairn.start(asking);
  for (let asked = 0; asked < 6; asked += 1) {
    const { questions = [] } = (await thread.settled()) as { questions?: readonly { key: string }[] };
    await thread.answer(questions[0]?.key ?? '', 'yes');
  }
  expect((await thread.ended()).status).toBe('done');
  expect(done).toEqual(['first', 'second', 'third']);
  await cairn.close();
});

test('a subgraph finds what an earlier one of its node has done for the thread, and for a turn only its own', async () => {
  const agent = graph({
    name: 'agent',
    state: { said: z.string().optional() },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, ctx) => ({
          said: `${await ctx.step('profile', did('profile'), { per: 'thread' })}, ${await ctx.step('today', did('today'), { per: 'turn' })}`,
        }),
        next: 'over',
      },
      over: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    state: { heard: append(z.string()) },
    start: 'ask',
    nodes: {
      ask: {
        graph: agent,
        output: ({ state }) => ({ heard: [state.said ?? ''] }),
        next: [{ when: (s) => s.heard.length < 2, to: 'ask' }, 'over'],
      },
      over: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [outer] });
  const { state } = await (await cairn.start(outer)).ended();
  expect(state).toEqual({ heard: ['profile 1, today 2', 'profile 1, today 3'] });
  await cairn.close();
});

test('lanes find what was done before they were opened, none what another does, and the first of them counts where they meet', async () => {
  const fan = graph({
    name: 'fan',
    state: { rounds: z.number().default(0), lane: z.number().optional(), heard: append(z.string()) },
    start: 'spread',
    nodes: {
      spread: { next: { each: () => [{ lane: 0 }, { lane: 1 }, { lane: 2 }], to: 'look', then: 'met', need: 2 } },
      look: {
        run: async (s, ctx) => {
          if (s.lane === 0) throw new Error('lost');
          return { heard: [await ctx.step('profile', did(`profile of ${String(s.lane)}`), { per: 'thread' })] };
        },
        next: 'met',
      },
      met: { run: (s) => ({ rounds: s.rounds + 1 }), next: [{ when: (s) => s.rounds < 2, to: 'again' }, 'over'] },
      again: { next: { each: () => [{ lane: 3 }, { lane: 4 }], to: 'look', then: 'met' } },
      over: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [fan] });
  const { state } = await (await cairn.start(fan)).ended();
  const [first, second, ...later] = (state as { heard: readonly string[] }).heard;
  expect([first, second].map((each) => each?.slice(0, -2))).toEqual(['profile of 1', 'profile of 2']);
  expect(later).toEqual([first, first]);
  await cairn.close();
});

test('what is kept of a node goes with it to its new name, and goes where the node is gone', async () => {
  const store = keptOpen(memory());
  const first = open({ store, graphs: [chat] });
  const thread = await first.start(chat, {}, { id: 'c' });
  await thread.send('say');
  await thread.settled();
  await first.close();
  const { 'look:up': look, idle } = (chat.source as never as { nodes: Record<string, object> }).nodes;
  const newer = {
    ...chat,
    source: {
      ...chat.source,
      version: '2',
      migrate: [{ from: (await store.thread('c'))?.fingerprint ?? '', nodes: { 'look:up': 'seen' } }],
      nodes: {
        idle: { ...idle, on: { say: 'seen' } },
        seen: { ...look, next: [{ when: (s: { looks: number }) => s.looks % 2 === 1, to: 'seen' }, 'idle'] },
      },
    },
  } as never as typeof chat;
  const second = open({ store, graphs: [newer] });
  const again = second.thread(newer, 'c');
  await again.send('say');
  expect((await again.settled()).state.heard).toEqual(twoTurns);
  await second.close();
  expect((await checkpointAt(store, 'c')).status).toBe('waiting');
});

test('a result that has some of what a protected key holds is kept sealed', async () => {
  const secret = graph({
    name: 'secret',
    state: { token: z.string(), n: z.number().default(0) },
    events: { go: z.undefined() },
    start: 'look',
    nodes: {
      look: {
        run: async (s, ctx) => {
          const kept = await ctx.step('seen', () => ({ with: s.token }), { per: 'thread' });
          return { n: kept.with.length };
        },
        next: 'idle',
      },
      idle: { on: { go: 'look' } },
    },
  });
  const store = keptOpen(memory());
  const protect = {
    keys: ['token'],
    seal: (text: string) => text.toUpperCase(),
    open: (text: string) => text.toLowerCase(),
  };
  const cairn = open({ store, graphs: [secret], protect });
  const thread = await cairn.start(secret, { token: 'hunter2hunter2' }, { id: 's' });
  await thread.settled();
  await cairn.prune({ status: ['waiting'], drop: 'history' });
  const snapshot = await store.snapshot('s');
  expect(JSON.stringify(snapshot)).not.toContain('hunter2');
  await thread.send('go');
  expect((await thread.settled()).state.n).toBe(14);
  await cairn.close();
});
