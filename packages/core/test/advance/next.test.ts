import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const count = { count: z.number().default(0) };

describe('next', () => {
  test('a name leads there once the activity is done', () => {
    const one = graph({
      name: 'one',
      state: count,
      start: 'work',
      nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
    });
    const thread = started(one);
    expect(thread.where).toEqual({ '': 'work running' });
    thread.done('', { count: 2 });
    expect(thread.where).toEqual({ '': 'end closed' });
    expect(thread.status).toBe('done');
    expect(thread.state()).toEqual({ count: 2 });
    expect(thread.trail).toEqual(['start ->work', 'done work->end']);
  });

  const cases = graph({
    name: 'cases',
    state: count,
    start: 'work',
    nodes: {
      work: {
        run: () => ({}),
        next: [
          { when: (s) => s.count > 10, to: 'much', label: 'much' },
          { when: (s) => s.count > 1, to: 'some' },
          'none',
        ],
      },
      much: { final: true },
      some: { final: true },
      none: { final: true },
    },
  });

  test.each([
    [20, 'much'],
    [2, 'some'],
    [0, 'none'],
  ])('the first case that holds is taken, else the default: %i leads to %s', (given, outcome) => {
    expect(started(cases).done('', { count: given }).lane('').node).toBe(outcome);
  });

  test('cases see what the activity has just changed, and the row carries the label of the one taken', () => {
    expect(started(cases).done('', { count: 11 }).rows.at(-1)).toMatchObject({ to: 'much', label: 'much' });
  });

  const chooses = (choice: string) =>
    graph({
      name: 'chooses',
      state: count,
      start: 'work',
      nodes: {
        work: { run: () => ({}), next: { choose: () => choice as 'left', among: ['left', 'right'] } },
        left: { final: true },
        right: { final: true },
      },
    });

  test('choose takes the lane to any of the names among which it may choose', () => {
    expect(started(chooses('right')).done('').lane('').node).toBe('right');
  });

  test('a choice that is not among the declared names fails the thread, and offers the nearest', () => {
    const thread = started(chooses('rigth')).done('', { count: 3 });
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ code: 'transition/undeclared' });
    expect(thread.stopped()).toContain('Did you mean "right"?');
    expect(thread.state()).toEqual({ count: 3 });
  });
});

describe('a node that does nothing', () => {
  const passes = graph({
    name: 'passes',
    state: { ...count, seen: append(z.string()) },
    start: 'first',
    nodes: {
      first: { next: 'second' },
      second: { next: [{ when: (s) => s.count > 0, to: 'positive' }, 'end'] },
      positive: { next: 'end' },
      end: { final: true },
    },
  });

  test('passes on at once, and each pass is a row', () => {
    const thread = started(passes, { count: 1 });
    expect(thread.trail).toEqual([
      'start ->first',
      'pass first->second',
      'pass second->positive',
      'pass positive->end',
    ]);
    expect(thread.status).toBe('done');
  });

  test('fails where no case holds and there is no default, and resume looks at the cases again', () => {
    let open = false;
    const stuck = graph({
      name: 'stuck',
      state: count,
      start: 'gate',
      nodes: { gate: { next: [{ when: () => open, to: 'end' }] }, end: { final: true } },
    });
    const thread = started(stuck);
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ code: 'transition/no-case' });
    open = true;
    expect(thread.resume().status).toBe('done');
  });

  test('takes its own onError where no case holds', () => {
    const caught = graph({
      name: 'caught',
      state: count,
      start: 'work',
      nodes: {
        work: { run: () => ({}), onError: 'lost', next: [{ when: (s) => s.count > 0, to: 'end' }] },
        lost: { final: true },
        end: { final: true },
      },
    });
    const thread = started(caught).done('', { count: -1 });
    expect(thread.where).toEqual({ '': 'lost closed' });
    expect(thread.state()).toEqual({ count: -1 });
    expect(thread.lane('').error).toMatchObject({ code: 'transition/no-case' });
  });
});

describe('a node that waits and has a next', () => {
  const voting = graph({
    name: 'voting',
    state: { votes: append(z.string()), closed: z.boolean().default(false) },
    events: { vote: z.string(), close: z.undefined() },
    start: 'collect',
    nodes: {
      collect: {
        on: {
          vote: { update: (_s, by) => ({ votes: [by] }) },
          close: { update: () => ({ closed: true }) },
        },
        after: { '1h': 'late', '10m': { update: () => ({ votes: ['the clock'] }) } },
        next: [
          { when: (s) => s.votes.length >= 2, to: 'enough' },
          { when: (s) => s.closed, to: 'early' },
        ],
      },
      enough: { final: true },
      early: { final: true },
      late: { final: true },
    },
  });

  test('waits while no case holds, and is looked at again after every event that stays', () => {
    const thread = started(voting);
    expect(thread.where).toEqual({ '': 'collect waiting' });
    thread.send('vote', 'ada');
    expect(thread.where).toEqual({ '': 'collect waiting' });
    thread.send('vote', 'bob');
    expect(thread.where).toEqual({ '': 'enough closed' });
    expect(thread.trail).toEqual([
      'start ->collect',
      'pass collect',
      'event (vote) collect',
      'event (vote) collect',
      'pass collect->enough',
    ]);
  });

  test('is looked at again after an edit', () => {
    expect(started(voting).edit({ closed: true }).where).toEqual({ '': 'early closed' });
  });

  test('is looked at again after a timer that stays', () => {
    const thread = started(voting).send('vote', 'ada');
    expect(thread.pass(600_000).where).toEqual({ '': 'enough closed' });
  });

  test('passes on at once where a case holds from the start', () => {
    expect(started(voting, { closed: true }).where).toEqual({ '': 'early closed' });
  });

  test('goes on by its timer where no case comes to hold', () => {
    expect(started(voting).pass(3_600_000).where).toEqual({ '': 'late closed' });
  });
});

describe('the outcome', () => {
  test('is the name of the final node', () => {
    const ended = graph({ name: 'ended', state: {}, start: 'only', nodes: { only: { final: true } } });
    const thread = started(ended);
    expect(thread.where).toEqual({ '': 'only closed' });
    expect(thread.status).toBe('done');
  });

  test('is there for good: no input is taken once a thread is done', () => {
    const ended = graph({
      name: 'ended',
      state: {},
      events: { go: z.undefined() },
      start: 'only',
      on: { go: 'only' },
      nodes: { only: { final: true } },
    });
    expect(() => started(ended).send('go')).toThrow(expect.objectContaining({ code: 'thread/over' }));
  });
});
