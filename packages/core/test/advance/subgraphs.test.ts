import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, replace } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const third = graph({
  name: 'third',
  state: { n: z.number(), log: append(z.string()) },
  events: { deep: z.string() },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['left', 'right'], then: 'meet' } },
    left: { run: () => ({}), next: 'meet' },
    right: { run: () => ({}), next: 'meet' },
    meet: { on: { deep: { to: 'good', update: (_s, text) => ({ log: [text] }) } }, after: { '1h': 'bad' } },
    good: { final: true },
    bad: { final: true },
  },
});

const second = graph({
  name: 'second',
  state: { n: z.number(), log: append(z.string()), how: z.string().optional() },
  start: 'third',
  nodes: {
    third: {
      graph: third,
      input: (s) => ({ n: s.n + 1 }),
      output: ({ state, outcome }) => ({ log: state.log, how: outcome }),
      next: 'end',
    },
    end: { final: true },
  },
});

const first = graph({
  name: 'first',
  state: { n: z.number().default(1), log: append(z.string()), how: z.string().optional() },
  events: { stop: z.undefined() },
  start: 'fork',
  on: { stop: 'stopped' },
  nodes: {
    fork: { next: { all: ['second', 'beside'], then: 'end' } },
    second: {
      graph: second,
      input: (s) => ({ n: s.n + 1, log: s.log }),
      output: ({ state, outcome }) => ({ log: replace(state.log), how: `${String(state.how)}, ${outcome}` }),
      next: 'end',
    },
    beside: { run: () => ({}), next: 'end' },
    stopped: { final: true },
    end: { final: true },
  },
});

const two = 'fork.1/second/second.1';
const three = `${two}/third.1`;

describe('a subgraph', () => {
  test('runs as a lane of its own, to any depth, with lanes of its own', () => {
    const thread = started(first);
    expect(thread.where).toEqual({
      '': 'fork open',
      'fork.1/second': 'second open',
      [two]: 'third open',
      [three]: 'fork open',
      [`${three}/fork.1/left`]: 'left running',
      [`${three}/fork.1/right`]: 'right running',
      'fork.1/beside': 'beside running',
    });
  });

  test('has a state of its own, started by input', () => {
    const thread = started(first, { log: ['before'] });
    expect(thread.state(two)).toEqual({ n: 2, log: ['before'] });
    expect(thread.state(three)).toEqual({ n: 3, log: [] });
  });

  test('gives what output makes of its state and outcome, and its node goes on', () => {
    const thread = started(first);
    thread.done(`${three}/fork.1/right`, { log: ['right'] }).done(`${three}/fork.1/left`, { log: ['left'] });
    expect(thread.where).toMatchObject({ [three]: 'meet waiting' });
    thread.send('deep', 'sent');
    expect(thread.where).toEqual({ '': 'fork open', 'fork.1/second': 'end closed', 'fork.1/beside': 'beside running' });
    expect(thread.state('fork.1/second')).toEqual({ n: 1, log: ['left', 'right', 'sent'], how: 'good, end' });
    expect(thread.done('fork.1/beside').state()).toEqual({ n: 1, log: ['left', 'right', 'sent'], how: 'good, end' });
  });

  test('takes the outcome of its final node with it', () => {
    const thread = started(first).done(`${three}/fork.1/right`).done(`${three}/fork.1/left`).pass(3_600_000);
    expect(thread.state('fork.1/second')).toMatchObject({ how: 'bad, end' });
  });

  test('ends with all that it opened when a node that holds it is left', () => {
    expect(started(first).send('stop').where).toEqual({ '': 'stopped closed' });
  });

  test('without output leaves nothing in the state', () => {
    const quiet = graph({
      name: 'quiet',
      state: { n: z.number().default(1) },
      start: 'sub',
      nodes: { sub: { graph: second, input: (s) => ({ n: s.n }), next: 'end' }, end: { final: true } },
    });
    const thread = started(quiet)
      .done('sub.1/third.1/fork.1/left', { n: 9 })
      .done('sub.1/third.1/fork.1/right')
      .send('deep', '');
    expect(thread.status).toBe('done');
    expect(thread.state()).toEqual({ n: 1 });
  });

  test('does not take over a list that it was given: what it adds is added once', () => {
    const adds = graph({
      name: 'adds',
      state: { log: append(z.string()) },
      start: 'work',
      nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
    });
    const outer = graph({
      name: 'outer',
      state: { log: append(z.string()) },
      start: 'sub',
      nodes: {
        sub: { graph: adds, output: ({ state }) => ({ log: state.log }), next: 'end' },
        end: { final: true },
      },
    });
    const thread = started(outer, { log: ['given'] }).done('sub.1', { log: ['added'] });
    expect(thread.state()).toEqual({ log: ['given', 'added'] });
  });

  test('that is visited again starts afresh, under a path of its own', () => {
    const again = graph({
      name: 'again',
      state: { n: z.number().default(1) },
      start: 'sub',
      nodes: {
        sub: { graph: third, input: (s) => ({ n: s.n }), output: ({ state }) => ({ n: state.n }), next: 'check' },
        check: { next: [{ when: (s) => s.n > 2, to: 'end' }, 'more'] },
        more: { run: () => ({}), next: 'sub' },
        end: { final: true },
      },
    });
    const thread = started(again)
      .done('sub.1/fork.1/left')
      .done('sub.1/fork.1/right')
      .send('deep', '')
      .done('', { n: 3 });
    expect(Object.keys(thread.where)).toEqual(['', 'sub.2', 'sub.2/fork.1/left', 'sub.2/fork.1/right']);
    expect(thread.state('sub.2')).toEqual({ n: 3, log: [] });
  });

  test('whose input does not fit fails the thread, and resume maps it again', () => {
    let n: unknown = 'one';
    const wrong = graph({
      name: 'wrong',
      state: {},
      start: 'sub',
      nodes: { sub: { graph: third, input: () => ({ n: n as number }), next: 'end' }, end: { final: true } },
    });
    const thread = started(wrong);
    expect(thread.lane('').stopped).toMatchObject({ code: 'value/invalid' });
    n = 1;
    expect(thread.resume().where).toMatchObject({ 'sub.1/fork.1/left': 'left running' });
  });
});
