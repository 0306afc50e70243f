// Lanes of an `each` that are called by ids and need each other, as a plan that was made at run time says.

import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, reduce, sum } from '../../src/index.ts';
import { started, type PureThread } from './pure-thread.ts';

const Task = z.object({ id: z.unknown().optional(), needs: z.unknown().optional() });

const state = {
  plan: z.array(Task).default([]),
  task: Task.optional(),
  found: append(z.string()),
  total: sum(),
  trail: reduce({ schema: z.string(), initial: '', apply: (before, update) => `${before}<${update}>` }),
  best: z.string().optional(),
  failed: z.string().optional(),
};

interface Options {
  limit?: number;
  need?: 'any' | number;
  onError?: 'salvaged';
}

const work = (options: Options = {}) =>
  graph({
    name: 'work',
    state,
    start: 'spread',
    nodes: {
      spread: {
        next: {
          each: (s) => s.plan.map((task) => ({ task })),
          id: (s) => s.task?.id as string,
          needs: (s) => s.task?.needs as string[],
          to: 'do',
          then: 'end',
          ...options,
        },
      },
      do: { run: () => ({}), next: [{ when: (s) => s.total > 99, to: 'more' }, 'end'] },
      more: { run: () => ({}), next: [{ when: (s) => s.total < 0, to: 'salvaged' }, 'end'] },
      salvaged: { final: true },
      end: { run: () => ({}), next: 'over' },
      over: { final: true },
    },
  });

type Plan = Readonly<Record<string, readonly string[]>>;

const begun = (plan: Plan, options?: Options): PureThread =>
  started(work(options), { plan: Object.entries(plan).map(([id, needs]) => ({ id, needs })) });

const path = (id: string): string => `spread.1/${id}`;

const running = (thread: PureThread): readonly string[] =>
  Object.entries(thread.where)
    .filter(([, at]) => at.endsWith('running'))
    .map(([lane]) => lane.replace('spread.1/', ''));

const finish = (thread: PureThread, ...ids: readonly string[]): PureThread => {
  for (const id of ids) thread.done(path(id), { found: [id], trail: id, total: 1 });
  return thread;
};

const diamond: Plan = { d: ['b', 'c'], a: [], b: ['a'], c: ['a'] };

describe('a plan', () => {
  test('runs as parallel as its needs allow', () => {
    const thread = begun(diamond);
    expect(running(thread)).toEqual(['a']);
    expect(running(finish(thread, 'a'))).toEqual(['b', 'c']);
    expect(running(finish(thread, 'c'))).toEqual(['b']);
    expect(running(finish(thread, 'b'))).toEqual(['d']);
    expect(finish(thread, 'd').where).toEqual({ '': 'end running' });
  });

  test('is opened by one row that says the direct needs of each, in an order in which each comes after them', () => {
    const thread = begun({ e: ['d', 'a'], ...diamond });
    const { opened } = thread.rows.at(-1) ?? {};
    expect(opened?.lanes.map((lane) => [lane.path, lane.phase, ...(lane.needs ?? [])])).toEqual([
      [path('a'), 'running'],
      [path('b'), 'queued', path('a')],
      [path('c'), 'queued', path('a')],
      [path('d'), 'queued', path('b'), path('c')],
      [path('e'), 'queued', path('a'), path('d')],
    ]);
  });

  test('shows a lane what those have changed that it needs, directly or through others, and no one else', () => {
    const thread = begun({ ...diamond, x: [] });
    finish(thread, 'x', 'a', 'c', 'b');
    expect(thread.state(path('d'))).toMatchObject({
      task: { id: 'd' },
      found: ['a', 'b', 'c'],
      total: 3,
      trail: '<a><b><c>',
    });
    finish(thread, 'd');
    expect(thread.state()).toMatchObject({ found: ['a', 'b', 'c', 'd', 'x'], total: 5, trail: '<a><b><c><d><x>' });
    expect(thread.state()).not.toHaveProperty('task');
  });

  test('joins alike, in whatever order lanes close', () => {
    const orders = [
      ['a', 'x', 'b', 'c', 'd'],
      ['a', 'c', 'b', 'd', 'x'],
    ];
    const [one, other] = orders.map((order) => finish(begun({ ...diamond, x: [] }), ...order).state());
    expect(one).toEqual(other);
  });

  test('with ids alone has lanes by name that need nothing', () => {
    const thread = started(work(), { plan: [{ id: 'x' }, { id: 'y' }] });
    expect(running(thread)).toEqual(['x', 'y']);
  });

  test('lets a lane set anew what one before it has set, and conflicts where none came after the other', () => {
    const chain = begun({ a: [], b: ['a'], c: ['b'] });
    for (const id of ['a', 'b', 'c']) chain.done(path(id), { best: id });
    expect(chain.state()).toMatchObject({ best: 'c' });
    const apart = begun({ a: [], b: ['a'], c: ['a'] });
    for (const id of ['a', 'b', 'c']) apart.done(path(id), { best: id });
    expect(apart.lane('').stopped).toMatchObject({ code: 'state/conflict' });
    expect(apart.stopped()).toContain(`Lanes "${path('b')}" and "${path('c')}"`);
  });

  test('of a thousand in a row is as deep as it is long', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `t${index}`);
    const thread = begun(Object.fromEntries(ids.map((id, index) => [id, index + 1 < 1_000 ? [`t${index + 1}`] : []])));
    expect(running(thread)).toEqual(['t999']);
    expect(JSON.stringify(thread.rows.at(-1)).length).toBeLessThan(200_000);
  });
});

describe('a limit', () => {
  test('counts lanes at work, and those that need nothing more begin in order', () => {
    const thread = begun({ a: [], b: ['a'], c: [], d: [], e: ['b'] }, { limit: 2 });
    expect(running(thread)).toEqual(['a', 'c']);
    expect(running(finish(thread, 'c'))).toEqual(['a', 'd']);
    expect(running(finish(thread, 'a'))).toEqual(['b', 'd']);
    expect(running(finish(thread, 'd'))).toEqual(['b']);
    expect(running(finish(thread, 'b'))).toEqual(['e']);
    expect(finish(thread, 'e').where).toEqual({ '': 'end running' });
  });

  test('of one goes through the plan one by one, each after those that it needs', () => {
    const thread = begun(diamond, { limit: 1 });
    for (const id of ['a', 'b', 'c', 'd']) {
      expect(running(thread)).toEqual([id]);
      finish(thread, id);
    }
    expect(thread.where).toEqual({ '': 'end running' });
  });
});

describe('a lane that fails', () => {
  test('keeps those from beginning that need it, and the thread fails once the others are through', () => {
    const thread = begun({ ...diamond, x: [] });
    finish(thread, 'a').fails(path('b'));
    expect(running(finish(thread, 'c'))).toEqual(['x']);
    expect(thread.status).toBe('running');
    finish(thread, 'x');
    expect(thread.status).toBe('failed');
    expect(thread.where[path('d')]).toBe('do queued');
    expect(running(thread.resume())).toEqual(['b']);
    expect(finish(thread, 'b', 'd').where).toEqual({ '': 'end running' });
  });

  test("takes the fork's onError when too few others can close, those that need it left aside", () => {
    const thread = begun({ ...diamond, x: [] }, { need: 3, onError: 'salvaged' });
    finish(thread, 'a').fails(path('b'));
    expect(thread.where['']).toBe('spread open');
    thread.fails(path('c'));
    expect(thread.where).toEqual({ '': 'salvaged closed' });
  });

  test('takes it at once where all that are left need it', () => {
    expect(begun(diamond, { need: 2, onError: 'salvaged' }).fails(path('a')).where).toEqual({ '': 'salvaged closed' });
  });

  test('is left behind where enough others close, and those that need it are cancelled', () => {
    const thread = begun({ ...diamond, x: [] }, { need: 3 });
    finish(thread, 'a').fails(path('b'));
    finish(thread, 'x', 'c');
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'join', note: { cancelled: [path('d')] } });
    expect(thread.state()['found']).toEqual(['a', 'c', 'x']);
  });

  test('makes room where there is a limit', () => {
    const thread = begun({ a: [], b: ['a'], c: [] }, { limit: 1, need: 'any' });
    expect(running(thread.fails(path('a')))).toEqual(['c']);
    expect(running(thread.resume(path('a')))).toEqual(['c']);
    expect(finish(thread, 'c').where).toEqual({ '': 'end running' });
  });
});

describe('no plan', () => {
  const of = (...plan: readonly { id?: unknown; needs?: unknown }[]): PureThread => started(work(), { plan });

  test.each([
    ['lanes/invalid-id', 'answered undefined, which is no text', of({})],
    ['lanes/invalid-id', 'answered "", which is empty', of({ id: '' })],
    ['lanes/invalid-id', 'answered "a/b", which has a "/"', of({ id: 'a/b' })],
    ['lanes/invalid-id', 'which is longer than 200 characters', of({ id: 'x'.repeat(201) })],
    ['lanes/invalid-id', 'which has what is no character to read', of({ id: 'a\nb' })],
    [
      'lanes/invalid-id',
      'answered "a", which is the id of another entry as well',
      of({ id: 'a' }, { id: 'b' }, { id: 'a' }),
    ],
    ['lanes/invalid-needs', 'entry "a" needs "b", which is no list of ids', of({ id: 'a', needs: 'b' })],
    [
      'lanes/invalid-needs',
      'entry "b" needs 7, which is the id of no entry.',
      of({ id: 'a' }, { id: 'b', needs: [7] }),
    ],
    ['lanes/invalid-needs', 'entry "a" needs itself, so that it would never begin.', of({ id: 'a', needs: ['a'] })],
    [
      'lanes/invalid-needs',
      'entry "seach" needs "search", which is the id of no entry. Did you mean "seach"?',
      of({ id: 'seach', needs: ['search'] }),
    ],
    [
      'lanes/invalid-needs',
      'entry "b" needs "c", which needs "d", which needs it, so that it would never begin.',
      of({ id: 'a', needs: ['b'] }, { id: 'b', needs: ['c'] }, { id: 'c', needs: ['d'] }, { id: 'd', needs: ['b'] }),
    ],
  ])('is %s: %s', (code, said, thread) => {
    expect(thread.lane('').stopped).toMatchObject({ code });
    expect(thread.stopped()).toContain(said);
    expect(thread.stopped()).toContain(`nodes.spread.next.${code.slice('lanes/invalid-'.length)}`);
    expect(running(thread.edit({ plan: [{ id: 'z', needs: [] }] }).resume())).toEqual(['z']);
  });

  test('names a lane as one of its subgraph may be, where its node has one: both would do what they do under one key', () => {
    const inner = graph({ name: 'inner', state: {}, start: 'over', nodes: { over: { final: true } } });
    const outer = graph({
      name: 'outer',
      state: { ids: z.array(z.string()), mine: z.string().optional() },
      start: 'spread',
      nodes: {
        spread: {
          graph: inner,
          next: { each: (s) => s.ids.map((mine) => ({ mine })), id: (s) => s.mine ?? '', to: 'do', then: 'end' },
        },
        do: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    });
    expect(started(outer, { ids: ['1.a'] }).where).toMatchObject({ 'spread.1/1.a': 'do running' });
    expect(started(outer, { ids: ['over.1'] }).lane('').stopped).toMatchObject({ code: 'lanes/invalid-id' });
  });
});
