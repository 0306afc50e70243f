import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph } from '../../src/index.ts';
import { timersOf } from '../../src/advance/timers.ts';
import { started, type PureThread } from './pure-thread.ts';

const go = z.undefined();

describe('a lane that failed and was resumed', () => {
  const child = graph({
    name: 'child',
    state: {},
    events: { go },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b'], then: 'ok' } },
      a: { run: () => ({}), next: 'ok' },
      b: { on: { go: 'ok' } },
      ok: { final: true },
    },
  });
  const timed = graph({
    name: 'timed',
    state: {},
    start: 'sub',
    nodes: { sub: { graph: child, timeout: '1h', next: 'end' }, end: { final: true } },
  });

  test('has the subgraph that it is in time out as if nothing had been', () => {
    const thread = started(timed).fails('sub.1/fan.1/a');
    expect(timersOf(thread.plan, thread.snapshot)).toEqual([]);
    thread.resume();
    expect(timersOf(thread.plan, thread.snapshot)).toMatchObject([{ lane: '', kind: 'timeout', at: 3_600_000 }]);
    expect(thread.done('sub.1/fan.1/a').pass(3_600_000).stopped()).toContain('timeout');
  });

  const some = graph({
    name: 'some',
    state: {},
    start: 'fan',
    nodes: {
      fan: { next: { each: () => [{}, {}, {}], to: 'work', then: 'end', need: 2, onError: 'gaveUp' } },
      work: { next: { all: ['x', 'y'], then: 'met' } },
      x: { run: () => ({}), next: 'met' },
      y: { run: () => ({}), next: 'met' },
      met: { next: 'end' },
      end: { final: true },
      gaveUp: { final: true },
    },
  });
  const x = (index: number): string => `fan.1/${index}/work.1/x`;

  test('is lost to a fork further out no more: another may fail instead', () => {
    const thread = started(some).fails(x(0)).resume(x(0)).fails(x(1));
    expect(thread.lane('')).toMatchObject({ node: 'fan', phase: 'open' });
    expect(thread.fails(x(2)).where).toEqual({ '': 'gaveUp closed' });
  });

  test('counts once, however often it fails and is resumed', () => {
    const thread = started(some);
    for (let round = 0; round < 4; round += 1) thread.fails(x(1)).resume(x(1));
    expect(thread.fails(x(0)).lane('').phase).toBe('open');
  });

  test('is lost again where an event takes it to a node that fails', () => {
    const taken = graph({
      name: 'taken',
      state: {},
      events: { go },
      start: 'fan',
      nodes: {
        fan: { next: { each: () => [{}, {}], to: 'work', then: 'end', need: 1, onError: 'gaveUp' } },
        work: { next: { all: ['x'], then: 'met' } },
        x: { run: () => ({}), on: { go: 'y' }, next: 'met' },
        y: { run: () => ({}), next: 'met' },
        met: { next: 'end' },
        end: { final: true },
        gaveUp: { final: true },
      },
    });
    const thread = started(taken).fails(x(0)).send('go', undefined, x(0)).fails(x(1));
    expect(thread.lane('').phase).toBe('open');
    expect(thread.fails(x(0)).where).toEqual({ '': 'gaveUp closed' });
  });
});

describe('a fork that needs some of lanes that need each other', () => {
  const some = graph({
    name: 'chain',
    state: {},
    start: 'fan',
    nodes: {
      fan: {
        next: {
          all: [{ to: 'last', needs: ['middle'] }, { to: 'middle', needs: ['first'] }, 'first', 'free'],
          then: 'end',
          need: 2,
          onError: 'gaveUp',
        },
      },
      first: { run: () => ({}), next: 'end' },
      middle: { run: () => ({}), next: 'end' },
      last: { run: () => ({}), next: 'end' },
      free: { run: () => ({}), next: 'end' },
      end: { final: true },
      gaveUp: { final: true },
    },
  });

  test('does without all that come after a lost one, wherever they are declared', () => {
    expect(started(some).fails('fan.1/first').where).toEqual({ '': 'gaveUp closed' });
    expect(started(some).fails('fan.1/free').lane('').phase).toBe('open');
  });
});

describe('a limit of lanes at work', () => {
  const limited = graph({
    name: 'limited',
    state: {},
    start: 'fan',
    nodes: {
      fan: { next: { each: () => [{}, {}, {}, {}], to: 'work', then: 'end', limit: 2 } },
      work: { next: { all: ['x', 'y'], then: 'met' } },
      x: { run: () => ({}), next: 'met' },
      y: { run: () => ({}), next: 'met' },
      met: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  const inner = (index: number, name: string): string => `fan.1/${index}/work.1/${name}`;
  const begun = (thread: PureThread): readonly number[] =>
    [0, 1, 2, 3].filter((index) => thread.where[`fan.1/${index}`] !== 'work queued');
  const close = (thread: PureThread, index: number): PureThread => {
    for (const name of ['x', 'y']) thread.done(inner(index, name));
    return thread.done(`fan.1/${index}`);
  };

  test('holds for a lane that is resumed further in: it goes on in its turn', () => {
    const thread = started(limited).done(inner(0, 'y')).fails(inner(0, 'x'));
    expect(begun(thread)).toEqual([0, 1, 2]);
    thread.resume();
    expect(thread.lane(inner(0, 'x'))).toMatchObject({ phase: 'queued', pending: 'running' });
    expect(thread.status).toBe('running');
    close(thread, 1);
    expect(begun(thread)).toEqual([0, 1, 2]);
    expect(thread.lane(inner(0, 'x')).phase).toBe('running');
    thread.done(inner(0, 'x'));
    expect(begun(thread)).toEqual([0, 1, 2]);
    thread.done('fan.1/0');
    expect(begun(thread)).toEqual([0, 1, 2, 3]);
    close(close(thread, 2), 3);
    expect(thread.where).toEqual({ '': 'end closed' });
  });

  test('lets a lane that is resumed go on at once where there is room', () => {
    const thread = started(limited).fails(inner(0, 'x')).fails(inner(1, 'x')).fails(inner(2, 'x'));
    expect(begun(thread)).toEqual([0, 1, 2, 3]);
    thread.resume(inner(2, 'x'));
    expect(thread.lane(inner(2, 'x')).phase).toBe('running');
    thread.resume(inner(0, 'x'));
    expect(thread.lane(inner(0, 'x')).phase).toBe('queued');
  });
});

test('a lane that a decision further in stopped makes room for the next', () => {
  const undecided = graph({
    name: 'undecided',
    state: {},
    start: 'fan',
    nodes: {
      fan: { next: { each: () => [{}, {}, {}], to: 'work', then: 'end', limit: 1 } },
      work: { next: { all: ['x'], then: 'met' } },
      x: { next: { all: ['y'], then: 'met' } },
      y: {
        run: () => ({}),
        next: [
          {
            when: () => {
              throw new Error('nobody can tell');
            },
            to: 'met',
          },
        ],
      },
      met: { next: 'end' },
      end: { final: true },
    },
  });
  const y = (index: number): string => `fan.1/${index}/work.1/x/x.1/y`;
  const thread = started(undecided).done(y(0)).done(y(1));
  expect(thread.lane(y(0)).phase).toBe('failed');
  expect(thread.lane(y(2)).phase).toBe('running');
});
