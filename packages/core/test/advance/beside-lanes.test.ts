import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, reduce, replace, sum, upsert } from '../../src/index.ts';
import { started, type PureThread } from './pure-thread.ts';

const fork = graph({
  name: 'fork',
  state: {
    verdict: z.string().optional(),
    list: append(z.string()),
    total: reduce({ schema: z.number(), initial: 0, apply: (now: number, more) => now + more }),
  },
  events: { decide: z.string(), note: z.string(), add: z.number() },
  start: 'fan',
  nodes: {
    fan: {
      on: {
        decide: { update: (_s, verdict) => ({ verdict }) },
        note: { update: (_s, text) => ({ list: [text] }) },
        add: { update: (_s, n) => ({ total: n }) },
      },
      after: { '1h': { update: () => ({ verdict: 'by time' }) } },
      next: { all: ['a', 'b'], then: 'end' },
    },
    a: { run: () => ({}), next: 'end' },
    b: { run: () => ({}), next: 'end' },
    end: { run: () => ({}), next: 'over' },
    over: { final: true },
  },
});

const [a, b] = ['fan.1/a', 'fan.1/b'] as const;

/** Ways to write to the holder of lanes that are at work, and how a problem names each. */
const writers: readonly [string, (thread: PureThread) => PureThread, string][] = [
  ['an event', (thread) => thread.send('decide', 'by a person'), 'The event "decide"'],
  ['a timer', (thread) => thread.pass(3_600_000), 'The timer "1h"'],
  ['an edit', (thread) => thread.edit({ verdict: 'by hand' }), 'The edit'],
  ['a fork', (thread) => thread.give({ type: 'fork', at: 2, update: { verdict: 'what if' } }), 'The fork'],
];

describe.each(writers)('what %s writes to the holder of open lanes', (_, write, who) => {
  test('stays where no lane writes it', () => {
    const thread = write(started(fork));
    const { verdict } = thread.state();
    expect(verdict).toBeDefined();
    expect(thread.done(a).done(b).state()).toMatchObject({ verdict });
  });

  test.each([a, b])('conflicts with lane %s that sets it, whichever comes first', (lane) => {
    const other = lane === a ? b : a;
    const after = write(started(fork)).done(lane, { verdict: 'by a lane' }).done(other);
    expect(after.status).toBe('failed');
    expect(after.lane('').stopped).toMatchObject({ code: 'state/conflict' });
    expect(after.stopped()).toContain(`${who} and lane "${lane}" of "fan" both set "verdict"`);
    const before = write(started(fork).done(lane, { verdict: 'by a lane' })).done(other);
    expect(before.stopped()).toContain(`and lane "${lane}" of "fan" both set "verdict"`);
    expect(before.state()['verdict']).not.toBe('by a lane');
    expect(before.state(lane)['verdict']).toBe('by a lane');
  });

  test('goes on with what an edit of the failed join decides', () => {
    const thread = write(started(fork))
      .done(a, { verdict: 'by a lane', list: ['a'] })
      .done(b);
    expect(thread.edit({ verdict: 'decided' }).resume().state()).toMatchObject({ verdict: 'decided', list: ['a'] });
  });
});

describe('beside open lanes', () => {
  test('what accumulates comes before what the lanes add', () => {
    const thread = started(fork)
      .done(b, { list: ['b'], total: 20 })
      .send('note', 'told')
      .send('add', 1);
    expect(thread.done(a, { list: ['a'], total: 300 }).state()).toEqual({ list: ['told', 'a', 'b'], total: 321 });
  });

  test('what accumulates conflicts with a lane that replaces it', () => {
    const thread = started(fork)
      .send('note', 'told')
      .done(a, { list: replace([]) })
      .done(b);
    expect(thread.stopped()).toContain('The event "note" and lane "fan.1/a" of "fan" both set "list"');
  });

  test('an edit that replaces conflicts with a lane that adds', () => {
    const thread = started(fork)
      .edit({ list: replace(['x']) })
      .edit({ list: ['y'] })
      .done(a, { list: ['a'] })
      .done(b);
    expect(thread.stopped()).toContain('The edit');
  });

  test('no lane sees what is written to its holder: it may begin before or after that', () => {
    const thread = started(limited).send('model', 'new').done('fan.1/0');
    expect(thread.state('fan.1/1')).toMatchObject({ model: 'old' });
    expect(thread.done('fan.1/1').state()).toMatchObject({ model: 'new' });
  });

  test('a lane that begins after a fork sees what the fork set, and may set it anew', () => {
    const thread = started(limited).give({ type: 'fork', at: 2, update: { model: 'new' } });
    expect(thread.state('fan.1/0')).toMatchObject({ model: 'old' });
    thread.done('fan.1/0');
    expect(thread.state('fan.1/1')).toMatchObject({ model: 'new' });
    expect(thread.done('fan.1/1', { model: 'newer' }).state()).toMatchObject({ model: 'newer' });
  });

  test('a lane that had begun conflicts with what a fork sets', () => {
    const thread = started(limited).give({ type: 'fork', at: 2, update: { model: 'new' } });
    expect(thread.done('fan.1/0', { model: 'newer' }).done('fan.1/1').status).toBe('failed');
  });

  test('an edit of a failed join adds to what accumulates, and takes nothing from the lanes', () => {
    const thread = started(fork)
      .done(a, { verdict: 'a', list: ['a'] })
      .done(b, { verdict: 'b', list: ['b'] });
    thread.edit({ list: ['by hand'], verdict: 'c' }).resume();
    expect(thread.state()).toMatchObject({ verdict: 'c', list: ['by hand', 'a', 'b'] });
  });

  test('a merge decides, and is given what the holder has', () => {
    const merged = graph({
      name: 'merged',
      state: { verdict: z.string().optional() },
      start: 'fan',
      nodes: {
        fan: {
          next: {
            all: ['a'],
            then: 'end',
            merge: ([lane], s) => ({ verdict: `${s.verdict}, ${lane?.state.verdict}` }),
          },
        },
        a: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(merged).edit({ verdict: 'by hand' }).done(a, { verdict: 'by a lane' });
    expect(thread.state()).toEqual({ verdict: 'by hand, by a lane' });
  });
});

const limited = graph({
  name: 'limited',
  state: { model: z.string().default('old') },
  events: { model: z.string() },
  start: 'fan',
  nodes: {
    fan: {
      on: { model: { update: (_s, model) => ({ model }) } },
      next: { each: () => [{}, {}], to: 'work', then: 'end', limit: 1 },
    },
    work: { run: () => ({}), next: 'end' },
    end: { final: true },
  },
});

describe('a lane that needs two others', () => {
  const item = z.object({ id: z.string(), by: z.string() });
  const diamond = graph({
    name: 'diamond',
    state: {
      title: z.string().optional(),
      list: append(z.string()),
      total: reduce({ schema: z.number(), initial: 1, apply: (now: number, more) => now * 10 + more }),
      added: sum(),
      items: upsert(item, 'id'),
    },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b', { to: 'c', needs: ['b', 'a'] }, { to: 'd', needs: ['c'] }], then: 'end' } },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'end' },
      c: { run: () => ({}), next: 'end' },
      d: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  const [c, d] = ['fan.1/c', 'fan.1/d'];
  const change = (n: number) => ({ total: n, added: n, list: [`${n}`], items: [{ id: 'i', by: `${n}` }] });

  test.each([[[a, b]], [[b, a]]])('sees what both changed, of every kind of key: %j', (order) => {
    const thread = started(diamond);
    for (const lane of order) thread.done(lane, change(lane === a ? 2 : 3));
    const seen = { total: 123, added: 5, list: ['2', '3'], items: [{ id: 'i', by: '3' }] };
    expect(thread.state(c)).toEqual(seen);
    thread.done(c, change(4));
    expect(thread.state(d)).toMatchObject({ total: 1234, added: 9 });
    expect(thread.done(d).state()).toMatchObject({ total: 1234, added: 9, list: ['2', '3', '4'] });
  });

  test('conflicts with a lane that it has not seen, whoever wrote after that', () => {
    const partly = graph({
      name: 'partly',
      state: { list: append(z.string()) },
      start: 'fan',
      nodes: {
        fan: { next: { all: ['a', 'b', { to: 'c', needs: ['b'] }], then: 'end' } },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        c: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(partly)
      .done(a, { list: ['a'] })
      .done(b, { list: ['b'] });
    expect(thread.done(c, { list: replace([]) }).stopped()).toContain(
      `Lanes "${a}" and "${c}" of "fan" both set "list"`,
    );
  });

  test('whose reducer throws stops its holder, and resume() begins it', () => {
    let broken = true;
    const picky = graph({
      name: 'picky',
      state: {
        total: reduce({
          schema: z.number(),
          initial: 0,
          apply: (now: number, more) => {
            if (broken && now > 0) throw new Error('too much');
            return now + more;
          },
        }),
      },
      start: 'fan',
      nodes: {
        fan: { next: { all: ['a', 'b', { to: 'c', needs: ['a', 'b'] }], then: 'end' } },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        c: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(picky).done(a, { total: 1 }).done(b, { total: 2 });
    expect(thread.stopped()).toContain('too much');
    broken = false;
    expect(thread.resume().state(c)).toEqual({ total: 3 });
    expect(thread.done(c, { total: 4 }).state()).toEqual({ total: 7 });
  });
});
