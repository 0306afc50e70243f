import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, reduce, transient } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const problem = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as unknown;

const work = graph({
  name: 'work',
  state: {
    title: z.string().optional(),
    list: append(z.string()),
    all: reduce({ schema: z.string(), initial: '', apply: (now, next) => `${now}${next}` }),
    token: transient(z.string()),
  },
  events: { go: z.undefined() },
  start: 'one',
  nodes: {
    one: { run: () => ({}), next: 'fork' },
    fork: { next: { all: ['a', 'b'], then: 'wait' } },
    a: { run: () => ({}), next: 'wait' },
    b: { run: () => ({}), next: 'wait' },
    wait: { on: { go: 'end' }, after: { '1h': 'end' } },
    end: { final: true },
  },
});

describe('an edit', () => {
  test('changes the state where the lane is, and leaves it there', () => {
    const thread = started(work).edit({ title: 'x', list: ['1'], all: 'r', token: 't' });
    expect(thread.state()).toEqual({ title: 'x', list: ['1'], all: 'r', token: 't' });
    expect(thread.where).toEqual({ '': 'one running' });
  });

  test('as a node goes on as though that node had made the changes', () => {
    const thread = started(work).edit({ title: 'skipped' }, { as: 'one' });
    expect(thread.where).toMatchObject({ '': 'fork open', 'fork.1/a': 'a running' });
    expect(thread.state('fork.1/a')).toMatchObject({ title: 'skipped' });
  });

  test('as a node that waits, waits there', () => {
    expect(started(work).edit({}, { as: 'wait' }).where).toEqual({ '': 'wait waiting' });
  });

  test('as a final node ends the thread with that outcome', () => {
    const thread = started(work).edit({ title: 'over' }, { as: 'end' });
    expect(thread.where).toEqual({ '': 'end closed' });
    expect(thread.status).toBe('done');
  });

  test('of one lane changes that lane alone', () => {
    const thread = started(work).done('').edit({ title: 'by hand' }, { lane: 'fork.1/a' });
    expect(thread.state('fork.1/a')).toMatchObject({ title: 'by hand' });
    expect(thread.state('fork.1/b')).not.toHaveProperty('title');
    thread.done('fork.1/a').done('fork.1/b');
    expect(thread.state()).toMatchObject({ title: 'by hand' });
  });

  test('of one lane as the node where the lanes meet closes it', () => {
    const thread = started(work)
      .done('')
      .edit({ list: ['a'] }, { lane: 'fork.1/a', as: 'wait' });
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/a': 'wait closed', 'fork.1/b': 'b running' });
    expect(thread.done('fork.1/b').state()).toMatchObject({ list: ['a'] });
  });

  test('as a node of open lanes says which is meant, and ends none of them unasked', () => {
    const thread = started(work).done('');
    expect(() => thread.edit({}, { as: 'a' })).toThrow(problem('edit/ambiguous', { node: 'a', lanes: ['fork.1/a'] }));
    expect(thread.where).toMatchObject({ 'fork.1/a': 'a running', 'fork.1/b': 'b running' });
    expect(thread.fails('fork.1/a').edit({ list: ['x'] }, { lane: 'fork.1/a', as: 'a' }).where).toMatchObject({
      'fork.1/b': 'b running',
    });
    expect(started(work).done('').edit({}, { as: 'wait' }).where).toEqual({ '': 'wait waiting' });
    expect(started(work).done('').edit({}, { lane: '', as: 'a' }).where).toEqual({ '': 'wait waiting' });
  });

  test('to an unknown node, lane or key is refused with the nearest name', () => {
    const thread = started(work).done('');
    expect(() => thread.edit({}, { as: 'wiat' })).toThrow('Did you mean "wait"?');
    expect(() => thread.edit({}, { as: 'toString' })).toThrow(problem('edit/unknown-node', { node: 'toString' }));
    expect(() => thread.edit({}, { lane: 'fork.1/c' })).toThrow(problem('lane/not-found', { lane: 'fork.1/c' }));
    expect(() => thread.edit({ titel: 'x' })).toThrow('Did you mean "title"?');
    expect(() => thread.edit({ title: 7 })).toThrow(problem('value/invalid'));
    expect(thread.rows).toHaveLength(3);
  });

  test('of a failed lane leaves it failed, to be resumed with the new state', () => {
    const thread = started(work).fails('').edit({ title: 'mended' });
    expect(thread.status).toBe('failed');
    expect(thread.stopped()).toBe('no');
    expect(thread.resume().where).toEqual({ '': 'one running' });
    expect(thread.state()).toMatchObject({ title: 'mended' });
  });

  test('of a done thread is taken, and as a node takes it up again', () => {
    const thread = started(work).edit({}, { as: 'end' });
    expect(thread.edit({ title: 'afterwards' }).status).toBe('done');
    expect(thread.edit({}, { as: 'wait' }).status).toBe('waiting');
  });

  test('of a cancelled thread is refused', () => {
    const thread = started(work).give({ type: 'cancel', reason: 'enough' });
    expect(() => thread.edit({ title: 'x' })).toThrow(problem('thread/over', { status: 'cancelled' }));
  });
});

describe('cancelling', () => {
  test('ends the thread where it stands, with every lane, and says why', () => {
    const thread = started(work).done('').give({ type: 'cancel', reason: 'enough' });
    expect(thread.status).toBe('cancelled');
    expect(thread.where).toEqual({ '': 'fork closed' });
    expect(thread.snapshot.cancelled).toBe('enough');
    expect(thread.rows.at(-1)?.note).toEqual({ reason: 'enough', cancelled: ['fork.1/b', 'fork.1/a'] });
  });

  test('leaves a thread that takes nothing more', () => {
    const thread = started(work).give({ type: 'cancel', reason: '' });
    for (const again of [
      () => thread.send('go'),
      () => thread.resume(),
      () => thread.give({ type: 'cancel', reason: '' }),
    ]) {
      expect(again).toThrow(problem('thread/over', { status: 'cancelled' }));
    }
  });
});

describe('a fork', () => {
  test('goes on from where it starts, with what it sets', () => {
    const thread = started(work)
      .edit({}, { as: 'wait' })
      .give({ type: 'fork', at: 2, update: { title: 'forked' } });
    expect(thread.where).toEqual({ '': 'wait waiting' });
    expect(thread.state()).toMatchObject({ title: 'forked' });
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'fork', note: { at: 2 } });
    expect(thread.pass(3_600_000).status).toBe('done');
  });

  test('of a failed checkpoint is failed, and can be resumed', () => {
    const thread = started(work)
      .fails('')
      .give({ type: 'fork', at: 3, update: { title: 'forked' } });
    expect(thread.status).toBe('failed');
    expect(thread.resume().where).toEqual({ '': 'one running' });
  });

  test('looks again at a next that waits', () => {
    const gate = graph({
      name: 'gate',
      state: { open: z.boolean().default(false) },
      events: { go: z.undefined() },
      start: 'gate',
      nodes: { gate: { on: { go: 'end' }, next: [{ when: (s) => s.open, to: 'end' }] }, end: { final: true } },
    });
    expect(started(gate).give({ type: 'fork', at: 2, update: { open: true } }).status).toBe('done');
  });
});

describe('an edit of a lane of a fork', () => {
  const forked = graph({
    name: 'forked',
    state: { log: append(z.string()) },
    events: { go: z.undefined(), back: z.undefined() },
    start: 'fan',
    nodes: {
      fan: { next: { all: ['a', 'b'], then: 'meet' } },
      a: { on: { go: 'a2' } },
      a2: { next: { all: ['p'], then: 'a3' }, after: { '1h': 'late' }, onError: 'wrong' },
      p: { on: { go: 'a3' } },
      a3: { next: { choose: () => 'meet', among: ['meet', 'a4'] } },
      a4: { next: [{ when: () => false, to: 'a5' }, 'meet'] },
      a5: { next: { each: () => [], to: 'q', then: 'meet', onError: 'a6' } },
      q: { next: 'meet' },
      a6: { next: 'meet' },
      late: { next: 'meet' },
      wrong: { final: true },
      b: { on: { go: 'meet' } },
      meet: { run: () => ({}), next: 'pay' },
      pay: { run: () => ({}), next: 'end' },
      end: { final: true },
    },
  });

  test.each(['a', 'a2', 'a3', 'a4', 'a5', 'a6', 'late', 'wrong', 'meet'])(
    'may take it to where its fork could have led it: %s',
    (as) => {
      expect(started(forked).edit({}, { lane: 'fan.1/a', as }).rows.at(2)).toMatchObject({ cause: 'edit', to: as });
    },
  );

  test.each(['pay', 'end', 'fan', 'b', 'p', 'q'])(
    'cannot lead it out of its fork, nor into that of others: %s',
    (as) => {
      const thread = started(forked);
      expect(() => thread.edit({}, { lane: 'fan.1/a', as })).toThrow(
        expect.objectContaining({
          code: 'edit/outside-lane',
          message: expect.stringContaining(`cannot go on as "${as}"`),
        }),
      );
      expect(thread.rows).toHaveLength(2);
    },
  );

  test('takes the first lane anywhere in its graph', () => {
    expect(started(forked).edit({}, { as: 'pay' }).where).toEqual({ '': 'end closed' });
  });
});
