import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type Context } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { opened } from './opened.ts';

const day = 86_400_000;

/** Spends what it is sent; a guard sees whether there is room for that. */
const spending = (per: 'turn' | 'day', during: (context: Context) => unknown = () => undefined) =>
  graph({
    name: 'spending',
    state: { log: append(z.string()), amount: z.number().default(0) },
    events: { spend: z.number(), ask: z.number() },
    limits: { tokens: { max: 10, per } },
    start: 'listen',
    nodes: {
      listen: {
        on: {
          spend: { to: 'work', update: (_s, amount) => ({ amount }) },
          ask: [
            {
              to: 'work',
              when: (_s, amount, { left }) => left('tokens') >= amount,
              update: (_s, amount, { spent }) => ({ amount, log: [`asked at ${spent('tokens')}`] }),
            },
            {
              update: (_s, _amount, { spent, left }) => ({
                log: [`no room at ${spent('tokens')}, ${left('tokens')} left`],
              }),
            },
          ],
        },
      },
      work: {
        run: async (s, ctx) => {
          ctx.spend('tokens', s.amount);
          await during(ctx);
          return { log: [`${ctx.left('tokens')} left`] };
        },
        onError: { to: 'listen', update: (_s, error) => ({ log: [error.message] }) },
        next: 'listen',
      },
    },
  });

test('a limit of a day is whole again on the next, by the time of the row that spends', async () => {
  const work = spending('day');
  const store = memory();
  const clock = virtualClock(day * 20_000 + day - 1_000);
  const cairn = opened(work, { store, clock });
  const thread = await cairn.start(work, {});
  for (const name of ['spend', 'ask', 'ask', 'spend'] as const) await thread.send(name, name === 'ask' ? 4 : 6);
  await clock.advance(2_000);
  await thread.send('ask', 9);
  expect((await thread.settled()).state.log).toEqual([
    '4 left',
    'asked at 6',
    '0 left',
    'no room at 10, 0 left',
    expect.stringContaining('The limit of 10 a day for "tokens" is used up.'),
    'asked at 0',
    '1 left',
  ]);
  expect((await thread.at()).spent).toEqual({ tokens: 25 });
  expect((await replay({ store, id: thread.id }, work)).divergence).toBeUndefined();
  const other = memory();
  await importThread(other, exportThread(store, thread.id));
  expect((await replay({ store: other, id: thread.id }, work)).divergence).toBeUndefined();
});

test('a limit of a turn is whole again once somebody was waited for, and not once time passed', async () => {
  const clock = virtualClock();
  const work = spending('turn', async (ctx) => {
    if (ctx.attempt > 1) return;
    await ctx.sleep('a while', '1h');
    ctx.spend('tokens', 3);
    await ctx.ask('go on?', { answer: z.boolean() });
    ctx.spend('tokens', 9);
  });
  const thread = await opened(work, { clock }).start(work, {});
  await thread.send('spend', 6);
  await clock.advance('1h');
  expect((await thread.at()).spent).toEqual({ tokens: 9 });
  await thread.answer('go on?', true);
  expect((await thread.settled()).state.log).toEqual(['1 left']);
  await thread.send('spend', 11);
  expect((await thread.settled()).state.log.at(-1)).toContain('The limit of 10 a turn for "tokens" is used up.');
});

test('a limit of a subgraph and one around it each count in their own time', async () => {
  const agent = graph({
    name: 'agent',
    state: { left: z.number().default(0) },
    limits: { tokens: { max: 5, per: 'turn' } },
    start: 'work',
    nodes: {
      work: {
        run: (_s, ctx) => {
          ctx.spend('tokens', 4);
          return { left: ctx.left('tokens') };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const work = graph({
    name: 'around',
    state: { left: append(z.number()) },
    limits: { tokens: { max: 12 } },
    events: { go: z.undefined() },
    start: 'listen',
    nodes: {
      listen: { on: { go: 'answer' } },
      answer: { graph: agent, output: ({ state }) => ({ left: [state.left] }), onError: 'over', next: 'listen' },
      over: { final: true },
    },
  });
  const thread = await opened(work).start(work, {});
  for (let turn = 0; turn < 4; turn += 1) await thread.send('go');
  expect(await thread.settled()).toMatchObject({ outcome: 'over', state: { left: [1, 1, 0] } });
});

test('what is left is known when a process dies and after a rewind, which refunds nothing', async () => {
  const store = memory();
  const clock = virtualClock(day);
  const work = spending('day');
  const first = open({ store, graphs: [work], clock });
  const thread = await first.start(work, {}, { id: 't' });
  await thread.send('spend', 6);
  await thread.settled();
  await first.close();
  const later = opened(work, { store, clock }).thread(work, 't');
  await later.rewind(1);
  await later.send('ask', 5);
  expect((await later.settled()).state.log).toEqual(['no room at 6, 4 left']);
});
