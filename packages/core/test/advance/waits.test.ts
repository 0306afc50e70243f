import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '@cairn/core';
import { timersOf } from '../../src/advance/timers.ts';
import { PureThread, started } from './pure-thread.ts';

const hour = 3_600_000;

const offer = graph({
  name: 'offer',
  state: { until: z.number().optional(), every: z.number().default(1), reminded: z.number().default(0) },
  events: { extend: z.number(), withdraw: z.undefined(), look: z.undefined() },
  start: 'open',
  nodes: {
    open: {
      on: {
        extend: { update: (_s, until) => ({ until }) },
        withdraw: { update: () => ({ until: undefined }) },
        look: {},
      },
      after: [
        { at: (s) => s.until, to: 'late', label: 'deadline' },
        { in: (s) => s.every * (s.reminded + 1) * hour, update: (s) => ({ reminded: s.reminded + 1 }) },
        { in: '30d', to: 'forgotten' },
      ],
    },
    late: { final: true },
    forgotten: { final: true },
  },
});

const saved = (until: number) => ({ changes: { until: { set: until } } });

function due(thread: PureThread): readonly string[] {
  return timersOf(thread.plan, thread.snapshot).map(({ lane, name, at }) => `${lane}${name} ${at / hour}`);
}

describe('a wait that follows from the state', () => {
  test('is asked for on entry, and is until then', () => {
    const thread = started(offer, { until: 5 * hour, every: 10 });
    expect(due(thread)).toEqual(['after[0] 5', 'after[1] 10', '30d 720']);
    expect(thread.rows[0]?.waits).toEqual([
      { name: 'after[0]', at: 5 * hour },
      { name: 'after[1]', in: 10 * hour },
    ]);
    expect(thread.pass(4 * hour).lane('').node).toBe('open');
    expect(thread.pass(hour).lane('').node).toBe('late');
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'timer', label: 'after[0]', to: 'late' });
  });

  test('is none where the state gives none', () => {
    expect(due(started(offer, { every: 10 }))).toEqual(['after[1] 10', '30d 720']);
  });

  test('is asked for again after each change of the state, and only what is said otherwise is in the row', () => {
    const thread = started(offer, { until: 5 * hour, every: 10 });
    thread.send('extend', 9 * hour);
    expect(thread.rows.at(-1)?.waits).toEqual([{ name: 'after[0]', at: 9 * hour }]);
    expect(due(thread)).toEqual(['after[0] 9', 'after[1] 10', '30d 720']);
    thread.send('look');
    expect(thread.rows.at(-1)).not.toHaveProperty('waits');
    thread.send('withdraw');
    expect(due(thread)).toEqual(['after[1] 10', '30d 720']);
    thread.edit({ until: 2 * hour });
    expect(due(thread)).toEqual(['after[0] 2', 'after[1] 10', '30d 720']);
  });

  test('is asked for again after what an activity saves', () => {
    const saving = graph({
      name: 'saving',
      state: { until: z.number().default(10) },
      start: 'work',
      nodes: {
        work: { run: () => ({}), after: [{ at: (s) => s.until, to: 'end' }], next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(saving).give({ type: 'save', lane: '', key: 'more', ...saved(20) });
    expect(due(thread)).toEqual([`after[0] ${20 / hour}`]);
  });

  test('is over at once where its time is past', () => {
    const thread = started(offer, { until: 50 * hour, every: 100 });
    thread.pass(20 * hour).send('extend', 10 * hour);
    expect(thread.pass(0).lane('').node).toBe('late');
  });

  test('comes again where it stays and is to end later', () => {
    const thread = started(offer, { until: 8 * hour, every: 2 });
    thread.pass(7 * hour);
    expect(thread.state()).toMatchObject({ reminded: 3 });
    expect(thread.rows.filter(({ cause }) => cause === 'timer').map(({ time }) => time / hour)).toEqual([2, 4, 6]);
    expect(thread.pass(hour).lane('').node).toBe('late');
  });

  test('comes once where it stays and the same is said of it', () => {
    const once = graph({
      name: 'once',
      state: { log: z.number().default(0) },
      events: { go: z.undefined() },
      start: 'wait',
      nodes: {
        wait: { on: { go: 'end' }, after: [{ at: () => 5, update: (s) => ({ log: s.log + 1 }) }] },
        end: { final: true },
      },
    });
    expect(started(once).pass(1_000).edit({ log: 7 }).pass(1_000).state()).toEqual({ log: 7 });
  });
});

const spread = graph({
  name: 'spread',
  state: { at: z.number().default(0) },
  start: 'fork',
  nodes: {
    fork: {
      next: { each: () => [{ at: 5 }, { at: 7 }, { at: 9 }], to: 'lane', then: 'ordered', limit: 2 },
    },
    lane: { after: [{ at: (s) => s.at, to: 'ordered' }] },
    ordered: { next: { all: ['first', { to: 'second', needs: ['first'] }], then: 'end' } },
    first: { run: () => ({}), next: 'end' },
    second: { after: [{ in: (s) => s.at, to: 'end' }] },
    end: { final: true },
  },
});

test('lanes are asked when they are opened, and when they begin', () => {
  const thread = started(spread);
  expect(due(thread)).toHaveLength(2);
  expect(timersOf(thread.plan, thread.snapshot).map(({ at }) => at)).toEqual([5, 7]);
  thread.pass(6);
  expect(timersOf(thread.plan, thread.snapshot).map(({ at }) => at)).toEqual([7, 9]);
  thread.pass(4).done('ordered.1/first', { at: 20 });
  expect(timersOf(thread.plan, thread.snapshot).map(({ at }) => at)).toEqual([30]);
  expect(thread.pass(30).status).toBe('done');
});

describe('what a graph waits for', () => {
  const inner = graph({
    name: 'inner',
    state: { limit: z.number().default(30) },
    events: { go: z.undefined(), slower: z.number() },
    start: 'a',
    on: { slower: { update: (_s, limit) => ({ limit }) } },
    after: [
      { in: '1s', update: () => ({}) },
      { in: (s) => s.limit * 1_000, to: 'expired' },
    ],
    nodes: {
      a: { on: { go: 'b' }, after: { '1s': {} } },
      b: { on: { go: 'a' } },
      expired: { final: true },
    },
  });

  test('runs from its start, wherever in it the lane is, and comes once', () => {
    const whole = graph({
      name: 'whole',
      state: { seen: z.number().default(0) },
      events: { go: z.undefined() },
      start: 'a',
      after: { '1m': 'expired', '10s': { update: (s) => ({ seen: s.seen + 1 }) } },
      nodes: {
        a: { on: { go: 'b' } },
        b: { on: { go: 'a' }, after: { '10s': 'a' } },
        expired: { final: true },
      },
    });
    const thread = new PureThread(whole);
    thread.now = 5_000;
    thread.start().pass(7_000).send('go');
    expect(timersOf(thread.plan, thread.snapshot).map(({ name, at }) => `${name} ${at}`)).toEqual([
      'graph: 10s 15000',
      '10s 22000',
      'graph: 1m 65000',
    ]);
    thread.pass(30_000).send('go');
    expect(thread.state()).toEqual({ seen: 1 });
    thread.pass(23_000);
    expect(thread.lane('').node).toBe('expired');
    expect(thread.now).toBe(65_000);
  });

  test('leaves what is open there, is told by its own state, and holds in a subgraph from when that was opened', () => {
    const outer = graph({
      name: 'outer',
      state: {},
      events: { on: z.undefined() },
      start: 'wait',
      nodes: {
        wait: { on: { on: 'sub' } },
        sub: { graph: inner, next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(outer).pass(100_000).send('on');
    expect(due(thread)).toHaveLength(3);
    thread.pass(20_000).send('slower', 60);
    thread.pass(39_999);
    expect(thread.where).toEqual({ '': 'sub open', 'sub.1': 'a waiting' });
    expect(thread.pass(1).status).toBe('done');
    expect(thread.now).toBe(160_000);
  });
});

describe('an answer that is no time', () => {
  const odd = (answer: unknown, by: 'in' | 'at' = 'at') =>
    graph({
      name: 'odd',
      state: {},
      events: { go: z.undefined() },
      start: 'other',
      nodes: {
        other: { on: { go: 'wait' } },
        wait: { after: [{ [by]: () => answer, to: 'end' } as never] },
        end: { final: true },
      },
    });

  test.each([
    ['at', 'tomorrow'],
    ['at', new Date(Number.NaN)],
    ['at', Number.POSITIVE_INFINITY],
    ['at', null],
    ['in', -5],
    ['in', '5 minutes'],
    ['in', new Date(5)],
  ] as const)('"%s" that answers %s refuses the event that led there', (by, answer) => {
    const thread = started(odd(answer, by));
    expect(() => thread.send('go')).toThrow(
      expect.objectContaining({
        code: 'decision/no-time',
        facts: expect.objectContaining({ what: `nodes.wait.after[0].${by}` }),
      }),
    );
    expect(thread.lane('').node).toBe('other');
  });

  test('stops a lane that came there by itself, which decides again when it is resumed', () => {
    let answer: unknown = 'soon';
    const passing = graph({
      name: 'passing',
      state: {},
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: 'wait' },
        wait: { after: [{ at: () => answer as Date, to: 'end' }] },
        end: { final: true },
      },
    });
    const thread = started(passing).done('');
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ code: 'decision/no-time' });
    answer = new Date(9);
    expect(thread.resume().pass(9).status).toBe('done');
  });
});
