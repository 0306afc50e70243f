import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, merge, reduce, replace, sum, transient, union, upsert } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const item = z.object({ id: z.string(), by: z.string() });

const gather = graph({
  name: 'gather',
  state: {
    title: z.string().optional(),
    other: z.string().optional(),
    list: append(z.string()),
    total: sum(),
    tags: union(z.string()),
    record: merge(z.string()),
    items: upsert(item, 'id'),
    longest: reduce({ schema: z.string(), initial: '', apply: (now, next) => `${now}<${next}>` }),
    mine: local(z.string()),
    token: transient(z.string()),
  },
  start: 'gather',
  nodes: {
    gather: { next: { all: ['a', 'b', 'c'], then: 'end' } },
    a: { run: () => ({}), next: 'a2' },
    a2: { run: () => ({}), next: 'end' },
    b: { run: () => ({}), next: 'end' },
    c: { run: () => ({}), next: 'early' },
    early: { final: true },
    end: { run: () => ({}), next: 'over' },
    over: { final: true },
  },
});

const [a, b, c] = ['gather.1/a', 'gather.1/b', 'gather.1/c'] as const;

describe('lanes', () => {
  test('are opened by one row, and their holder stays at the node that opened them', () => {
    const thread = started(gather);
    expect(thread.trail).toEqual(['start ->gather', 'pass gather']);
    expect(thread.where).toEqual({ '': 'gather open', [a]: 'a running', [b]: 'b running', [c]: 'c running' });
  });

  test('see the state at the opening and their own changes, never those of others', () => {
    const thread = started(gather, { title: 'start', list: ['0'] });
    thread.done(a, { list: ['a'], title: 'from a' }).done(b, { list: ['b'] });
    expect(thread.state(a)).toMatchObject({ title: 'from a', list: ['0', 'a'] });
    expect(thread.state(c)).toMatchObject({ title: 'start', list: ['0'] });
    expect(thread.state()).toMatchObject({ title: 'start', list: ['0'] });
  });

  test('close where they meet, or at a final node; the holder goes on when the last has closed', () => {
    const thread = started(gather).done(b).done(c);
    expect(thread.where).toEqual({ '': 'gather open', [a]: 'a running', [b]: 'end closed', [c]: 'early closed' });
    thread.done(a).done(a);
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.rows.at(-1)).toMatchObject({ lane: '', cause: 'join', from: 'gather', to: 'end' });
  });

  const updates = {
    [a]: {
      list: ['a'],
      total: 1,
      tags: ['x', 'a'],
      record: { k: 'a', a: 'a' },
      items: [{ id: '1', by: 'a' }],
      longest: 'a',
    },
    [b]: {
      list: ['b'],
      total: 2,
      tags: ['b', 'x'],
      record: { k: 'b' },
      items: {
        upsert: [
          { id: '1', by: 'b' },
          { id: '2', by: 'b' },
        ],
        remove: ['0'],
      },
      longest: 'b',
    },
    [c]: { list: ['c', 'cc'], total: 4, tags: ['c'], record: { c: 'c' }, items: [{ id: '3', by: 'c' }], longest: 'c' },
  };

  const orders = [
    [a, b, c],
    [c, b, a],
    [b, a, c],
    [b, c, a],
    [a, c, b],
    [c, a, b],
  ] as const;

  test.each(orders.map((order) => [order]))(
    'merge in the order declared, in whatever order they close: %j',
    (order) => {
      const thread = started(gather, { list: ['0'], longest: '0', items: [{ id: '0', by: 'start' }], tags: ['0'] });
      for (const lane of order) thread.done(lane, updates[lane]);
      thread.done(a, { total: 10 });
      expect(thread.state()).toEqual({
        list: ['0', 'a', 'b', 'c', 'cc'],
        total: 17,
        tags: ['0', 'x', 'a', 'b', 'c'],
        record: { k: 'b', a: 'a', c: 'c' },
        items: [
          { id: '1', by: 'b' },
          { id: '2', by: 'b' },
          { id: '3', by: 'c' },
        ],
        longest: '<0><a><b><c>',
      });
    },
  );

  test('keep local values to themselves; at the join they are dropped', () => {
    const thread = started(gather).done(a, { mine: 'kept by a' });
    expect(thread.state(a)).toMatchObject({ mine: 'kept by a' });
    expect(thread.state(b)).not.toHaveProperty('mine');
    thread.done(a).done(b).done(c);
    expect(thread.state()).not.toHaveProperty('mine');
  });

  test('may see transient values, which no row and no snapshot ever stores', () => {
    const thread = started(gather, { token: 'secret' });
    expect(thread.state(a)).toMatchObject({ token: 'secret' });
    thread.done(a, { token: 'another' });
    expect(thread.state(a)).toMatchObject({ token: 'another' });
    expect(thread.state(b)).toMatchObject({ token: 'secret' });
    expect(thread.lane(a).values).not.toHaveProperty('token');
    expect(JSON.stringify(thread.rows.map(({ transient: _, ...row }) => row.changes))).not.toContain('another');
  });

  test('come from a path that tells the visit that opened them', () => {
    const twice = graph({
      name: 'twice',
      state: { n: sum() },
      start: 'gather',
      nodes: {
        gather: { next: { all: ['one'], then: 'again' } },
        one: { run: () => ({}), next: 'again' },
        again: { next: [{ when: (s) => s.n < 2, to: 'gather' }, 'end'] },
        end: { final: true },
      },
    });
    const thread = started(twice).done('gather.1/one', { n: 1 });
    expect(thread.where).toEqual({ '': 'gather open', 'gather.2/one': 'one running' });
    expect(thread.done('gather.2/one', { n: 1 }).status).toBe('done');
  });

  test('whose holder is changed by an event meanwhile merge into what it has then', () => {
    const told = graph({
      name: 'told',
      state: { list: append(z.string()) },
      events: { note: z.string() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a'], then: 'end' }, on: { note: { update: (_s, text) => ({ list: [text] }) } } },
        a: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(told)
      .send('note', 'meanwhile')
      .done('fork.1/a', { list: ['a'] });
    expect(thread.state()).toEqual({ list: ['meanwhile', 'a'] });
  });

  test('that open lanes themselves meet from the inside out', () => {
    const nested = graph({
      name: 'nested',
      state: { list: append(z.string()) },
      start: 'outer',
      nodes: {
        outer: { next: { all: ['inner', 'x'], then: 'end' } },
        inner: { next: { all: ['p', 'q'], then: 'met' } },
        p: { run: () => ({}), next: 'met' },
        q: { run: () => ({}), next: 'met' },
        met: { run: () => ({}), next: 'end' },
        x: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(nested);
    const inner = 'outer.1/inner';
    expect(Object.keys(thread.where)).toEqual(['', inner, `${inner}/inner.1/p`, `${inner}/inner.1/q`, 'outer.1/x']);
    thread.done('outer.1/x', { list: ['x'] }).done(`${inner}/inner.1/q`, { list: ['q'] });
    thread.done(`${inner}/inner.1/p`, { list: ['p'] });
    expect(thread.state(inner)).toEqual({ list: ['p', 'q'] });
    expect(thread.done(inner, { list: ['met'] }).state()).toEqual({ list: ['p', 'q', 'met', 'x'] });
  });
});

describe('merge', () => {
  const decided = graph({
    name: 'decided',
    state: {
      best: z.number().default(0),
      by: z.string().optional(),
      all: append(z.number()),
      key: transient(z.string()),
    },
    start: 'fork',
    nodes: {
      fork: {
        next: {
          all: ['a', 'b'],
          then: 'end',
          merge: (lanes, s) => {
            const best = lanes.reduce((top, each) => (each.state.best > top.state.best ? each : top));
            return {
              best: s.best + best.state.best,
              by: `${best.lane} at ${best.node}, ${best.outcome ?? 'met'}`,
              key: 'k',
            };
          },
        },
      },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'stop' },
      stop: { final: true },
      end: { run: () => ({}), next: 'over' },
      over: { final: true },
    },
  });

  test('decides in place of the order, and sees every lane with its end', () => {
    const thread = started(decided, { best: 100 }).done('fork.1/a', { best: 3, all: [3] });
    thread.done('fork.1/b', { best: 5, all: [5] });
    expect(thread.state()).toEqual({ best: 105, by: 'fork.1/b at stop, stop', all: [], key: 'k' });
  });

  test('is told that a lane met, where it did not end by itself', () => {
    const thread = started(decided).done('fork.1/a', { best: 9 }).done('fork.1/b', { best: 5 });
    expect(thread.state()['by']).toBe('fork.1/a at end, met');
  });

  test('that returns an unknown key fails the thread at the join, and resume asks it again', () => {
    let key = 'bset';
    const wrong = graph({
      name: 'wrong',
      state: { best: z.number().optional() },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a'], then: 'end', merge: () => ({ [key]: 1 }) } },
        a: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(wrong).done('fork.1/a');
    expect(thread.status).toBe('failed');
    expect(thread.stopped()).toContain('Did you mean "best"?');
    key = 'best';
    expect(thread.resume().state()).toEqual({ best: 1 });
  });

  test('may replace what accumulates', () => {
    const replaced = graph({
      name: 'replaced',
      state: { list: append(z.string()) },
      start: 'fork',
      nodes: {
        fork: { next: { all: ['a'], then: 'end', merge: (lanes) => ({ list: replace([`${lanes.length}`]) }) } },
        a: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    expect(
      started(replaced, { list: ['old'] })
        .done('fork.1/a', { list: ['a'] })
        .state(),
    ).toEqual({ list: ['1'] });
  });
});
