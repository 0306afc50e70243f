// Lanes that come and go as the state says, while their holder takes events.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, sum } from '../../src/index.ts';
import { timersOf } from '../../src/advance/timers.ts';
import { compile } from '../../src/compile/compile.ts';
import { started, type PureThread } from './pure-thread.ts';

const state = {
  jobs: append(z.string()),
  over: append(z.string()),
  closing: z.boolean().default(false),
  job: z.string().optional(),
  found: z.string().optional(),
  got: append(z.string()),
  points: sum(),
};

type OnError = { readonly onError?: 'failed' };

const desk = (options: OnError = {}) =>
  graph({
    name: 'desk',
    state,
    events: { add: z.string(), drop: z.string(), close: z.undefined(), leave: z.undefined() },
    start: 'desk',
    nodes: {
      desk: {
        on: {
          add: { update: (_s, job) => ({ jobs: [job] }) },
          drop: { update: (_s, job) => ({ over: [job] }) },
          close: { update: () => ({ closing: true }) },
          leave: [{ when: (s) => s.points < 0, to: 'failed' }, 'left'],
        },
        after: [{ in: (s) => 1_000 + s.points, update: () => ({ jobs: ['timed'] }) }],
        next: {
          each: (s) => s.jobs.filter((job) => !s.over.includes(job)).map((job) => ({ job, points: 1 })),
          id: (s) => s.job ?? '',
          to: 'work',
          onClosed: ({ state: own, lane }, s) => ({
            over: [own.job ?? ''],
            got: [`${lane} ${own.found}, ${s.got.length} before`],
            points: 10,
          }),
          until: (s) => s.closing && s.jobs.every((job) => s.over.includes(job)),
          then: 'end',
          ...options,
        },
      },
      work: { run: () => ({}), retry: { attempts: 2 }, next: 'more' },
      more: { run: () => ({}), next: 'end' },
      left: { final: true },
      failed: { final: true },
      end: { final: true },
    },
  });

const opened = (thread: PureThread): readonly string[] =>
  Object.keys(thread.where)
    .filter((lane) => lane !== '')
    .map((lane) => lane.replace('desk.1/', ''));

const send = (thread: PureThread, name: string, payload?: unknown): PureThread => thread.send(name, payload);

describe('lanes that come and go', () => {
  test('begin as they are listed, and give what they found at once', () => {
    const thread = started(desk(), { jobs: ['a'] });
    expect(opened(thread)).toEqual(['a']);
    send(thread, 'add', 'b');
    expect(opened(thread)).toEqual(['a', 'b']);
    thread.done('desk.1/b').done('desk.1/b', { found: 'bee' });
    expect(opened(thread)).toEqual(['a']);
    expect(thread.state()).toMatchObject({ got: ['desk.1/b bee, 0 before'], over: ['b'], points: 10 });
    expect(thread.rows.slice(-2).map(({ cause, lane }) => [cause, lane])).toEqual([
      ['done', 'desk.1/b'],
      ['join', ''],
    ]);
  });

  test('see the state as it was when the first were opened, and their entry', () => {
    const thread = started(desk(), { jobs: ['a'] });
    thread.done('desk.1/a').done('desk.1/a', { found: 'x' });
    send(thread, 'add', 'b');
    expect(thread.lane('desk.1/b').values).toMatchObject({ jobs: ['a'], got: [], job: 'b', points: 1 });
  });

  test('are over as they are listed no longer, and nothing of them is left', () => {
    const thread = started(desk(), { jobs: ['a', 'b'] });
    send(thread, 'drop', 'a');
    expect(opened(thread)).toEqual(['b']);
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'open', note: { cancelled: ['desk.1/a'] } });
    expect(() => thread.done('desk.1/a')).toThrow('There is no lane "desk.1/a".');
  });

  test('go with their holder where the state says that it is enough, at once where it says so from the first', () => {
    const thread = started(desk(), { jobs: ['a', 'b'] });
    send(thread, 'close');
    expect(thread.where['']).toBe('desk open');
    send(thread, 'drop', 'a');
    thread.done('desk.1/b').done('desk.1/b');
    expect(thread.where).toEqual({ '': 'end closed' });
    expect(started(desk(), { closing: true }).where).toEqual({ '': 'end closed' });
  });

  test('end with the node where an event leads elsewhere', () => {
    const thread = started(desk(), { jobs: ['a', 'b'] });
    expect(send(thread, 'leave').where).toEqual({ '': 'left closed' });
  });

  test('one that fails for good fails its holder, whose `onError` leads on', () => {
    const thread = started(desk({ onError: 'failed' }), { jobs: ['a', 'b'] });
    thread.fails('desk.1/a').fails('desk.1/a');
    expect(thread.where).toEqual({ '': 'failed closed' });
    const stopped = started(desk(), { jobs: ['a', 'b'] });
    stopped.fails('desk.1/a').fails('desk.1/a');
    expect(stopped.status).toBe('running');
    stopped.done('desk.1/b').done('desk.1/b');
    expect(stopped.status).toBe('failed');
    send(stopped, 'drop', 'a');
    expect(stopped.status).toBe('waiting');
  });

  test('timers that follow from the state are asked for anew as a lane meets its holder', () => {
    const thread = started(desk(), { jobs: ['a'] });
    thread.done('desk.1/a').done('desk.1/a');
    expect(timersOf(thread.plan, thread.snapshot)).toEqual([{ lane: '', kind: 'after', name: 'after[0]', at: 1_010 }]);
    thread.pass(1_010);
    expect(opened(thread)).toEqual(['timed']);
  });

  test('have keys of their own, though their id was used before', () => {
    const thread = started(desk(), { jobs: ['a', 'b'] });
    const names = [thread.lane('desk.1/a').named, thread.lane('desk.1/b').named];
    expect(names).toEqual(['desk.1/a~1', 'desk.1/b~2']);
    send(thread, 'add', 'c');
    expect(thread.lane('desk.1/c').named).toBe('desk.1/c~3');
  });

  test('a desk that opens a lane for each that has closed is stopped, as any endless loop is', () => {
    const endless = graph({
      name: 'endless',
      state: { done: sum() },
      start: 'desk',
      nodes: {
        desk: {
          on: {},
          next: {
            each: () => [{}],
            id: (s) => `job-${s.done}`,
            to: 'work',
            onClosed: () => ({ done: 1 }),
            until: () => false,
            then: 'end',
          },
        },
        work: { next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(endless);
    expect(thread.status).toBe('failed');
    expect(thread.rows.at(-1)?.note?.failure?.code).toBe('limit/exceeded');
  });

  test('what they need and what they do without is checked', () => {
    const wrong = graph({
      name: 'wrong',
      state,
      start: 'desk',
      nodes: {
        desk: { next: { each: () => [], to: 'work', until: () => true, need: 1, limit: 2, then: 'end' } },
        work: { run: () => ({}), next: 'end' },
        end: { final: true },
      },
    } as never);
    expect(() => compile(wrong)).toThrow(/next\.id.*next\.onClosed.*next\.need.*next\.limit/su);
  });
});

const names = fc.constantFrom('a', 'b', 'c', 'd');
const happening = fc.oneof(
  fc.record({ what: fc.constant('add' as const), name: names }),
  fc.record({ what: fc.constant('drop' as const), name: names }),
  fc.record({ what: fc.constant('step' as const), name: names }),
  fc.record({ what: fc.constant('fail' as const), name: names }),
  fc.record({ what: fc.constant('time' as const), name: names }),
);

test('whatever happens, the lanes that are open are those that are listed', () => {
  const law = fc.property(fc.array(happening, { maxLength: 40 }), (all) => {
    const thread = started(desk({}), {});
    for (const { what, name } of all) {
      const path = `desk.1/${name}`;
      const isOpen = thread.where[path]?.endsWith('running') === true;
      const { jobs: before, over: gone } = thread.state() as { jobs: string[]; over: string[] };
      if (what === 'add' && before.includes(name) && !gone.includes(name)) continue;
      if (what === 'add' || what === 'drop') send(thread, what, name);
      else if (what === 'step' && isOpen) thread.done(path, { found: name });
      else if (what === 'fail' && isOpen) thread.fails(path);
      else if (what === 'time') {
        thread.pass(500);
      }
      const { jobs, over, got } = thread.state() as { jobs: string[]; over: string[]; got: string[] };
      const listed = jobs.filter((job) => !over.includes(job));
      expect(opened(thread).toSorted()).toEqual([...new Set(listed)].toSorted());
      expect(thread.lane('').fork).toMatchObject({
        closed: 0,
        queued: 0,
        need: listed.length,
        lanes: opened(thread).map((job) => `desk.1/${job}`),
      });
      expect(got.length).toBe(thread.rows.filter(({ cause }) => cause === 'join').length);
    }
  });
  fc.assert(law, { numRuns: 300, seed: 20261129 });
});
