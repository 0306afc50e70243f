import { setImmediate as nextTurn } from 'node:timers/promises';
import { graph, memory, open } from '@cairn/core';
import { expect, it } from 'vitest';
import { z } from 'zod';
import type { Heat, Inbox, LogPage } from '../../src/api.ts';
import { studio } from '../../src/index.ts';
import { failuresOf } from '../../src/page/thread/failures-of.ts';
import { get } from './asking.ts';

const failing = graph({
  name: 'failing',
  state: { what: z.string() },
  start: 'rescued',
  nodes: {
    rescued: {
      run: () => {
        throw new Error('first');
      },
      onError: 'twice',
      next: 'twice',
    },
    twice: {
      run: () => {
        throw new Error('no');
      },
      retry: { attempts: 2, backoff: '1ms' },
      next: 'end',
    },
    end: { final: true },
  },
});

it('counts an attempt that failed for good once, whatever comes of it', async () => {
  const cairn = open({ store: memory(), graphs: [failing] });
  const looking = studio(cairn);
  const thread = await cairn.start(failing, { what: 'tea' }, { id: 'F' });
  await thread.settled();
  const { body: heat } = await get<Heat>(looking, 'graphs/failing/heat');
  const failures = Object.fromEntries(heat.nodes.map((node) => [node.id, node.failures]));
  expect(failures).toEqual({ rescued: 1, twice: 2 });
  const { body: log } = await get<LogPage>(looking, 'threads/F/log');
  expect(failuresOf(log.rows).map(({ from, cause }) => [from, cause])).toEqual([
    ['rescued', 'attempt'],
    ['twice', 'attempt'],
    ['twice', 'attempt'],
  ]);
  await looking.close();
  await cairn.close();
});

const resting = graph({
  name: 'resting',
  state: { how: z.enum(['sleeps', 'retries', 'waits', 'asks', 'takes']) },
  events: { stop: z.object({}).optional(), go: z.object({}).optional() },
  questions: { size: z.string() },
  start: 'choose',
  on: { stop: 'end' },
  nodes: {
    choose: {
      next: [
        { when: (s) => s.how === 'sleeps', to: 'sleeps' },
        { when: (s) => s.how === 'retries', to: 'retries' },
        { when: (s) => s.how === 'waits', to: 'waits' },
        { when: (s) => s.how === 'asks', to: 'asks' },
        'takes',
      ],
    },
    sleeps: { run: (_, ctx) => ctx.sleep('rest', '1d'), next: 'end' },
    retries: {
      run: () => {
        throw new Error('not yet');
      },
      retry: { attempts: 2, backoff: '1d' },
      next: 'end',
    },
    waits: { after: { '1d': 'end' } },
    asks: { run: async (_, ctx) => void (await ctx.ask('size')), next: 'end' },
    takes: { on: { go: 'end' }, after: { '1d': 'end' } },
    end: { final: true },
  },
});

it('an event of the graph alone has nobody wait for what sleeps or is tried again', async () => {
  const cairn = open({ store: memory(), graphs: [resting] });
  const looking = studio(cairn);
  for (const how of ['sleeps', 'retries', 'waits', 'asks', 'takes'] as const)
    await cairn.start(resting, { how }, { id: how });
  // What is tried again counts as at work: nobody is told that it came to rest.
  while ((await cairn.threads({ status: ['waiting'] })).threads.length < 5) await nextTurn();
  const { items } = (await get<Inbox>(looking, 'inbox')).body;
  expect(items.map(({ thread }) => thread.id).toSorted()).toEqual(['asks', 'takes', 'waits']);
  await looking.close();
  await cairn.close();
});
