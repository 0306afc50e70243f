// Whoever observes a process hears of its runtimes by Node's diagnostics channels, without a word in the program.

import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel, type TracingChannelSubscribers } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, type Around, type RuntimeEvent } from '@cairn/core';
import { opened } from './opened.ts';

const spans = new AsyncLocalStorage<string>();

const work = graph({
  name: 'work',
  state: { seen: append(z.string()) },
  start: 'work',
  nodes: {
    work: {
      run: async (_s, ctx) => {
        await ctx.step('one', () => 1);
        if (ctx.attempt === 1) throw new Error('again');
        ctx.emit('a word');
        return { seen: [String(spans.getStore())] };
      },
      retry: { attempts: 2 },
      next: 'end',
    },
    end: { final: true },
  },
});

type Message = { readonly node?: string; readonly error?: unknown; readonly result?: unknown };

/** Subscribes to what is traced of one kind until the test is over. */
function tracesOf(kind: 'activity' | 'step' | 'commit'): { readonly told: [string, Message][] } {
  const told: [string, Message][] = [];
  const of = tracingChannel<unknown, object>(`cairn:${kind}`);
  const hear = (name: string) => (message: object) => void told.push([name, message]);
  const subscribers: TracingChannelSubscribers<object> = {
    start: hear('start'),
    end: hear('end'),
    asyncStart: hear('asyncStart'),
    asyncEnd: hear('asyncEnd'),
    error: hear('error'),
  };
  of.subscribe(subscribers);
  onTestFinished(() => of.unsubscribe(subscribers));
  return { told };
}

/** What was told of each message, in order, and the message. */
function byMessage(told: readonly [string, Message][]): readonly (readonly [string, Message])[] {
  return [...new Set(told.map(([, message]) => message))].map((message) => {
    const names = told.filter((each) => each[1] === message).map(([name]) => name);
    return [names.join(' '), message];
  });
}

test('activities, steps and commits are traced, each with one message from its start to its end', async () => {
  const [activities, steps, commits] = [tracesOf('activity'), tracesOf('step'), tracesOf('commit')];
  const cairn = opened(work);
  const { owner } = cairn;
  await (await cairn.start(work, {}, { id: 'a' })).ended();
  expect(byMessage(activities.told)).toMatchObject([
    [
      'start end error asyncStart asyncEnd',
      { thread: 'a', owner, node: 'work', attempt: 1, error: { message: 'again' } },
    ],
    ['start end asyncStart asyncEnd', { thread: 'a', owner, node: 'work', attempt: 2, result: 'done' }],
  ]);
  expect(byMessage(steps.told)).toMatchObject([['start end asyncStart asyncEnd', { thread: 'a', key: 'one' }]]);
  const creation = { thread: 'a', owner, creates: true, rows: [{ cause: 'start' }], result: 'ok' };
  expect(byMessage(commits.told)[0]).toMatchObject(['start end asyncStart asyncEnd', creation]);
  expect(byMessage(commits.told).length).toBeGreaterThan(3);
});

test('what is bound to the start of an activity is seen in it and by what else is around it', async () => {
  const { start } = tracingChannel<unknown, object>('cairn:activity');
  start.bindStore(spans, (message) => `span of ${(message as Message).node}`);
  onTestFinished(() => void start.unbindStore(spans));
  const seen: unknown[] = [];
  const activity: Around['activity'] = (_run, next) => {
    seen.push(spans.getStore());
    return next();
  };
  const thread = await opened(work, { around: { activity } }).start(work);
  expect((await thread.ended()).state?.seen).toEqual(['span of work']);
  expect(seen).toEqual(['span of work', 'span of work']);
});

test('what has no end is published under its type, as the listener of a runtime hears it, with that runtime', async () => {
  const types = 'started taken output status released lost refused broken failing stopping stopped'.split(' ');
  const published: unknown[] = [];
  for (const type of types) {
    const hear = (message: unknown): void => void published.push(message);
    const of = channel(`cairn:${type}`);
    of.subscribe(hear);
    onTestFinished(() => of.unsubscribe(hear));
  }
  const heard: RuntimeEvent[] = [];
  const cairn = opened(work, { onEvent: (event) => void heard.push(event) });
  const stop = new AbortController();
  const worked = cairn.work({ signal: stop.signal });
  await (await cairn.start(work)).ended();
  stop.abort();
  await worked;
  const traced = new Set(['attempt', 'run', 'ended', 'checkpoint']);
  const { owner } = cairn;
  expect(published).toEqual(heard.filter(({ type }) => !traced.has(type)).map((event) => ({ ...event, owner })));
  expect(heard.map(({ type }) => type)).toEqual(expect.arrayContaining(['started', 'output', 'status', 'stopped']));
});

test('nothing is made for what nobody hears', async () => {
  let asked = 0;
  const seeing = graph({
    name: 'seeing',
    state: {},
    start: 'work',
    nodes: {
      work: {
        run: (_s, ctx) =>
          ctx.emit(
            new Proxy(
              {},
              {
                get: () => (asked += 1),
                ownKeys: () => [`${(asked += 1)}`],
              },
            ),
          ),
        next: 'end',
      },
      end: { final: true },
    },
  });
  await (await opened(seeing).start(seeing)).ended();
  expect(asked).toBe(0);
});
