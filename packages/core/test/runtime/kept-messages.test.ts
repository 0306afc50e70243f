import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { later } from '../../../../test/power/later.ts';
import { said } from './said.ts';

const nothing = z.object({});

const both = graph({
  name: 'both',
  state: { log: append(z.string()) },
  events: { approve: z.object({ by: z.string() }), open: nothing },
  start: 'closed',
  nodes: {
    closed: { on: { open: 'fork' } },
    fork: { next: { all: ['legal', 'finance'], then: 'end' } },
    legal: { on: { approve: { to: 'end', update: (_s, e) => ({ log: [`legal by ${e.by}`] }) } } },
    finance: { on: { approve: { to: 'end', update: (_s, e) => ({ log: [`finance by ${e.by}`] }) } } },
    end: { final: true },
  },
});

const asks = graph({
  name: 'asks',
  state: { paid: z.number().optional() },
  events: { pay: nothing },
  start: 'wait',
  nodes: {
    wait: { on: { pay: 'pay' } },
    pay: { run: async (_s, ctx) => ({ paid: await ctx.ask('paid', { answer: z.number() }) }), next: 'end' },
    end: { final: true },
  },
});

const stores: Readonly<Record<string, () => Store>> = {
  memory,
  'a store that answers later': () => later(memory(), 7),
};

describe.each(Object.entries(stores))('what is queued, on %s', (_, openStore) => {
  test('is refused where it is ambiguous, and never goes to the lane that is left', async () => {
    const cairn = open({ store: openStore(), graphs: [both] });
    const thread = await cairn.start(both, {});
    await thread.send('open', {});
    expect(await said(thread.send('approve', { by: 'a lawyer' }, { queue: true }))).toBe('event/ambiguous');
    await thread.send('approve', { by: 'a lawyer' }, { lane: 'fork.1/legal' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', at: [{ lane: 'fork.1/finance' }] });
    await cairn.close();
  });

  test('is given up where it has become ambiguous, and never goes to the lane that is left', async () => {
    const cairn = open({ store: openStore(), graphs: [both] });
    const thread = await cairn.start(both, {});
    expect(await said(thread.send('approve', { by: 'a lawyer' }, { queue: true }))).toBe('ok');
    await thread.send('open', {});
    await thread.send('approve', { by: 'ada' }, { lane: 'fork.1/legal' });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { log: [] } });
    expect(await thread.store.messages(thread.id)).toEqual([]);
    await cairn.close();
  });

  test('goes to the lane that it names once that is there', async () => {
    const cairn = open({ store: openStore(), graphs: [both] });
    const thread = await cairn.start(both, {});
    await thread.send('approve', { by: 'ada' }, { queue: true, lane: 'fork.1/finance' });
    await thread.send('open', {});
    await thread.send('approve', { by: 'bob' }, { lane: 'fork.1/legal' });
    expect(await thread.settled()).toMatchObject({
      outcome: 'end',
      state: { log: ['legal by bob', 'finance by ada'] },
    });
    await cairn.close();
  });

  test('is refused to whoever sends it to a thread that is over', async () => {
    const cairn = open({ store: openStore(), graphs: [both, asks] });
    const thread = await cairn.start(both, {});
    await thread.cancel();
    expect(await said(thread.send('open', {}, { queue: true }))).toBe('thread/over');
    const asking = await cairn.start(asks, {});
    await asking.cancel();
    expect(await said(asking.answer('paid', 1, { queue: true }))).toBe('thread/over');
    expect(await thread.store.messages(thread.id)).toEqual([]);
    await cairn.close();
  });

  test('an answer that nobody asked for ends with its thread, and so does one that comes when that is over', async () => {
    const store = openStore();
    const cairn = open({ store, graphs: [asks] });
    const { id } = await cairn.start(asks, {});
    const thread = cairn.thread(asks, id);
    await thread.answer('paid', 5, { queue: true });
    await thread.cancel();
    await store.leave(id, '{"type":"answer","key":"paid","value":5}', Date.now(), true);
    expect(await said(thread.cancel())).toBe('thread/over');
    await expect.poll(() => store.messages(id)).toEqual([]);
    await cairn.close();
  });

  test('an answer is taken once its question is asked', async () => {
    const cairn = open({ store: openStore(), graphs: [asks] });
    const thread = await cairn.start(asks, {});
    await thread.settled();
    expect(await said(thread.answer('paid', 5))).toBe('answer/not-asked');
    await thread.answer('paid', 5, { queue: true });
    await thread.send('pay', {});
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { paid: 5 } });
    await cairn.close();
  });

  test('an answer that comes while the run is on its way to the question is taken', async () => {
    let reached = (): void => undefined;
    let answered = (): void => undefined;
    const there = new Promise<void>((resolve) => (reached = resolve));
    const given = new Promise<void>((resolve) => (answered = resolve));
    const calls = graph({
      name: 'calls',
      state: { paid: z.boolean().optional() },
      start: 'pay',
      nodes: {
        pay: {
          run: async (_s, ctx) => {
            await ctx.step('call the bank', async () => {
              reached();
              await given;
            });
            return { paid: await ctx.ask('paid', { answer: z.boolean() }) };
          },
          next: 'end',
        },
        end: { final: true },
      },
    });
    const cairn = open({ store: openStore(), graphs: [calls] });
    const thread = await cairn.start(calls, {});
    await there;
    await thread.answer('paid', true, { queue: true });
    answered();
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { paid: true } });
    await cairn.close();
  });

  test('an answer outlives the process, and one that does not fit is given up when it is tried', async () => {
    const store = openStore();
    const first = open({ store, graphs: [asks] });
    const { id } = await first.start(asks, {});
    for (const answer of ['five', 5]) await first.thread(asks, id).answer('paid', answer, { queue: true });
    await first.thread(asks, id).settled();
    const second = open({ store, graphs: [asks] });
    const thread = second.thread(asks, id);
    await thread.send('pay', {}, { onBusy: 'wait' });
    expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { paid: 5 } });
    expect(await store.messages(id)).toEqual([]);
    await first.close();
    await second.close();
  });
});
