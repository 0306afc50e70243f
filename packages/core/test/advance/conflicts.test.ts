import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, replace } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const fork = graph({
  name: 'fork',
  state: {
    title: z.string().optional(),
    list: append(z.string()),
    note: z.string().optional(),
    mine: local(z.string()),
  },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['a', 'b', 'c'], then: 'end' } },
    a: { run: () => ({}), next: 'end' },
    b: { run: () => ({}), next: 'end' },
    c: { run: () => ({}), next: 'end' },
    end: { run: () => ({}), next: 'over' },
    over: { final: true },
  },
});

const [a, b, c] = ['fork.1/a', 'fork.1/b', 'fork.1/c'] as const;

describe('two lanes that set one plain key', () => {
  const clash = () =>
    started(fork)
      .done(c, { list: ['c'] })
      .done(b, { title: 'b' })
      .done(a, { title: 'a', list: ['a'] });

  test('fail the thread at the join, by the key and both lanes', () => {
    const thread = clash();
    expect(thread.status).toBe('failed');
    expect(thread.lane('').stopped).toMatchObject({ code: 'state/conflict' });
    expect(thread.stopped()).toContain(`Lanes "${a}" and "${b}" of "fork" both set "title"`);
    expect(thread.where).toMatchObject({ '': 'fork failed', [a]: 'end closed', [b]: 'end closed' });
  });

  test('lose nothing: every lane still has what it changed', () => {
    const thread = clash();
    expect(thread.state(a)).toMatchObject({ title: 'a', list: ['a'] });
    expect(thread.state(b)).toMatchObject({ title: 'b' });
  });

  test('fail again when nothing was decided', () => {
    expect(clash().resume().where).toMatchObject({ '': 'fork failed' });
  });

  test('go on with what an edit decides, and with all else the lanes changed', () => {
    const thread = clash().edit({ title: 'by hand' }).resume();
    expect(thread.where).toEqual({ '': 'end running' });
    expect(thread.state()).toMatchObject({ title: 'by hand', list: ['a', 'c'] });
  });

  test('go on where an edit leaves the holder by another way', () => {
    const thread = clash().edit({}, { as: 'end' });
    expect(thread.where).toEqual({ '': 'over closed' });
  });

  test('conflict whatever the order in which they close', () => {
    const thread = started(fork).done(a, { title: 'a' }).done(b).done(c, { title: 'c' });
    expect(thread.stopped()).toContain(`Lanes "${a}" and "${c}" of "fork" both set "title"`);
  });

  test('conflict even if they set it to the same value', () => {
    expect(started(fork).done(a, { title: 'x' }).done(b, { title: 'x' }).done(c).status).toBe('failed');
  });

  test('conflict where one replaces what the other adds to', () => {
    const thread = started(fork)
      .done(a, { list: replace([]) })
      .done(b, { list: ['b'] })
      .done(c);
    expect(thread.stopped()).toContain('both set "list"');
  });

  test('do not conflict over a local key, or over keys of their own', () => {
    const thread = started(fork)
      .done(a, { title: 'a', mine: '1' })
      .done(b, { note: 'b', mine: '2' })
      .done(c, { mine: '3' });
    expect(thread.state()).toEqual({ title: 'a', note: 'b', list: [] });
  });
});

describe('a lane that needs another', () => {
  const ordered = graph({
    name: 'ordered',
    state: { title: z.string().optional(), list: append(z.string()) },
    start: 'fork',
    nodes: {
      fork: {
        next: {
          all: [{ to: 'last', needs: ['middle'] }, { to: 'middle', needs: ['first'] }, 'first', 'free'],
          then: 'end',
        },
      },
      first: { run: () => ({}), next: 'end' },
      middle: { run: () => ({}), next: 'end' },
      last: { run: () => ({}), next: 'end' },
      free: { run: () => ({}), next: 'end' },
      end: { run: () => ({}), next: 'over' },
      over: { final: true },
    },
  });

  test('begins when that one has closed, and sees what it changed', () => {
    const thread = started(ordered);
    expect(thread.where).toMatchObject({ 'fork.1/middle': 'middle queued', 'fork.1/first': 'first running' });
    thread.done('fork.1/first', { title: 'first', list: ['first'] });
    expect(thread.where).toMatchObject({ 'fork.1/middle': 'middle running', 'fork.1/last': 'last queued' });
    expect(thread.state('fork.1/middle')).toEqual({ title: 'first', list: ['first'] });
  });

  test('sees all that came before it, however far back', () => {
    const thread = started(ordered)
      .done('fork.1/first', { title: 'first', list: ['first'] })
      .done('fork.1/middle', { list: ['middle'] });
    expect(thread.state('fork.1/last')).toEqual({ title: 'first', list: ['first', 'middle'] });
  });

  test('may set what it has seen set: it comes after it, wherever it is declared', () => {
    const thread = started(ordered)
      .done('fork.1/first', { title: 'first', list: ['first'] })
      .done('fork.1/middle', { list: ['middle'] })
      .done('fork.1/last', { title: 'last', list: ['last'] });
    expect(thread.status).toBe('running');
    expect(thread.done('fork.1/free', { list: ['free'] }).state()).toEqual({
      title: 'last',
      list: ['first', 'middle', 'last', 'free'],
    });
  });

  test('conflicts with one that it has not seen', () => {
    const thread = started(ordered).done('fork.1/first', { title: 'first' }).done('fork.1/free', { title: 'free' });
    thread.done('fork.1/middle').done('fork.1/last');
    expect(thread.stopped()).toContain('both set "title"');
  });

  test('restarts its clock when it begins', () => {
    const timed = graph({
      name: 'timed',
      state: {},
      start: 'fork',
      nodes: {
        fork: { next: { all: ['first', { to: 'second', needs: ['first'] }], then: 'end' } },
        first: { run: () => ({}), next: 'end' },
        second: { after: { '1h': 'end' } },
        end: { final: true },
      },
    });
    const thread = started(timed).pass(600_000).done('fork.1/first');
    expect(thread.lane('fork.1/second')).toMatchObject({ phase: 'waiting', entered: 600_000 });
    expect(thread.pass(3_599_999).status).toBe('waiting');
    expect(thread.pass(1).status).toBe('done');
  });

  test('never begins after a failed one; resuming that one goes on with both', () => {
    const thread = started(ordered).fails('fork.1/first').done('fork.1/free');
    expect(thread.status).toBe('failed');
    expect(thread.where).toMatchObject({ 'fork.1/first': 'first failed', 'fork.1/middle': 'middle queued' });
    thread.resume().done('fork.1/first').done('fork.1/middle').done('fork.1/last');
    expect(thread.where).toEqual({ '': 'end running' });
  });
});
