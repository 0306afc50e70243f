import { append, graph, memory, open, replay, type AnyGraph, type Cairn } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

function desk(of: AnyGraph, store = memory()) {
  const clock = virtualClock();
  return { store, clock, cairn: open({ store, graphs: [of], clock }) };
}

async function waysAt(cairn: Cairn, of: AnyGraph, seq: number): Promise<readonly string[]> {
  const { ways } = await cairn.thread(of, 't').why(seq);
  return ways.map(
    ({ by, name, to, outcome }) => `${by}${name === undefined ? '' : ` ${name}`} ${to ?? '-'}: ${outcome}`,
  );
}

/** Lanes of which the first to close is enough. */
const raced = graph({
  name: 'raced',
  state: { winner: z.string().optional() },
  events: { go: z.undefined(), giveUp: z.undefined() },
  on: { giveUp: 'end' },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['left', 'right'], then: 'end', need: 'any' }, onError: 'end' },
    left: { on: { go: 'end' } },
    right: { run: () => ({ winner: 'right' }), next: 'end' },
    end: { final: true },
  },
});

const both = graph({
  name: 'both',
  state: {},
  events: { go: z.undefined(), giveUp: z.undefined() },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['left', 'right'], then: 'end' }, on: { giveUp: 'end' } },
    left: { on: { go: 'end' } },
    right: { on: { go: 'end' } },
    end: { final: true },
  },
});

test('where lanes meet, that is the way that was taken, and the lanes that were left behind are named', async () => {
  const { cairn, clock } = desk(raced);
  const thread = await cairn.start(raced, {}, { id: 't' });
  await clock.advance(0);
  const rows = await thread.history();
  const join = rows.find(({ cause }) => cause === 'join')?.seq ?? 0;
  const opened = rows.find((row) => row.opened !== undefined)?.seq ?? 0;
  expect(await waysAt(cairn, raced, join)).toEqual([
    'next end: taken',
    'next left: not due',
    'next right: not due',
    'event giveUp end: not due',
    'error end: not due',
  ]);
  expect((await waysAt(cairn, raced, opened)).filter((way) => way.endsWith('taken'))).toEqual([
    'next left: taken',
    'next right: taken',
  ]);
  expect((await thread.why(join)).cancelled).toEqual(['fan.1/left']);
  await thread.edit({ winner: 'by hand' });
  expect(await waysAt(cairn, raced, -1)).toEqual([]);
  await cairn.close();
});

test.each([
  [
    'an edit',
    'edit',
    (thread: { edit: (changes: object, options: object) => Promise<void> }) => thread.edit({}, { as: 'end' }),
  ],
  ['an event', 'event', (thread: { send: (name: 'giveUp') => Promise<void> }) => thread.send('giveUp')],
] as const)('lanes that %s ends are named', async (_, cause, end) => {
  const { cairn, clock } = desk(both);
  const thread = await cairn.start(both, {}, { id: 't' });
  await clock.advance(0);
  await end(thread);
  const ended = (await thread.history()).find((row) => row.cause === cause)?.seq ?? 0;
  expect((await thread.why(ended)).cancelled).toEqual(['fan.1/left', 'fan.1/right']);
  await cairn.close();
});

const torn = graph({
  name: 'torn',
  state: { winner: z.string().optional() },
  start: 'fan',
  nodes: {
    fan: { next: { all: ['left', 'right'], then: 'end' } },
    left: { run: () => ({ winner: 'left' }), next: 'end' },
    right: { run: () => ({ winner: 'right' }), next: 'end' },
    end: { final: true },
  },
});

test('a conflict is led to by both writers', async () => {
  const { cairn, clock } = desk(torn);
  const thread = await cairn.start(torn, {}, { id: 't' });
  await clock.advance(0);
  const failed = (await thread.history()).at(-1);
  expect(failed).toMatchObject({ cause: 'fail', note: { failure: { code: 'state/conflict' } } });
  const lanes = (await thread.why(-1)).ledBy.map(({ lane }) => lane);
  expect(lanes).toEqual(expect.arrayContaining(['fan.1/left', 'fan.1/right']));
  await cairn.close();
});

const guarded = graph({
  name: 'guarded',
  state: { n: z.number().default(0), log: append(z.string()) },
  events: { add: z.number() },
  start: 'wait',
  nodes: {
    wait: {
      on: { add: { update: (s, n) => ({ n: s.n + n }) } },
      next: [
        { when: (s) => s.n > 10, to: 'end' },
        {
          when: (s) => {
            if (s.n > 4) throw new Error('too odd');
            return false;
          },
          to: 'odd',
        },
        { when: () => false, to: 'end' },
      ],
    },
    odd: { final: true },
    end: { final: true },
  },
});

test('after an event that stays, the cases that were asked again are refused, and a guard that threw is told', async () => {
  const { cairn, clock } = desk(guarded);
  const thread = await cairn.start(guarded, {}, { id: 't' });
  await clock.advance(0);
  await thread.send('add', 3);
  expect(await waysAt(cairn, guarded, -1)).toEqual([
    'event add -: taken',
    'next end: refused',
    'next odd: refused',
    'next end: refused',
  ]);
  await thread.send('add', 3);
  const last = (await thread.history()).at(-1);
  expect(last).toMatchObject({ cause: 'fail', note: { failure: { code: 'decision/failed' } } });
  expect(await waysAt(cairn, guarded, -1)).toEqual([
    'next end: refused',
    'next odd: threw',
    'next end: passed over',
    'event add -: not due',
  ]);
  await cairn.close();
});

test('a migration says to which node it led', async () => {
  const of = (node: string, migrate: object): AnyGraph =>
    graph({
      name: 'order',
      version: node,
      state: {},
      events: { go: z.undefined() },
      start: node,
      nodes: { [node]: { on: { go: 'end' } }, end: { final: true } },
      ...migrate,
    } as never);
  const store = memory();
  const before = of('payment', {});
  const first = desk(before, store);
  await first.cairn.start(before, {}, { id: 't' });
  await first.clock.advance(0);
  await first.cairn.close();
  const after = of('paying', { migrate: [{ from: 'payment', nodes: { payment: 'paying' } }] });
  const second = desk(after, store);
  const thread = second.cairn.thread(after, 't');
  await thread.edit({});
  expect(await thread.why(2)).toMatchObject({ cause: 'migrate', from: 'payment', to: 'paying', input: { seq: 2 } });
  await second.cairn.close();
});

const child = graph({
  name: 'child',
  state: { tries: z.number().default(0), fine: z.boolean().default(false), found: append(z.string()) },
  start: 'look',
  nodes: { look: { run: () => ({ found: ['it'] }), next: 'end' }, end: { final: true } },
});

const parent = graph({
  name: 'parent',
  state: { ok: z.boolean().optional(), count: z.number().optional(), notes: append(z.string()) },
  events: { go: z.undefined() },
  start: 'sub',
  nodes: {
    sub: {
      graph: child,
      output: ({ state, outcome }) => ({ ok: (outcome as string) === 'never', count: 0, notes: state.found }),
      next: 'wait',
    },
    wait: { on: { go: 'end' } },
    end: { final: true },
  },
});

test('what "output" computes is its own, though a subgraph began with the same, and what it passes on is followed', async () => {
  const { cairn, clock } = desk(parent);
  const thread = await cairn.start(parent, {}, { id: 't' });
  await clock.advance(0);
  const done = (await thread.history()).find(({ lane, cause }) => lane === '' && cause === 'done')?.seq;
  for (const key of ['ok', 'count'])
    expect((await thread.blame(key)).parts).toMatchObject([{ seq: done, cause: 'done' }]);
  expect((await thread.blame('notes')).parts).toMatchObject([{ lane: 'sub.1', via: [done] }]);
  await cairn.close();
});

test('what was written before a history was cut is said to be so, and nobody is named for it', async () => {
  const { cairn, clock, store } = desk(parent);
  const thread = await cairn.start(parent, {}, { id: 't' });
  await clock.advance(0);
  await cairn.prune({ threads: ['t'], drop: 'history' });
  const first = (await store.rows('t', { limit: 1 }))[0]?.seq;
  await thread.edit({ notes: ['by hand'] });
  expect((await thread.blame('count')).parts).toMatchObject([{ seq: first, cut: true }]);
  const parts = (await thread.blame('notes')).parts;
  expect(parts.map(({ cut, cause }) => [cut, cause])).toEqual([
    [true, 'done'],
    [undefined, 'edit'],
  ]);
  await cairn.close();
});

const rescuing = graph({
  name: 'rescuing',
  state: { code: z.string() },
  start: 'work',
  nodes: {
    work: {
      run: (s) => {
        throw Object.assign(new Error(s.code), { code: s.code });
      },
      onError: [
        { when: (_s, { code }) => code === 'dear', to: 'sorry' },
        {
          when: (_s, { code }) => {
            if (code === 'odd') throw new Error('too odd');
            return code === 'slow';
          },
          to: 'sorry',
          label: 'in time',
        },
        { when: (_s, { code }) => code !== 'grave', to: 'end' },
      ],
      next: 'end',
    },
    sorry: { final: true },
    end: { final: true },
  },
});

test.each([
  ['dear', ['error sorry: taken', 'error sorry: passed over', 'error end: passed over']],
  ['slow', ['error sorry: refused', 'error sorry: taken', 'error end: passed over']],
  ['else', ['error sorry: refused', 'error sorry: refused', 'error end: taken']],
  ['grave', ['error sorry: refused', 'error sorry: refused', 'error end: refused']],
  ['odd', ['error sorry: refused', 'error sorry: threw', 'error end: passed over']],
] as const)('of the ways out for failures it is told what became of each where "%s" failed', async (code, expected) => {
  const { cairn, clock, store } = desk(rescuing);
  const thread = await cairn.start(rescuing, { code }, { id: 't' });
  await clock.advance(0);
  const { seq = 0 } = (await thread.history()).findLast(({ cause }) => cause === 'error' || cause === 'fail') ?? {};
  expect((await waysAt(cairn, rescuing, seq)).slice(0, 3)).toEqual(expected);
  expect((await replay(thread, rescuing)).divergence).toBeUndefined();
  const other = memory();
  await importThread(other, exportThread(store, 't'), { id: 't' });
  expect((await replay({ store: other, id: 't' }, rescuing)).divergence).toBeUndefined();
  await cairn.close();
});
