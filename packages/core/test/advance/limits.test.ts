import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { limitsAround } from '../../src/advance/moves/limits.ts';
import type { Input } from '../../src/advance/moves/input.ts';
import { append, graph, sum } from '../../src/index.ts';
import { PureThread, started } from './pure-thread.ts';

describe('the limit of transitions', () => {
  const loops = (transitions: number, onError?: 'lost') =>
    graph({
      name: 'loops',
      state: { n: sum() },
      events: { never: z.undefined() },
      limits: { transitions },
      start: 'begin',
      on: { never: 'lost' },
      nodes: {
        begin: { next: 'think' },
        think: { run: () => ({}), ...(onError && { onError }), next: 'act' },
        act: { next: [{ when: (s) => s.n < 100, to: 'think' }, 'lost'] },
        lost: { final: true },
      },
    });

  /** Does the work of a thread until nothing runs. */
  const exhaust = (thread: PureThread): PureThread => {
    while (thread.lane('').phase === 'running') thread.done('', { n: 1 });
    return thread;
  };

  test('stops a thread that goes round, and names the loop', () => {
    const thread = exhaust(started(loops(20)));
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ code: 'limit/exceeded' });
    expect(thread.stopped()).toBe(
      'The limit of 20 for "transitions" is used up. It goes round "think", "act". Raise "limits.transitions" if that was meant.',
    );
    expect(thread.snapshot.transitions).toBe(20);
  });

  test('keeps what was done when it was reached, and goes on once the graph allows more', () => {
    const stopped = exhaust(started(loops(5)));
    expect(stopped.state()).toEqual({ n: 2 });
    const more = new PureThread(loops(500));
    more.snapshot = stopped.snapshot;
    expect(exhaust(more.resume()).where).toEqual({ '': 'lost closed' });
    expect(more.state()).toEqual({ n: 100 });
  });

  test('takes onError like any other failure', () => {
    const thread = exhaust(started(loops(20, 'lost')));
    expect(thread.where).toEqual({ '': 'lost closed' });
    expect(thread.lane('').error).toMatchObject({ code: 'limit/exceeded' });
  });

  test('ends even where onError leads back into the loop', () => {
    const stubborn = graph({
      name: 'stubborn',
      state: {},
      limits: { transitions: 10 },
      start: 'two',
      nodes: {
        two: { next: [{ when: () => true, to: 'three' }], onError: 'three' },
        three: { next: [{ when: () => true, to: 'two' }, 'end'], onError: 'two' },
        end: { final: true },
      },
    });
    const thread = started(stubborn);
    expect(thread.status).toBe('failed');
    expect(thread.rows.length).toBeLessThan(400);
  });

  test('is high where the graph sets none', () => {
    const thread = started(
      graph({
        name: 'endless',
        state: {},
        start: 'one',
        nodes: {
          one: { next: [{ when: () => true, to: 'two' }, 'end'] },
          two: { next: [{ when: () => true, to: 'one' }, 'end'] },
          end: { final: true },
        },
      }),
    );
    expect(thread.stopped()).toContain('The limit of 10000 for "transitions" is used up. It goes round "one", "two".');
  });

  test('counts all lanes together, and names the loop of the nearest lane that goes round', () => {
    const child = graph({
      name: 'child',
      state: {},
      start: 'step',
      nodes: { step: { next: 'end' }, end: { final: true } },
    });
    const parent = graph({
      name: 'parent',
      state: {},
      limits: { transitions: 10 },
      start: 'again',
      nodes: { again: { graph: child, next: [{ when: () => true, to: 'again' }, 'end'] }, end: { final: true } },
    });
    const thread = started(parent);
    expect(thread.status).toBe('failed');
    const stopped = thread.snapshot.lanes.all().flatMap((lane) => lane.stopped?.message ?? []);
    expect(stopped).toHaveLength(1);
    expect(stopped[0]).toContain('It goes round "again".');
  });

  test('refuses an event that would move a thread past it, and an event that stays is taken', () => {
    const pingPong = graph({
      name: 'ping-pong',
      state: { heard: append(z.string()) },
      events: { over: z.undefined(), note: z.string() },
      limits: { transitions: 3 },
      start: 'ping',
      on: { note: { update: (_s, text) => ({ heard: [text] }) } },
      nodes: { ping: { on: { over: 'pong' } }, pong: { on: { over: 'ping' } } },
    });
    const thread = started(pingPong).send('over').send('over');
    expect(() => thread.send('over')).toThrow(expect.objectContaining({ code: 'limit/exceeded' }));
    expect(thread.send('note', 'still here').where).toEqual({ '': 'ping waiting' });
    expect(thread.state()).toEqual({ heard: ['still here'] });
  });

  test('that is reached at a join leaves the lanes as they are, to be joined by resume', () => {
    const fork = (transitions: number) =>
      graph({
        name: 'fork',
        state: { seen: append(z.string()) },
        limits: { transitions },
        start: 'fork',
        nodes: {
          fork: { next: { all: ['a', 'b'], then: 'end' } },
          a: { run: () => ({}), next: 'end' },
          b: { run: () => ({}), next: 'end' },
          end: { final: true },
        },
      });
    const stopped = started(fork(3))
      .done('fork.1/a', { seen: ['a'] })
      .done('fork.1/b', { seen: ['b'] });
    expect(stopped.where).toEqual({ '': 'fork failed', 'fork.1/a': 'end closed', 'fork.1/b': 'end closed' });
    const more = new PureThread(fork(4));
    more.snapshot = stopped.snapshot;
    expect(more.resume().state()).toEqual({ seen: ['a', 'b'] });
    expect(more.status).toBe('done');
  });
});

describe('the limits of a graph within another', () => {
  const agent = graph({
    name: 'agent',
    state: {},
    limits: { calls: 10, transitions: 4 },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b'], then: 'end' } },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });
  const boss = graph({
    name: 'boss',
    state: {},
    limits: { calls: 15, euros: Infinity },
    start: 'first',
    nodes: {
      first: { graph: agent, retry: { attempts: 2 }, next: 'second' },
      second: { graph: agent, next: 'end' },
      end: { final: true },
    },
  });
  const spend = (lane: string, amount: number, name = 'calls'): Input => ({ type: 'spend', lane, name, amount });
  const [a, b] = ['first.1/fan.1/a', 'first.1/fan.1/b'];

  test('hold for all that happens within it, as those around it do', () => {
    const thread = started(boss).give(spend(a, 4)).give(spend(b, 3));
    const around = (lane: string, name = 'calls') =>
      limitsAround(thread.plan, thread.snapshot, thread.lane(lane), name, 0);
    expect(around(a)).toEqual([
      { limit: 10, used: 7, lane: 'first.1', graph: 'agent' },
      { limit: 15, used: 7, lane: '' },
    ]);
    expect(around(a, 'euros')).toEqual([{ limit: Infinity, used: 0, lane: '' }]);
    thread.done(a).done(b);
    expect(around('second.1/fan.1/a')).toEqual([
      { limit: 10, used: 0, lane: 'second.1', graph: 'agent' },
      { limit: 15, used: 7, lane: '' },
    ]);
  });

  test('count from nothing where retry starts it afresh, and those around it go on counting', () => {
    const thread = started(boss).give(spend(a, 9)).fails(a);
    expect(thread.lane('first.1').spent).toBeUndefined();
    expect(thread.snapshot.spent).toEqual({ calls: 9 });
  });

  test('of transitions are counted within it too, and named', () => {
    const busy = graph({
      name: 'busy',
      state: {},
      limits: { transitions: 10 },
      start: 'one',
      nodes: { one, two: { next: 'one' }, end },
    });
    const of = graph({
      name: 'of',
      state: {},
      start: 'sub',
      nodes: { sub: { graph: busy, onError: 'bad', next: 'end' }, bad: { final: true }, end: { final: true } },
    });
    const thread = started(of);
    expect(thread.where).toEqual({ '': 'bad closed' });
    expect(thread.lane('').error?.message).toBe(
      'The limit of 10 for "transitions" is used up. It goes round "one", "two". Raise "limits.transitions" of graph "busy" if that was meant.',
    );
  });
  const one = { next: [{ when: () => true, to: 'two' }, 'end'] } as const;
  const end = { final: true } as const;
});

describe('what is spent', () => {
  const spends = graph({
    name: 'spends',
    state: {},
    limits: { tokens: 100 },
    start: 'fork',
    nodes: {
      fork: { next: { all: ['a', 'b'], then: 'end' } },
      a: { run: () => ({}), next: 'end' },
      b: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

  test('is counted over all lanes, each time by a row', () => {
    const thread = started(spends)
      .give({ type: 'spend', lane: 'fork.1/a', name: 'tokens', amount: 30 })
      .give({ type: 'spend', lane: 'fork.1/b', name: 'tokens', amount: 50 });
    expect(thread.snapshot.spent).toEqual({ tokens: 80 });
    expect(limitsAround(thread.plan, thread.snapshot, thread.lane('fork.1/a'), 'tokens', 0)).toEqual([
      { limit: 100, used: 80, lane: '' },
    ]);
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'spend', label: 'tokens', note: { amount: 50 } });
  });

  test.each(['calls', 'constructor', '__proto__'])(
    'has no limit of a name that none declares, such as "%s"',
    (name) => {
      const thread = started(spends);
      expect(limitsAround(thread.plan, thread.snapshot, thread.lane(''), name, 0)).toEqual([]);
    },
  );

  test('is counted by any name, those of objects included', () => {
    const thread = started(spends).give({ type: 'spend', lane: 'fork.1/a', name: 'constructor', amount: 3 });
    expect(thread.snapshot.spent['constructor']).toBe(3);
  });
});
