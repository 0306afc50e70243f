import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { advance } from '../../src/advance/advance.ts';
import { Lanes } from '../../src/advance/state/lanes.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import { acceptedEvents } from '../../src/advance/accepted-events.ts';
import { standingOf } from '../../src/advance/status.ts';
import { append, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

afterEach(() => vi.restoreAllMocks());

const problem = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as unknown;

describe('a lane that failed and is done without', () => {
  const inner = graph({
    name: 'inner',
    state: {},
    events: { go: z.undefined() },
    start: 'work',
    nodes: {
      work: { next: { all: ['x', 'y'], then: 'met' } },
      x: { run: () => ({}), next: 'met' },
      y: { on: { go: 'met' } },
      met: { final: true },
    },
  });
  const any = graph({
    name: 'any',
    state: { by: append(z.string()) },
    events: { go: z.undefined(), only: z.undefined() },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b', 'c'], then: 'end', need: 'any' } },
      a: { run: () => ({}), on: { go: 'end', only: 'end' }, next: 'end' },
      b: { on: { go: { to: 'end', update: () => ({ by: ['b'] }) } } },
      c: { graph: inner, next: 'end' },
      end: { final: true },
    },
  });
  const [a, x] = ['fan.1/a', 'fan.1/c/c.1/work.1/x'];

  test('makes no event ambiguous, however far in it failed', () => {
    const thread = started(any).fails(a).fails(x).send('go');
    expect(thread.state()).toEqual({ by: ['b'] });
  });

  test('takes no event, and none is listed for it', () => {
    const thread = started(any).fails(a);
    expect(acceptedEvents(thread.plan, thread.snapshot)).toEqual(['go']);
    expect(() => thread.send('only')).toThrow(problem('event/not-accepted', { accepted: ['go'] }));
  });

  test('is not where its thread waits', () => {
    const thread = started(any).fails(a);
    expect(standingOf(thread.plan, thread.snapshot).at.map(({ lane }) => lane)).not.toContain(a);
  });

  test('takes an event that names it', () => {
    expect(started(any).fails(a).send('only', undefined, a).where).toEqual({ '': 'end closed' });
  });

  test('takes events again once it was resumed', () => {
    const thread = started(any).fails(a).resume(a);
    expect(() => thread.send('go')).toThrow(problem('event/ambiguous'));
  });

  test('is another than one that stops its thread: that takes events', () => {
    const all = graph({
      name: 'all',
      state: {},
      events: { go: z.undefined() },
      start: 'fan',
      nodes: {
        fan: { next: { all: ['a'], then: 'end' } },
        a: { run: () => ({}), on: { go: 'end' }, next: 'end' },
        end: { final: true },
      },
    });
    expect(started(all).fails(a).send('go').status).toBe('done');
  });
});

test('an event for a lane that has closed is not given to those that hold it', () => {
  const held = graph({
    name: 'held',
    state: {},
    events: { go: z.undefined() },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b'], then: 'end' }, on: { go: 'end' } },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  const thread = started(held).done('fan.1/a');
  expect(() => thread.send('go', undefined, 'fan.1/a')).toThrow(problem('event/not-accepted'));
  expect(thread.send('go', undefined, 'fan.1/b').status).toBe('done');
});

describe('an event that a subgraph and its holder declare', () => {
  const seen: unknown[] = [];
  const line = z.object({ line: z.number().transform((n) => (seen.push(n), n)) });
  const child = graph({
    name: 'child',
    state: {},
    events: { note: line },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b'], then: 'ok' } },
      a: { on: { note: [{ when: () => false, to: 'ok' }] } },
      b: { on: { note: [{ when: (_s, e) => e.line > 5, to: 'ok' }] } },
      ok: { final: true },
    },
  });
  const outer = graph({
    name: 'outer',
    state: { said: z.string().optional() },
    events: { note: z.object({ text: z.string() }) },
    start: 'sub',
    nodes: {
      sub: { graph: child, on: { note: { to: 'end', update: (_s, e) => ({ said: e.text }) } }, next: 'end' },
      end: { final: true },
    },
  });

  test('goes to the one whose schema its payload fits', () => {
    expect(started(outer).send('note', { text: 'hello' }).state()).toEqual({ said: 'hello' });
    expect(started(outer).send('note', { line: 6 }).lane('sub.1/fan.1/b').phase).toBe('closed');
  });

  test('is refused where its payload fits none, by what the innermost has against it', () => {
    const thread = started(outer);
    expect(() => thread.send('note', { other: 1 })).toThrow(problem('value/invalid', { path: 'event.note' }));
    expect(thread.rows).toHaveLength(3);
  });

  test('has its payload checked once for each graph, however many lanes it has', () => {
    seen.length = 0;
    started(outer).send('note', { line: 7 });
    expect(seen).toEqual([7]);
  });
});

/** How often lanes are looked up while an event is taken by a fork of so many lanes that wait: counted, not timed. */
function looksOf(lanes: number, lane?: string): number {
  const wide = graph({
    name: 'wide',
    state: { lanes: z.number(), last: z.boolean().default(false) },
    events: { go: z.object({ last: z.boolean() }) },
    start: 'fan',
    nodes: {
      fan: {
        next: {
          each: (s) => Array.from({ length: s.lanes }, (_, index) => ({ last: index === s.lanes - 1 })),
          to: 'wait',
          then: 'end',
        },
      },
      wait: { on: { go: { when: (s, e) => s.last === e.last, to: 'end' } } },
      end: { final: true },
    },
  });
  const { plan, snapshot } = started(wide, { lanes });
  const get = vi.spyOn(Lanes.prototype, 'get');
  const input = {
    type: 'event',
    name: 'go',
    payload: { last: lane === undefined },
    ...(lane !== undefined && { lane }),
  } as const;
  const { rows } = advance(plan, snapshot, input, { now: 0, codec: noClasses });
  expect(rows).toMatchObject([{ cause: 'event', lane: lane ?? `fan.1/${lanes - 1}` }]);
  const looks = get.mock.calls.length;
  get.mockRestore();
  return looks;
}

test('an event looks at each lane once', () => {
  expect(looksOf(1_000) - looksOf(500)).toBeLessThanOrEqual(500 * 2);
});

test('an event that names its lane looks at that lane, however many others there are', () => {
  expect(looksOf(1_000, 'fan.1/3')).toBe(looksOf(10, 'fan.1/3'));
});
