import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { whyOf } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { approvedClaim, claims, desk } from './claims.ts';

test('a transition is explained by its cause, the guards that were tried and the ways not taken', async () => {
  const at = desk();
  await approvedClaim(at);
  expect(await whyOf(at.store, 'c', 2)).toMatchObject({
    seq: 2,
    from: 'read',
    to: 'fan',
    cause: 'done',
    text: 'the thread goes from "read" to "fan", as its activity is done',
    input: { seq: 2 },
    ledBy: [{ seq: 1, cause: 'start' }],
    ways: [
      { by: 'next', to: 'refused', label: 'no title', guard: `s.title === ""`, outcome: 'refused' },
      { by: 'next', to: 'fan', outcome: 'taken' },
    ],
  });
});

test('a join is explained by the lanes that met, and a row that follows by what came', async () => {
  const at = desk();
  await approvedClaim(at);
  const join = await whyOf(at.store, 'c', 7);
  expect(join).toMatchObject({ cause: 'join', input: { seq: 6, lane: 'fan.1/right', cause: 'done' } });
  expect(join.ledBy.map(({ seq, lane }) => `${seq} ${lane}`)).toEqual(['2 ', '4 fan.1/left', '6 fan.1/right']);
});

test('an event is explained by what else would have been accepted', async () => {
  const at = desk();
  await approvedClaim(at);
  expect((await whyOf(at.store, 'c', -1)).ways).toEqual([
    { by: 'event', name: 'approve', to: 'approved', outcome: 'taken' },
    { by: 'event', name: 'remark', outcome: 'not due' },
    { by: 'timer', name: '24h', to: 'refused', outcome: 'not due' },
  ]);
});

const doubtful = graph({
  name: 'doubtful',
  state: { log: append(z.string()), sure: z.number().default(0) },
  events: { vote: z.number() },
  start: 'try',
  nodes: {
    try: {
      run: () => {
        throw new Error('down');
      },
      retry: { attempts: 2 },
      onError: 'ask',
      next: 'end',
    },
    ask: {
      on: {
        vote: [
          { when: (_s, n) => n < 0, to: 'end', label: 'against' },
          { when: (_s, n) => n > 10, to: 'end', label: 'by many' },
          { update: (s, n) => ({ sure: s.sure + n }) },
        ],
      },
      next: [{ when: (s) => s.sure > 2, to: 'end', label: 'sure' }],
      after: { '1h': 'pick' },
    },
    pick: { next: { choose: () => 'end', among: ['ask', 'end'] } },
    end: { final: true },
  },
});

test('an error is explained by the attempts that failed', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [doubtful], clock: virtualClock() });
  const thread = await cairn.start(doubtful, {}, { id: 'd' });
  await thread.settled();
  const why = await whyOf(store, 'd', 4);
  expect(why).toMatchObject({ cause: 'error', text: 'the thread goes from "try" to "ask", as it failed: down' });
  expect(why.ledBy.map(({ seq, cause }) => `${seq} ${cause}`)).toEqual(['1 start', '2 attempt', '3 attempt']);
  expect(why.ways).toEqual([
    { by: 'error', to: 'ask', outcome: 'taken' },
    { by: 'next', to: 'end', outcome: 'not due' },
  ]);
});

test('guards of events are told apart: those that refused, the one that held, those after it', async () => {
  const store = memory();
  const clock = virtualClock();
  const cairn = open({ store, graphs: [doubtful], clock });
  const thread = await cairn.start(doubtful, {}, { id: 'd' });
  await thread.settled();
  await thread.send('vote', 1);
  const outcomes = async (seq: number) =>
    (await whyOf(store, 'd', seq)).ways.map(({ by, label, to, outcome }) => `${by} ${label ?? to ?? ''}: ${outcome}`);
  expect(await outcomes(6)).toEqual([
    'event against: refused',
    'event by many: refused',
    'event : taken',
    'next sure: refused',
    'timer pick: not due',
  ]);
  await clock.advance('1h');
  expect(await outcomes(7)).toEqual([
    'timer pick: taken',
    'next sure: not due',
    'event against: not due',
    'event by many: not due',
    'event : not due',
  ]);
  expect(await outcomes(8)).toEqual(['next ask: passed over', 'next end: taken']);
});

test('what followed a rewind is explained by what came before it', async () => {
  const at = desk();
  const thread = await approvedClaim(at);
  await thread.rewind(10);
  await at.cairn.thread(claims, 'c').send('remark', 'again');
  const why = await thread.why(-1);
  expect(why.ledBy.map(({ seq }) => seq)).toEqual([10, 13]);
  expect(await thread.why(13)).toMatchObject({
    cause: 'rewind',
    text: expect.stringContaining('sent back to checkpoint 10') as string,
  });
});

const approving = graph({
  name: 'approving',
  state: { by: z.string().optional(), sure: z.boolean().default(false) },
  events: { approve: z.string(), ask: z.undefined() },
  start: 'check',
  nodes: {
    check: { run: () => ({}), next: 'approval' },
    approval: {
      on: { approve: { to: 'end', update: (_s, by) => ({ by }) }, ask: {} },
      next: [{ when: (s) => s.sure, to: 'end' }],
    },
    end: { final: true },
  },
});

/** The last checkpoint of a thread in words, and what led to it. */
async function explained(store: Store, id: string): Promise<readonly string[]> {
  const { text, ledBy, ways } = await whyOf(store, id, -1);
  const led = ledBy.map(({ seq, text: each }) => `${seq} ${each}`);
  return [text, ...led, ...ways.map(({ by, name, outcome }) => `${name ?? by} ${outcome}`)];
}

test('what is done by hand is told of what it led to: an edit, a rewind, a fork and an end', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [approving] });
  const thread = await cairn.start(approving, {}, { id: 'a' });
  await thread.settled();
  const ways = ['next refused', 'approve not due', 'ask not due'];
  const put = '"approval", as an edit put it there';

  await thread.edit({ by: 'ada' }, { as: 'approval' });
  expect(await explained(store, 'a')).toEqual([
    'the thread waits at "approval", as an edit had it go on from there',
    `4 the thread goes from "approval" to ${put}`,
    ...ways,
  ]);
  await thread.edit({}, { as: 'check' });
  expect(await explained(store, 'a')).toEqual([
    'the thread waits at "approval", as nothing leads on from there yet',
    '7 the thread goes from "check" to "approval", as an edit had it go on from there',
    ...ways,
  ]);
  await thread.rewind(5);
  expect(await explained(store, 'a')).toEqual([
    'the thread waits at "approval", sent back to checkpoint 5',
    `4 the thread goes from "approval" to ${put}`,
    'next not due',
    'approve not due',
    'ask not due',
  ]);
  await (await thread.fork(-1, { id: 'b' })).send('ask');
  expect((await explained(store, 'b')).slice(0, 4)).toEqual([
    'the thread waits at "approval", on event "ask"',
    `4 the thread goes from "approval" to ${put}`,
    '9 the thread waits at "approval", sent back to checkpoint 5',
    '10 the thread waits at "approval", forked from checkpoint 9',
  ]);
  await thread.edit({ by: 'bob' });
  await thread.cancel('enough');
  expect(await explained(store, 'a')).toEqual([
    'the thread ends at "approval", as it was cancelled: enough',
    `4 the thread goes from "approval" to ${put}`,
    '9 the thread waits at "approval", sent back to checkpoint 5',
    '10 the thread waits at "approval", as it was edited',
  ]);
  await cairn.close();
});
