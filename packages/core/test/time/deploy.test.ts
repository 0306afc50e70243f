import { append, graph, memory, open, replay, type AnyGraph } from '@cairn/core';
import { goingOnWith } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

/** An order that waits for its payment, at a node of some name. */
function order(name: string, more: object = {}): AnyGraph {
  return graph({
    name: 'order',
    version: name,
    state: { notes: append(z.string()) },
    events: { pay: z.undefined() },
    start: 'check',
    nodes: {
      check: { run: () => ({ notes: ['checked'] }), next: name },
      [name]: { on: { pay: 'end' } },
      end: { final: true },
    },
    ...more,
  } as never);
}

async function started(by: AnyGraph) {
  const store = memory();
  const clock = virtualClock();
  const cairn = open({ store, graphs: [by], clock });
  for (const id of ['waits', 'paid']) await cairn.start(by, {}, { id });
  await clock.advance(0);
  await (cairn.thread(by, 'paid') as unknown as { send(event: string): Promise<void> }).send('pay');
  await clock.advance(0);
  await cairn.close();
  return store;
}

test('a replay knows the "migrate" of today\'s graph: what is before it need not replay, that it can be done is what counts', async () => {
  const store = await started(order('payment'));
  const migrate = [{ from: 'payment', nodes: { payment: 'paying' } }];
  for (const id of ['waits', 'paid']) {
    const report = await replay({ store, id }, order('paying', { migrate }));
    expect(report.divergence).toBeUndefined();
    expect(report.older).toMatchObject([{ seq: 2, kind: 'node' }]);
    expect(report.checkpoints + report.skipped).toBe((await store.thread(id))?.head);
  }
  const half = order('paying', { migrate: [{ from: 'payment', nodes: {} }] });
  const { divergence } = await replay({ store, id: 'waits' }, half);
  expect(divergence).toMatchObject({ kind: 'refused', seq: 2 });
  expect(divergence?.how).toContain('node "payment" is gone');
  expect((await replay({ store, id: 'waits' }, order('paying'))).divergence).toMatchObject({ kind: 'node' });
});

test('what becomes of live threads with other code is known before it is deployed', async () => {
  const before = order('payment');
  const store = await started(before);
  const fates = async (today: AnyGraph): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { thread, how, problem } of goingOnWith(store, [today]))
      found.push(`${thread} ${how} ${problem?.code ?? ''}`);
    return found;
  };
  const head = (await store.thread('waits'))?.head;
  expect(await fates(before)).toEqual(['waits as it is ']);
  expect(await fates(order('paying'))).toEqual(['waits refused thread/changed-graph']);
  const migrate = [{ from: 'payment', nodes: { payment: 'paying' } }];
  expect(await fates(order('paying', { migrate }))).toEqual(['waits brought ']);
  expect((await store.thread('waits'))?.head).toBe(head);
});

/** An activity whose result is checked. */
function checked(verify: unknown): AnyGraph {
  return graph({
    name: 'checked',
    state: { n: z.number().optional(), notes: append(z.string()) },
    start: 'guess',
    nodes: { guess: { run: () => ({ n: 7, notes: ['seven'] }), verify, next: 'end' }, end: { final: true } },
  } as never);
}

test.each<[what: string, verify: unknown, how: string]>([
  ['refuses', (update: { n: number }) => (update.n > 5 ? 'too many' : true), 'refuses what was recorded: too many'],
  [
    'sees lists and the state',
    (update: { notes: string[] }, state: { notes: string[] }) =>
      update.notes[0] === 'seven' && state.notes.length === 0,
    'clean',
  ],
  ['asks the world', async () => false, 'clean'],
  ['takes the context', (_update: unknown, _state: unknown, ctx: { attempt: number }) => ctx.attempt === 9, 'clean'],
])('a replay asks a "verify" that %s', async (_what, verify, how) => {
  const today = checked(() => true);
  const cairn = open({ store: memory(), graphs: [today] });
  const thread = await cairn.start(today, {}, { id: 'g' });
  await thread.ended();
  const { divergence } = await replay(thread, checked(verify));
  expect(divergence?.how ?? 'clean').toContain(how);
  await cairn.close();
});

test('events that are queued for a thread and that nothing can take after a deploy are named before it', async () => {
  const make = (go: z.ZodType, more: Readonly<Record<string, z.ZodType>>) =>
    graph({
      name: 'listening',
      state: {},
      events: { go, start: z.undefined(), ...more },
      start: 'idle',
      nodes: { idle: { on: { start: 'wait' } }, wait: { on: { go: 'end' } }, end: { final: true } },
    } as never) as AnyGraph;
  const [store, was, today] = [memory(), make(z.number(), { gone: z.number() }), make(z.number().max(10), {})];
  const cairn = open({ store, graphs: [was] });
  const thread = await cairn.start(was, {}, { id: 't' });
  await thread.send('go' as never, 7, { queue: true });
  await thread.send('go' as never, 70, { queue: true, id: 'much' });
  await thread.send('gone' as never, 1, { queue: true });
  const found = [];
  for await (const each of goingOnWith(store, [was])) found.push(each);
  expect(found).toMatchObject([{ thread: 't', how: 'as it is' }]);
  expect(found[0]).not.toHaveProperty('unfit');
  for await (const each of goingOnWith(store, [today])) found.push(each);
  expect(found[1]).toMatchObject({
    thread: 't',
    unfit: [
      { event: 'go', id: 'much', problem: { code: 'value/invalid' } },
      { event: 'gone', problem: { code: 'event/unknown' } },
    ],
  });
  expect(found[1]?.unfit?.[1]).not.toHaveProperty('id');
  await cairn.close();
});

test('so is what cannot be read, and it keeps nothing else from being named', async () => {
  const today = graph({
    name: 'listening',
    state: {},
    events: { go: z.number().max(10) },
    start: 'wait',
    nodes: { wait: { on: { go: 'end' } }, end: { final: true } },
  });
  const store = memory();
  const cairn = open({ store, graphs: [today], drive: false });
  for (const id of ['t', 'u']) await cairn.start(today, {}, { id });
  const bodies = [
    'no JSON',
    'null',
    '7',
    '{}',
    '{"type":"event"}',
    '{"type":"dance"}',
    '{"type":"cancel","reason":"x"}',
  ];
  for (const body of bodies) await store.leave('t', body, 0, true, body === '7' ? 'seven' : undefined);
  await store.leave('t', '{"type":"event","name":"go","payload":70}', 0, true);
  const found = [];
  for await (const each of goingOnWith(store, [today])) found.push(each);
  expect(found.map(({ thread }) => thread).toSorted()).toEqual(['t', 'u']);
  const { unfit = [] } = found.find(({ thread }) => thread === 't') ?? {};
  const messages = (await store.messages('t')).map(({ id }) => id);
  expect(unfit).toMatchObject([
    ...messages.slice(0, 6).map((message) => ({ message, problem: { code: 'value/unreadable' } })),
    { event: 'go', problem: { code: 'value/invalid' } },
  ]);
  expect(unfit.map(({ id }) => id)).toEqual([undefined, undefined, 'seven', ...bodies.slice(3).map(() => undefined)]);
  await cairn.close();
});

test('so are answers that are queued and that what today’s graph declares does not take', async () => {
  const make = (name: z.ZodType) =>
    graph({
      name: 'asking',
      state: { name: z.unknown() },
      questions: { name },
      start: 'wait',
      nodes: {
        wait: { after: { '1d': 'ask' } },
        ask: { run: async (_s, ctx) => ({ name: await ctx.ask('name') }), next: 'end' },
        end: { final: true },
      },
    });
  const [store, was, today] = [memory(), make(z.string()), make(z.string().max(3))];
  const cairn = open({ store, graphs: [was] });
  const thread = await cairn.start(was, {}, { id: 't' });
  await thread.answer('name', 'Ada', { queue: true });
  await thread.answer('name', 'Grace', { queue: true });
  const unfit = [];
  for (const of of [was, today]) for await (const each of goingOnWith(store, [of])) unfit.push(each.unfit);
  expect(unfit).toMatchObject([undefined, [{ answer: 'name', problem: { code: 'value/invalid' } }]]);
  await cairn.close();
});
