// A runtime tells one story of what it does and of what happens to its threads; who hears it holds nothing up.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, isProblem, memory, type RuntimeEvent } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { problem } from '../../src/base/problem/problem.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { ask, briefly } from '../../src/store/ask.ts';
import { loadRows } from '../../src/store/load.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';
import { overtaken } from './overtaken.ts';

const work = graph({
  name: 'work',
  state: { said: z.string().optional() },
  events: { say: z.string() },
  start: 'work',
  nodes: {
    work: {
      run: async (_s, ctx) => {
        ctx.emit({ token: ctx.attempt });
        if (ctx.attempt === 1) throw new Error('again');
        if (ctx.attempt === 2) await new Promise(() => undefined);
      },
      timeout: '1m',
      retry: { attempts: 3, backoff: '1s', jitter: 0 },
      next: 'asks',
    },
    asks: {
      run: async (_s, ctx) => void (await ctx.ask('sure', { payload: {}, answer: z.boolean() })),
      next: 'silent',
    },
    silent: { on: { say: { to: 'end', update: (_s, said) => ({ said }) } } },
    end: { final: true },
  },
});

/** What is heard, how to hear it, and until when. */
function hearing() {
  const heard: RuntimeEvent[] = [];
  const waiting = new Map<string, () => void>();
  const onEvent = (event: RuntimeEvent): void => {
    heard.push(event);
    waiting.get(event.type)?.();
  };
  const until = (type: RuntimeEvent['type']): Promise<void> => new Promise((tell) => waiting.set(type, tell));
  return { heard, onEvent, until };
}

const stuck = graph({
  name: 'stuck',
  state: {},
  start: 'work',
  nodes: { work: { run: () => new Promise<void>(() => undefined), next: 'end' }, end: { final: true } },
});

const short = graph({
  name: 'short',
  state: {},
  start: 'work',
  nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
});

/** An event in a word or two, with what is told of its end. */
function inShort(event: RuntimeEvent): string {
  switch (event.type) {
    case 'checkpoint':
      return `${event.seq} ${event.cause}${event.due === undefined ? '' : ' due'}`;
    case 'attempt':
    case 'run':
      return `${event.type} ${event.node} ${event.attempt}`;
    case 'ended':
      return `ended ${event.how}${event.how === 'failed' ? `: ${named(event.error)}` : ''}`;
    case 'status':
      return event.status;
    default:
      return event.type;
  }
}

function named(error: unknown): string {
  return isProblem(error) ? error.code : (error as Error).message;
}

test('a thread is told of from its start to its end, each attempt with how it ended and when it is tried again', async () => {
  const clock = virtualClock();
  const { heard, onEvent } = hearing();
  const thread = await opened(work, { clock, onEvent }).start(work, {}, { id: 'a' });
  await clock.advance('1s');
  await clock.advance('1m');
  await clock.advance('2s');
  await thread.settled();
  await thread.answer('sure', true);
  await thread.settled();
  await thread.send('say', 'hello');
  await thread.ended();
  expect(heard.map(inShort).join(', ')).toBe(
    'started, 1 start, attempt work 1, output, ended failed: again, 2 attempt due, waiting, ' +
      'taken, 3 timer, attempt work 2, output, ended failed: activity/timeout, 4 attempt due, waiting, ' +
      'taken, 5 timer, attempt work 3, output, ended done, 6 done, attempt asks 1, ended waiting, 7 ask, waiting, ' +
      'taken, 8 answer, run asks 1, ended done, 9 done, waiting, taken, 10 event, done',
  );
  const place = { thread: 'a', lane: '', node: 'work', visit: 1 };
  expect(heard.filter(({ type }) => type === 'ended').slice(0, 2)).toMatchObject([
    { ...place, attempt: 1, run: 1, how: 'failed', duration: 0 },
    { ...place, attempt: 2, run: 1, how: 'failed', duration: 60_000, error: { code: 'activity/timeout' } },
  ]);
});

describe('a runtime tells', () => {
  test('what was refused of that which came to a thread, and what was left for it when it ended', async () => {
    const { heard, onEvent } = hearing();
    const calm = graph({
      name: 'calm',
      state: {},
      events: { say: z.string(), go: z.undefined() },
      start: 'silent',
      nodes: { silent: { on: { go: 'end' } }, end: { final: true } },
    });
    const thread = await opened(calm, { onEvent }).start(calm, {}, { id: 'a' });
    await thread.settled();
    await expect(thread.send('say', 'hello')).rejects.toMatchObject({ code: 'event/not-accepted' });
    await thread.send('say', 'hello', { queue: true });
    await thread.send('go');
    await thread.ended();
    expect(heard.filter(({ type }) => type === 'refused')).toMatchObject([
      { thread: 'a', input: 'event', error: { code: 'event/not-accepted' } },
      { thread: 'a', input: 'message', error: { code: 'thread/over' } },
    ]);
  });

  test('what was refused of answers, before the thread rests again, and each once', async () => {
    const { heard, onEvent } = hearing();
    const asking = graph({
      name: 'asking',
      state: {},
      start: 'ask',
      nodes: {
        ask: {
          run: async (_s, ctx) => void (await ctx.ask('sure', { payload: {}, answer: z.boolean() })),
          next: 'end',
        },
        end: { final: true },
      },
    });
    const store = memory();
    const thread = await opened(asking, { store: keptOpen(store), onEvent }).start(asking, {}, { id: 'a' });
    await thread.settled();
    for (const cairn of [undefined, opened(asking, { store: keptOpen(store), recover: false, onEvent })]) {
      const at = cairn?.thread(asking, 'a') ?? thread;
      heard.length = 0;
      await expect(at.answer('other', true)).rejects.toMatchObject({ code: 'answer/not-asked' });
      await at.settled();
      await expect(at.answer('sure', 'yes')).rejects.toMatchObject({ code: 'value/invalid' });
      await at.settled();
      await expect(at.answer('sure', 'yes', { queue: true })).rejects.toMatchObject({ code: 'value/invalid' });
      await at.settled();
      const told = heard.filter(({ type }) => ['taken', 'refused', 'status'].includes(type));
      expect(told).toMatchObject([
        { type: 'taken' },
        { type: 'refused', input: 'answer', error: { code: 'answer/not-asked' } },
        { type: 'status' },
        { type: 'taken' },
        { type: 'refused', input: 'answer', error: { code: 'value/invalid' } },
        { type: 'status' },
        { type: 'taken' },
        { type: 'refused', input: 'message', error: { code: 'value/invalid' } },
        { type: 'status' },
      ]);
    }
  });

  test('of threads that threads start, as of those that it starts itself', async () => {
    const { heard, onEvent } = hearing();
    const store = memory();
    const letter = graph({
      name: 'letter',
      state: { text: z.string() },
      start: 'post',
      nodes: { post: { run: () => ({}), next: 'end' }, end: { final: true } },
    });
    // Long enough to be kept apart from its row.
    const text = 'letter '.repeat(20_000);
    const order = graph({
      name: 'order',
      state: {},
      start: 'work',
      nodes: {
        work: {
          run: async (_s, ctx) => {
            await ctx.step('post', () => ctx.start(letter, { text }, { id: 'L-1' }));
            await ctx.child('reply', letter, { text }, { id: 'L-2' });
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = opened(order, { store, graphs: [order, letter], onEvent });
    await (await cairn.start(order, {}, { id: 'O-1' })).ended();
    for (const thread of ['O-1', 'L-1', 'L-2']) {
      const told = heard.filter((event) => 'thread' in event && event.thread === thread);
      expect(told[0]).toEqual({ type: 'started', thread, graph: thread === 'O-1' ? 'order' : 'letter' });
      const [first] = await loadRows(store, thread, { codec: noClasses });
      expect(told[1]).toEqual({ ...first, type: 'checkpoint', thread });
    }
  });

  test('that it has a thread once that is so: not of one that others have had since, or that takes nothing', async () => {
    const { heard, onEvent } = hearing();
    const store = memory();
    const calm = graph({
      name: 'calm',
      state: {},
      events: { say: z.string(), go: z.undefined() },
      start: 'silent',
      nodes: { silent: { on: { say: 'silent', go: 'end' } }, end: { final: true } },
    });
    const here = await opened(calm, { store: keptOpen(store), recover: false, onEvent }).start(calm, {}, { id: 'a' });
    await here.settled();
    const there = opened(calm, { store: keptOpen(store), recover: false }).thread(calm, 'a');
    await there.send('say', 'there');
    await there.settled();
    heard.length = 0;
    await here.send('say', 'here');
    await here.settled();
    expect(heard.map(inShort).join(', ')).toBe('taken, 3 event, waiting');
    await here.send('go');
    await here.ended();
    heard.length = 0;
    await expect(here.send('say', 'late')).rejects.toMatchObject({ code: 'thread/over' });
    expect(heard.map(inShort)).toEqual(['refused']);
  });

  test('that it took a thread over, how many owners have died of it, and that it let go of it', async () => {
    const store = memory();
    const { heard, onEvent, until } = hearing();
    await opened(stuck, { store, drive: false }).start(stuck, {}, { id: 'a' });
    for (const owner of ['first', 'second']) await ask(briefly, () => store.claim('a', owner, Date.now()));
    const begun = until('run');
    const cairn = opened(stuck, { store, onEvent });
    await begun;
    await cairn.close();
    expect(heard).toMatchObject([
      { type: 'taken', thread: 'a', graph: 'stuck', from: 'second', deaths: 2 },
      { type: 'run', thread: 'a', node: 'work', attempt: 1, run: 3 },
      { type: 'ended', thread: 'a', node: 'work', how: 'released' },
      { type: 'released', thread: 'a' },
    ]);
  });

  test('that another process has taken a thread from it', async () => {
    const { heard, onEvent, until } = hearing();
    const lost = until('lost');
    await opened(short, { store: overtaken(memory(), 'done', 'a'), onEvent }).start(short, {}, { id: 'a' });
    await lost;
    expect(heard.map(inShort)).toEqual(['started', '1 start', 'attempt work 1', 'ended done', 'lost']);
  });

  test('that a drive broke off as its store could not be written', async () => {
    const { heard, onEvent, until } = hearing();
    const broken = until('broken');
    const store = memory();
    const failing = new Proxy(store, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]): unknown => {
          const [commit] = given as [{ readonly rows?: readonly unknown[] }?];
          if (name === 'commit' && commit?.rows?.length === 1)
            throw problem('store/corrupt', { store: 'a', found: 'x' });
          return Reflect.apply(value, target, given);
        };
      },
    });
    await opened(short, { store: failing, onEvent }).start(short, {}, { id: 'a' });
    await broken;
    expect(heard.at(-1)).toMatchObject({ type: 'broken', thread: 'a', error: { code: 'store/corrupt' } });
  });
});

test('who hears and never comes to an end holds nothing up, and hears each once', async () => {
  const heard: string[] = [];
  const onEvent = (event: RuntimeEvent): Promise<void> => {
    heard.push(inShort(event));
    return new Promise(() => undefined);
  };
  const cairn = opened(short, { onEvent });
  await (await cairn.start(short)).ended();
  expect(heard).toEqual(['started', '1 start', 'attempt work 1', 'ended done', '2 done', 'done']);
});
