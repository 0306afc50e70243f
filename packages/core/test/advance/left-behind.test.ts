import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, reduce, transient } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const made = (keep: boolean) =>
  graph({
    name: 'made',
    state: {
      evidence: append(z.string()),
      total: reduce({ schema: z.number(), initial: 0, apply: (now: number, more) => now + more }),
      title: z.string().optional(),
      why: z.string().optional(),
      mine: local(z.string()),
    },
    events: { note: z.string() },
    start: 'fan',
    nodes: {
      fan: {
        on: { note: { update: (_s, title) => ({ title }) } },
        next: { all: ['a', 'b', 'c'], then: 'end' },
        onError: {
          to: 'partial',
          keep,
          update: (s, error) => ({ why: `${error.message} after ${s.evidence.join()}`, total: 1, mine: 'm' }),
        },
      },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'end' },
      c: { run: () => ({}), next: 'end' },
      partial: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

const [a, b, c] = ['fan.1/a', 'fan.1/b', 'fan.1/c'] as const;

describe('a failure that ends a fork', () => {
  test('leaves what the lanes found in the history', () => {
    const thread = started(made(false))
      .done(b, { evidence: ['b'] })
      .fails(c, new Error('c is down'));
    expect(thread.state()).toMatchObject({ evidence: [], total: 1, why: 'c is down after ' });
    expect(thread.rows.find(({ lane }) => lane === b)?.changes).toEqual({ evidence: { append: ['b'] } });
  });

  test('takes along what the closed ones found where it is to be kept, in the order declared', () => {
    const thread = started(made(true))
      .done(b, { evidence: ['b'], total: 10 })
      .done(a, { evidence: ['a'], total: 5 });
    thread.fails(c, new Error('c is down'));
    expect(thread.where).toEqual({ '': 'partial running' });
    expect(thread.state()).toEqual({ evidence: ['a', 'b'], total: 16, why: 'c is down after a,b', mine: 'm' });
  });

  test('takes along nothing of lanes that have not closed', () => {
    expect(started(made(true)).fails(c).state()).toMatchObject({ evidence: [], total: 1 });
  });

  test('stops the thread where the closed ones conflict, and goes on with what an edit decides', () => {
    const thread = started(made(true))
      .done(a, { title: 'a' })
      .done(b, { title: 'b', evidence: ['b'] })
      .fails(c);
    expect(thread.lane('').stopped).toMatchObject({ code: 'state/conflict' });
    thread.edit({ title: 'by hand' }).resume().fails(c);
    expect(thread.state()).toMatchObject({ title: 'by hand', evidence: ['b'] });
    const told = started(made(true)).send('note', 'told').done(a, { title: 'a' }).fails(c);
    expect(told.stopped()).toContain('The event "note" and lane "fan.1/a" of "fan" both set "title"');
  });
});

describe("a fork's own way out of a failure", () => {
  const cheapest = (lanes: readonly { readonly state: { readonly offer?: number | undefined } }[]) => {
    const all = lanes.map(({ state }) => state.offer ?? 0);
    return { best: Math.min(...all), offers: all, token: all.length };
  };
  const polled = (merges: boolean, keep = true) =>
    graph({
      name: 'polled',
      state: {
        offers: append(z.number()),
        offer: z.number().optional(),
        best: z.number().optional(),
        token: transient(z.number()),
        why: z.string().optional(),
      },
      start: 'poll',
      nodes: {
        poll: {
          run: () => ({}),
          next: {
            all: ['a', 'b', 'c'],
            then: 'end',
            ...(merges && { merge: cheapest }),
            onError: {
              to: 'partial',
              keep,
              update: (s, error, { lane }) => ({
                why: `${error.message}${lane}: ${String(s.best)} of ${s.offers.join()}, ${String(s.token)}`,
              }),
            },
          },
          onError: 'unpolled',
        },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        c: { run: () => ({}), next: 'end' },
        partial: { run: () => ({}), next: 'end' },
        unpolled: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
  const at = (lane: string): string => `poll.1/${lane}`;

  test('sees what its lanes did, merged as at their join', () => {
    const thread = started(polled(true))
      .done('')
      .done(at('b'), { offer: 7 })
      .done(at('a'), { offer: 5 })
      .fails(at('c'));
    expect(thread.where).toEqual({ '': 'partial running' });
    expect(thread.state()).toEqual({ offers: [5, 7], best: 5, token: 2, why: 'no: 5 of 5,7, 2' });
  });

  test('merges them in the order declared where nothing else is said', () => {
    const thread = started(polled(false))
      .done('')
      .done(at('b'), { offers: [7] })
      .done(at('a'), { offers: [5] });
    expect(thread.fails(at('c')).state()).toEqual({ offers: [5, 7], why: 'no: undefined of 5,7, undefined' });
  });

  test('sees nothing of them where it does not keep it', () => {
    const thread = started(polled(true, false)).done('').done(at('b'), { offer: 7 }).fails(at('c'));
    expect(thread.state()).toEqual({ offers: [], why: 'no: undefined of , undefined' });
  });

  test('is for its lanes alone: what the activity fails by has another', () => {
    expect(started(polled(true)).fails('').where).toEqual({ '': 'unpolled running' });
  });

  test('is told which of its lanes failed, and no lane where its own activity did', () => {
    const told = graph({
      name: 'told',
      state: { failed: z.string().default('') },
      start: 'poll',
      nodes: {
        poll: {
          run: () => undefined,
          onError: { to: 'end', update: (_s, error) => ({ failed: `itself ${error.lane}` }) },
          next: {
            all: ['a', 'b'],
            then: 'end',
            onError: { to: 'end', update: (_s, error) => ({ failed: error.lane ?? '' }) },
          },
        },
        a: { run: () => ({}), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    expect(started(told).done('').fails('poll.1/b').state()).toEqual({ failed: 'poll.1/b' });
    expect(started(told).fails('').state()).toEqual({ failed: 'itself undefined' });
  });

  test('stops the thread where it cannot decide, and says where', () => {
    const thread = started(
      graph({
        name: 'undecided',
        state: {},
        start: 'poll',
        nodes: {
          poll: {
            next: {
              all: ['a'],
              then: 'end',
              onError: {
                to: 'end',
                update: () => {
                  throw new Error('no idea');
                },
              },
            },
          },
          a: { run: () => ({}), next: 'end' },
          end: { final: true },
        },
      }),
    ).fails(at('a'));
    expect(thread.stopped()).toContain('nodes.poll.next.onError.update threw: no idea');
  });
});
