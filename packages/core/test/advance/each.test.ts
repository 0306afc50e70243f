import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, sum } from '../../src/index.ts';
import { started, type PureThread } from './pure-thread.ts';

const state = {
  companies: z.array(z.string()).default([]),
  company: local(z.string()),
  found: append(z.string()),
  n: sum(),
};

const research = (options: { limit?: number; need?: 'all' | 'any' | number } = {}) =>
  graph({
    name: 'research',
    state,
    start: 'research',
    nodes: {
      research: {
        next: { each: (s) => s.companies.map((company) => ({ company })), to: 'look', then: 'end', ...options },
      },
      look: { run: () => ({}), next: [{ when: (s) => s.n > 99, to: 'deeper' }, 'end'] },
      deeper: { run: () => ({}), next: 'end' },
      end: { run: () => ({}), next: 'over' },
      over: { final: true },
    },
  });

const path = (index: number): string => `research.1/${index}`;

const finish = (thread: PureThread, index: number): PureThread =>
  thread.done(path(index), { found: [`${String(thread.state(path(index))['company'])} found`] });

describe('each', () => {
  test('opens one lane an entry, and the entry is its first change', () => {
    const thread = started(research(), { companies: ['x', 'y'] });
    expect(thread.where).toEqual({ '': 'research open', [path(0)]: 'look running', [path(1)]: 'look running' });
    expect([thread.state(path(0))['company'], thread.state(path(1))['company']]).toEqual(['x', 'y']);
    expect(thread.state()).not.toHaveProperty('company');
  });

  test('merges in item order, in whatever order lanes close', () => {
    const thread = started(research(), { companies: ['x', 'y', 'z'] });
    for (const index of [2, 0, 1]) finish(thread, index);
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.state()['found']).toEqual(['x found', 'y found', 'z found']);
  });

  test('with no entry meets at once', () => {
    const thread = started(research(), { companies: [] });
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.trail).toEqual(['start ->research', 'pass research', 'join research->end']);
  });

  test('that returns something else fails the thread, and resume asks it again', () => {
    let entries: unknown = 'none';
    const wrong = graph({
      name: 'wrong',
      state,
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: { each: () => entries as [], to: 'look', then: 'end' } },
        look: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(wrong).done('', { n: 1 });
    expect(thread.lane('').stopped).toMatchObject({ code: 'lanes/not-a-list' });
    expect(thread.state()).toMatchObject({ n: 1 });
    entries = [{ company: 'x' }];
    expect(thread.resume().where).toEqual({ '': 'work open', 'work.1/0': 'look running' });
  });

  test('with an entry that has an unknown key fails the thread with the nearest name', () => {
    const wrong = graph({
      name: 'wrong-entry',
      state,
      start: 'research',
      nodes: {
        research: { next: { each: () => [{ compnay: 'x' } as object], to: 'look', then: 'end' } },
        look: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(wrong);
    expect(thread.lane('').stopped).toMatchObject({ code: 'update/unknown-key' });
    expect(thread.stopped()).toContain('Did you mean "company"?');
  });
});

describe('limit', () => {
  const running = (thread: PureThread): readonly string[] =>
    Object.entries(thread.where)
      .filter(([, at]) => at.endsWith('running'))
      .map(([lane]) => lane);

  test('lets so many lanes be at work at a time, in item order', () => {
    const thread = started(research({ limit: 2 }), { companies: ['v', 'w', 'x', 'y', 'z'] });
    expect(running(thread)).toEqual([path(0), path(1)]);
    finish(thread, 1);
    expect(running(thread)).toEqual([path(0), path(2)]);
    finish(thread, 0);
    expect(running(thread)).toEqual([path(2), path(3)]);
    for (const index of [2, 3, 4]) finish(thread, index);
    expect(thread.state()['found']).toEqual(['v', 'w', 'x', 'y', 'z'].map((name) => `${name} found`));
  });

  test('counts a lane until it closes, whatever nodes it goes through', () => {
    const thread = started(research({ limit: 1 }), { companies: ['x', 'y'] }).done(path(0), { n: 100 });
    expect(thread.where).toMatchObject({ [path(0)]: 'deeper running', [path(1)]: 'look queued' });
    expect(thread.done(path(0)).where).toMatchObject({ [path(1)]: 'look running' });
  });

  test('does not count a lane that failed, and does count it once it is resumed', () => {
    const thread = started(research({ limit: 1 }), { companies: ['x', 'y', 'z'] }).fails(path(0));
    expect(thread.where).toMatchObject({
      [path(0)]: 'look failed',
      [path(1)]: 'look running',
      [path(2)]: 'look queued',
    });
    finish(thread, 1);
    thread.fails(path(2));
    expect(thread.status).toBe('failed');
    thread.resume();
    expect(running(thread)).toEqual([path(0)]);
    finish(thread, 0);
    expect(running(thread)).toEqual([path(2)]);
    expect(finish(thread, 2).where).toEqual({ '': 'end running' });
  });

  test('holds while a resumed lane waits for its turn among those that have begun', () => {
    const thread = started(research({ limit: 2 }), { companies: ['v', 'w', 'x', 'y'] })
      .fails(path(0))
      .resume();
    expect(running(thread)).toHaveLength(2);
    finish(thread, 1);
    expect(running(thread)).toEqual([path(0), path(2)]);
  });
});

describe('need', () => {
  test("'any' goes on with the first lane that closes, and cancels the others", () => {
    const thread = finish(started(research({ need: 'any' }), { companies: ['x', 'y', 'z'] }), 1);
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.state()['found']).toEqual(['y found']);
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'join', note: { cancelled: [path(0), path(2)] } });
  });

  test('a number goes on with so many lanes, merged in item order', () => {
    const thread = started(research({ need: 2 }), { companies: ['x', 'y', 'z'] });
    expect(finish(finish(thread, 2), 0).state()['found']).toEqual(['x found', 'z found']);
  });

  test('of more than there are is all of them', () => {
    const thread = started(research({ need: 5 }), { companies: ['x', 'y'] });
    expect(finish(finish(thread, 0), 1).where).toEqual({ '': 'end running' });
  });

  test("'any' of no lane goes on at once", () => {
    expect(started(research({ need: 'any' })).where).toEqual({ '': 'end running' });
  });

  test('goes on without a failed lane while enough others may close', () => {
    const thread = started(research({ need: 2 }), { companies: ['x', 'y', 'z'] }).fails(path(0));
    expect(thread.status).toBe('running');
    expect(finish(finish(thread, 1), 2).where).toEqual({ '': 'end running' });
  });

  test('fails when too few lanes can close', () => {
    const thread = started(research({ need: 2 }), { companies: ['x', 'y', 'z'] })
      .fails(path(0))
      .fails(path(1));
    expect(thread.status).toBe('running');
    finish(thread, 2);
    expect(thread.status).toBe('failed');
    expect(finish(thread.resume(path(1)), 1).where).toEqual({ '': 'end running' });
  });

  test('is met by lanes that are queued when one before them fails', () => {
    const thread = started(research({ need: 'any', limit: 1 }), { companies: ['x', 'y'] }).fails(path(0));
    expect(finish(thread, 1).where).toEqual({ '': 'end running' });
  });

  test('is met by lanes that are queued when one before them fails in what it was to decide', () => {
    const undecided = graph({
      name: 'undecided',
      state,
      start: 'research',
      nodes: {
        research: {
          next: {
            each: (s) => s.companies.map((company) => ({ company })),
            to: 'look',
            then: 'end',
            need: 'any',
            limit: 1,
          },
        },
        look: {
          run: () => ({}),
          next: [
            {
              when: (s) => {
                if (s.company === 'x') throw new Error('no idea');
                return true;
              },
              to: 'end',
            },
          ],
        },
        end: { final: true },
      },
    });
    const thread = started(undecided, { companies: ['x', 'y'] }).done(path(0));
    expect(thread.where).toMatchObject({ [path(0)]: 'look failed', [path(1)]: 'look running' });
    expect(thread.done(path(1)).status).toBe('done');
  });
});
