import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type AnyGraph } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';

const approval = graph({
  name: 'approval',
  state: { log: append(z.string()) },
  events: { approve: z.string() },
  start: 'ask',
  nodes: {
    ask: { on: { approve: { to: 'rest', update: (_s, by) => ({ log: [by] }) } }, after: { '24h': 'late' } },
    rest: {
      run: async (_s, ctx) => {
        await ctx.sleep('nap', '8h');
        return { log: ['rested'] };
      },
      next: 'end',
    },
    late: { final: true },
    end: { final: true },
  },
});

test('what waited at a checkpoint waits as long again once a thread is sent back there', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [approval], clock });
  const thread = await cairn.start(approval, {}, { id: 'a' });
  await clock.advance('10h');
  await thread.send('approve', 'ada');
  await clock.advance('72h');
  expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'end' });
  const { time } = await thread.at(1);
  await thread.rewind(1);
  await clock.advance(0);
  expect(await thread.settled()).toMatchObject({ status: 'waiting', due: clock.now() + 24 * 3_600_000 });
  expect((await thread.at(1)).time).toBe(time);
  await clock.advance('23h');
  await thread.send('approve', 'bob');
  await clock.advance('1h');
  await thread.rewind(3);
  await clock.advance('7h');
  expect(await thread.status()).toBe('waiting');
  await clock.advance('1h');
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { log: ['ada', 'rested'] } });
});

test('what waited at a checkpoint waits as long again in a fork, and reads back the same', async () => {
  const clock = virtualClock();
  const store = memory();
  const cairn = open({ store, graphs: [approval], clock });
  const thread = await cairn.start(approval, {}, { id: 'a' });
  await clock.advance('72h');
  expect(await thread.settled()).toMatchObject({ outcome: 'late' });
  const fork = await thread.fork(1, { id: 'b' });
  const due = clock.now() + 24 * 3_600_000;
  expect(await fork.settled()).toMatchObject({ status: 'waiting', due });
  const lines: string[] = [];
  for await (const line of exportThread(store, 'b')) lines.push(line);
  await importThread(store, lines, { id: 'c' });
  expect(await cairn.thread(approval, 'c').settled()).toMatchObject({ due });
  await clock.advance('23h');
  await fork.send('approve', 'ada');
  await clock.advance('8h');
  expect(await fork.settled()).toMatchObject({ outcome: 'end' });
});

test('a fork under an id that cannot be one is refused', async () => {
  const cairn = open({ store: memory(), graphs: [approval], clock: virtualClock() });
  const thread = await cairn.start(approval, {}, { id: 'a' });
  await expect(thread.fork(1, { id: 'a@1' })).rejects.toMatchObject({ code: 'thread/invalid-id' });
  await expect(thread.fork(9, { id: 'b' })).rejects.toMatchObject({ code: 'checkpoint/not-found' });
  expect((await (await thread.fork(-1, { id: 'b' })).record()).origin).toEqual({ thread: 'a', seq: 1 });
});

const before = graph({
  name: 'order',
  state: { total: z.number() },
  events: { go: z.object({}).optional() },
  start: 'hold',
  nodes: { hold: { on: { go: 'check' } }, check: { on: { go: 'end' } }, end: { final: true } },
});

const after: AnyGraph = graph({
  name: 'order',
  state: { total: z.string() },
  events: { go: z.object({}).optional() },
  start: 'held',
  nodes: { held: { on: { go: 'check' } }, check: { on: { go: 'end' } }, end: { final: true } },
  migrate: [{ from: '1', nodes: { hold: 'held' }, state: (old) => ({ total: `${String(old['total'])} EUR` }) }],
});

test('each checkpoint of a thread whose graph changed is read as it was, before and after', async () => {
  const store = memory();
  const clock = virtualClock();
  const versioned = { ...before, source: { ...before.source, version: '1' } };
  const first = open({ store, graphs: [versioned], clock });
  const thread = await first.start(versioned, { total: 5 }, { id: 'o' });
  await thread.settled();
  await thread.send('go');
  await first.close();
  const second = open({ store, graphs: [after], clock, recover: false });
  const now = second.thread(after, 'o');
  const states = async (of: typeof now) => {
    const rows = await of.history();
    return Promise.all(
      rows.map(async ({ seq, cause }) => {
        const {
          lanes: [lane],
        } = await of.at(seq);
        return `${seq} ${cause} ${lane?.node} ${JSON.stringify(lane?.state)}`;
      }),
    );
  };
  await now.rewind(1);
  await now.settled();
  expect(await states(now)).toMatchInlineSnapshot(`
    [
      "1 start hold {"total":5}",
      "2 event check {"total":5}",
      "3 rewind hold {"total":5}",
      "4 migrate held {"total":"5 EUR"}",
    ]
  `);
  const fork = await now.fork(1, { id: 'p', set: { total: '7 EUR' } });
  await fork.settled();
  expect(await states(fork)).toMatchInlineSnapshot(`
    [
      "1 start hold {"total":5}",
      "2 migrate held {"total":"5 EUR"}",
      "3 fork held {"total":"7 EUR"}",
    ]
  `);
  await now.rewind(2);
  await now.settled();
  const again = await now.fork(4, { id: 'q' });
  expect((await again.at(-1)).lanes[0]).toMatchObject({ node: 'held', state: { total: '5 EUR' } });
});

const fanning = graph({
  name: 'fanning',
  state: { names: append(z.string()), seen: append(z.string()), sure: z.boolean().default(true) },
  start: 'pick',
  nodes: {
    pick: { run: () => ({ names: ['a', 'b'] }), next: 'check' },
    check: { next: [{ when: (s) => s.sure, to: 'fan' }, 'unsure'] },
    fan: { next: { each: (s) => s.names.map((name) => ({ seen: [name] })), to: 'look', then: 'end' } },
    look: { run: () => ({}), next: 'end' },
    unsure: { final: true },
    end: { final: true },
  },
});

test('a thread that is taken back to the middle of what one input led to decides the rest anew', async () => {
  const cairn = open({ store: memory(), graphs: [fanning], clock: virtualClock() });
  const thread = await cairn.start(fanning, {}, { id: 'f' });
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { seen: ['a', 'b'] } });
  const [, done, pass] = await thread.history();
  expect([done, pass]).toMatchObject([
    { seq: 2, cause: 'done', to: 'check', phase: 'passing' },
    { seq: 3, cause: 'pass', to: 'fan', phase: 'passing' },
  ]);
  const other = await thread.fork(2, { id: 'g', set: { sure: false } });
  expect(await other.settled()).toMatchObject({ outcome: 'unsure' });
  const more = await thread.fork(3, { id: 'h', set: { names: ['c'] } });
  expect(await more.settled()).toMatchObject({ outcome: 'end', state: { seen: ['a', 'b', 'c'] } });
  await thread.rewind(2);
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { seen: ['a', 'b'] } });
  expect((await thread.history({ from: -6 })).map(({ cause }) => cause)).toEqual([
    'rewind',
    'pass',
    'pass',
    'done',
    'done',
    'join',
  ]);
});

test('a thread that is taken back to where a failure was being handled goes on from where that was done', async () => {
  const careful = graph({
    name: 'careful',
    state: {},
    start: 'try',
    nodes: {
      try: {
        run: () => {
          throw new Error('down');
        },
        onError: 'sorry',
        next: 'end',
      },
      sorry: { final: true },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [careful], clock: virtualClock() });
  const thread = await cairn.start(careful, {}, { id: 'c' });
  expect(await thread.settled()).toMatchObject({ outcome: 'sorry' });
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'attempt', 'error']);
  const fork = await thread.fork(2, { id: 'd' });
  expect(await fork.settled()).toMatchObject({ outcome: 'sorry' });
  expect((await fork.record()).origin).toEqual({ thread: 'c', seq: 3 });
});
