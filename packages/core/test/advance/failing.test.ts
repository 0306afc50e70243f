import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph } from '../../src/index.ts';
import type { Retry } from '../../src/definition/policy.ts';
import { started, type PureThread } from './pure-thread.ts';

const tries = (retry: Retry, onError?: 'lost') =>
  graph({
    name: 'tries',
    state: { seen: append(z.string()) },
    events: { never: z.undefined() },
    start: 'work',
    on: { never: 'lost' },
    nodes: {
      work: { run: () => ({}), retry, ...(onError && { onError }), next: 'end' },
      lost: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

/** The waits between attempts, until no other is due. */
function waits(thread: PureThread): readonly number[] {
  const found: number[] = [];
  for (;;) {
    thread.fails('');
    if (thread.lane('').phase !== 'backoff') return found;
    const wait = (thread.lane('').due ?? 0) - thread.now;
    found.push(wait);
    thread.pass(wait);
  }
}

describe('an activity that throws', () => {
  test('fails the thread where it has no retry', () => {
    const thread = started(tries({ attempts: 1 })).fails('', new TypeError('no such thing'));
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ name: 'TypeError', message: 'no such thing', attempt: 1 });
  });

  test('is tried again at once where there is no backoff, and each failed attempt is a row', () => {
    const thread = started(tries({ attempts: 3 }))
      .fails('', new Error('one'))
      .fails('', new Error('two'));
    expect(thread.where).toEqual({ '': 'work running' });
    expect(thread.lane('')).toMatchObject({ attempt: 3, failures: [{ message: 'one' }, { message: 'two' }] });
    expect(thread.rows.slice(1)).toMatchObject([
      { cause: 'attempt', attempt: 1, note: { failure: { message: 'one' } } },
      { cause: 'attempt', attempt: 2, note: { failure: { message: 'two' } } },
    ]);
  });

  test.each<[string, Retry, readonly number[]]>([
    ['doubles by default', { attempts: 5, backoff: '1s' }, [1_000, 2_000, 4_000, 8_000]],
    ['grows by its factor', { attempts: 4, backoff: '1s', factor: 10 }, [1_000, 10_000, 100_000]],
    ['stays the same with a factor of 1', { attempts: 3, backoff: '1s', factor: 1 }, [1_000, 1_000]],
    ['never waits longer than its maximum', { attempts: 5, backoff: '1s', max: '3s' }, [1_000, 2_000, 3_000, 3_000]],
  ])('waits before it is tried again; the wait %s', (_how, retry, expected) => {
    expect(waits(started(tries(retry)))).toEqual(expected);
  });

  test('waits less by a share that is left to chance, and the same in every replay', () => {
    const jittered = () => waits(started(tries({ attempts: 6, backoff: '10s', factor: 1, jitter: 0.5 })));
    const found = jittered();
    for (const wait of found) {
      expect(wait).toBeGreaterThanOrEqual(5_000);
      expect(wait).toBeLessThanOrEqual(10_000);
    }
    expect(new Set(found).size).toBeGreaterThan(1);
    expect(jittered()).toEqual(found);
  });

  test('is not tried again after a final failure, however many attempts are left', () => {
    expect(started(tries({ attempts: 9 })).fails('', new Error('hopeless'), true).status).toBe('failed');
  });

  test('is tried anew with all its attempts once it is resumed, and still sees the failures before', () => {
    const thread = started(tries({ attempts: 2 }))
      .fails('', new Error('one'))
      .fails('', new Error('two'))
      .resume();
    expect(thread.lane('')).toMatchObject({ phase: 'running', attempt: 1 });
    expect(thread.lane('').failures.map(({ message }) => message)).toEqual(['one', 'two']);
    thread.fails('', new Error('three'));
    expect(thread.where).toEqual({ '': 'work running' });
  });

  test('leads to its onError, whose target is given the error', () => {
    const thread = started(tries({ attempts: 1 }, 'lost')).fails('', new Error('no luck'));
    expect(thread.where).toEqual({ '': 'lost running' });
    expect(thread.lane('').error).toMatchObject({ message: 'no luck' });
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'error', from: 'work', to: 'lost' });
  });

  test('may change the state by its onError', () => {
    const noted = graph({
      name: 'noted',
      state: { why: z.string().optional() },
      start: 'work',
      nodes: {
        work: { run: () => ({}), onError: { to: 'end', update: (_s, error) => ({ why: error.message }) }, next: 'end' },
        end: { final: true },
      },
    });
    expect(started(noted).fails('', new Error('rain')).state()).toEqual({ why: 'rain' });
  });

  test('is run again by resume where its onError itself throws', () => {
    let broken = true;
    const noted = graph({
      name: 'noted',
      state: { why: z.string().optional() },
      start: 'work',
      nodes: {
        work: {
          run: () => ({}),
          onError: {
            to: 'lost',
            update: () => {
              if (broken) throw new Error('worse');
              return { why: 'known' };
            },
          },
          next: 'end',
        },
        lost: { final: true },
        end: { final: true },
      },
    });
    const thread = started(noted).fails('', new Error('rain'));
    expect(thread.status).toBe('failed');
    expect(thread.stopped()).toBe('nodes.work.onError.update threw: worse');
    broken = false;
    thread.resume();
    expect(thread.where).toEqual({ '': 'work running' });
    expect(thread.fails('').where).toEqual({ '': 'lost closed' });
  });
});

describe('a lane that fails', () => {
  const handled = (by: { lane?: true; fork?: true; node?: true }) =>
    graph({
      name: 'handled',
      state: { seen: append(z.string()) },
      events: { never: z.undefined() },
      start: 'fork',
      on: { never: [{ to: 'laneLost', when: () => false }, { to: 'forkLost', when: () => false }, 'nodeLost'] },
      nodes: {
        fork: {
          next: { all: ['a', 'b'], then: 'end', ...(by.fork && { onError: 'forkLost' as const }) },
          ...(by.node && { onError: 'nodeLost' as const }),
        },
        a: { run: () => ({}), ...(by.lane && { onError: 'laneLost' as const }), next: 'end' },
        b: { run: () => ({}), next: 'end' },
        laneLost: { run: () => ({}), next: 'end' },
        forkLost: { final: true },
        nodeLost: { final: true },
        end: { final: true },
      },
    });

  test('takes its own onError, inside the lane', () => {
    const thread = started(handled({ lane: true, fork: true, node: true })).fails('fork.1/a');
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/a': 'laneLost running', 'fork.1/b': 'b running' });
  });

  test("takes the fork's onError where it has none; that ends the other lanes", () => {
    const thread = started(handled({ fork: true, node: true })).fails('fork.1/a', new Error('no luck'));
    expect(thread.where).toEqual({ '': 'forkLost closed' });
    expect(thread.lane('').error).toMatchObject({ message: 'no luck' });
  });

  test("takes its node's onError where the fork has none", () => {
    expect(started(handled({ node: true })).fails('fork.1/a').where).toEqual({ '': 'nodeLost closed' });
  });

  test('stops the thread where nothing handles it, once the other lanes have done their work', () => {
    const thread = started(handled({})).fails('fork.1/a');
    expect(thread.status).toBe('running');
    thread.done('fork.1/b', { seen: ['b'] });
    expect(thread.status).toBe('failed');
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/a': 'a failed', 'fork.1/b': 'end closed' });
  });

  test('is the only one that resume takes up', () => {
    const thread = started(handled({}))
      .fails('fork.1/a')
      .done('fork.1/b', { seen: ['b'] })
      .resume();
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/a': 'a running', 'fork.1/b': 'end closed' });
    expect(thread.done('fork.1/a', { seen: ['a'] }).state()).toEqual({ seen: ['a', 'b'] });
  });

  test('may be resumed by its path, and leaves other failed lanes alone', () => {
    const thread = started(handled({})).fails('fork.1/a').fails('fork.1/b').resume('fork.1/b');
    expect(thread.where).toMatchObject({ 'fork.1/a': 'a failed', 'fork.1/b': 'b running' });
  });

  test('cannot be resumed where none has failed', () => {
    const thread = started(handled({}));
    expect(() => thread.resume()).toThrow(expect.objectContaining({ code: 'thread/not-failed' }));
    expect(() => thread.resume('fork.1/c')).toThrow(expect.objectContaining({ code: 'lane/not-found' }));
  });

  test('deep down is handled by the first holder that can, from the inside out', () => {
    const inner = graph({
      name: 'inner',
      state: {},
      start: 'fork',
      nodes: {
        fork: { next: { all: ['x', 'y'], then: 'end' } },
        x: { run: () => ({}), next: 'end' },
        y: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const outer = graph({
      name: 'outer',
      state: {},
      start: 'fork',
      nodes: {
        fork: { next: { all: ['sub', 'other'], then: 'end', onError: 'lost' } },
        sub: { graph: inner, next: 'end' },
        other: { run: () => ({}), next: 'end' },
        lost: { final: true },
        end: { final: true },
      },
    });
    const thread = started(outer).fails('fork.1/sub/sub.1/fork.1/y');
    expect(thread.where).toEqual({ '': 'lost closed' });
    expect(thread.rows.at(-1)?.note).toMatchObject({ lane: 'fork.1/sub' });
  });
});
