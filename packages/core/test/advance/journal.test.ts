import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openQuestions } from '../../src/advance/journal.ts';
import { append, graph } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const asks = graph({
  name: 'asks',
  state: { heard: append(z.string()) },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['a', 'b'], then: 'end' } },
    a: { run: () => ({}), retry: { attempts: 2 }, next: 'a2' },
    a2: { run: () => ({}), next: 'end' },
    b: { run: () => ({}), next: 'end' },
    end: { final: true },
  },
});

const [a, b] = ['fork.1/a', 'fork.1/b'] as const;

describe('a step', () => {
  test('is kept with its result for as long as the lane is at its node, over failed attempts', () => {
    const thread = started(asks).give({ type: 'step', lane: a, key: 'charge', value: { id: 7 }, duration: 5 });
    expect(thread.rows.at(-1)).toMatchObject({ cause: 'step', label: 'charge', phase: 'running', duration: 5 });
    thread.fails(a);
    expect(thread.journal(a)).toEqual({ charge: { kind: 'step', value: { id: 7 } } });
    expect(thread.done(a).lane(a).journal).toBeUndefined();
  });
});

describe('a question', () => {
  const asked = () =>
    started(asks)
      .give({ type: 'ask', lane: a, key: 'name', payload: 'Who?' })
      .give({ type: 'ask', lane: a, key: 'age', payload: undefined })
      .give({ type: 'ask', lane: b, key: 'name', payload: undefined });

  test('puts its lane aside until it is answered, and others go on', () => {
    const thread = started(asks).give({ type: 'ask', lane: a, key: 'name', payload: 'Who?' });
    expect(thread.where).toMatchObject({ [a]: 'a suspended', [b]: 'b running' });
    thread.done(b);
    expect(thread.status).toBe('waiting');
    expect(openQuestions(thread.snapshot)).toEqual([{ lane: a, node: 'a', key: 'name', payload: 'Who?' }]);
  });

  test('is answered by its key, once', () => {
    const thread = asked().give({ type: 'answer', key: 'age', value: 36 });
    expect(thread.lane(a).phase).toBe('running');
    expect(thread.journal(a)).toMatchObject({ age: { kind: 'answer', value: 36 } });
    expect(() => thread.give({ type: 'answer', key: 'age', value: 37 })).toThrow(
      expect.objectContaining({ code: 'answer/not-asked' }),
    );
  });

  test('that two lanes ask is answered by naming one', () => {
    const thread = asked();
    expect(() => thread.give({ type: 'answer', key: 'name', value: 'Bob' })).toThrow(
      expect.objectContaining({ code: 'answer/ambiguous', facts: { key: 'name', lanes: [a, b] } }),
    );
    thread.give({ type: 'answer', key: 'name', value: 'Bob', lane: b });
    expect(thread.where).toMatchObject({ [a]: 'a suspended', [b]: 'b running' });
    expect(openQuestions(thread.snapshot).map(({ lane, key }) => [lane, key])).toEqual([
      [a, 'name'],
      [a, 'age'],
    ]);
  });

  test('that nobody asked is a problem that lists those that are open', () => {
    expect(() => asked().give({ type: 'answer', key: 'nmae', value: 'Bob' })).toThrow(
      expect.objectContaining({ code: 'answer/not-asked', facts: { key: 'nmae', open: ['name', 'age', 'name'] } }),
    );
  });

  test('of a lane that was left is gone', () => {
    const thread = asked().edit({}, { lane: a, as: 'a' });
    expect(thread.where).toMatchObject({ [a]: 'a2 running' });
    expect(openQuestions(thread.snapshot)).toMatchObject([{ lane: b }]);
  });
});

describe('a sleep', () => {
  test('ends when its time has come; the activity runs again and knows that it slept', () => {
    const thread = started(asks).give({ type: 'sleep', lane: a, key: 'nap', until: 60_000 });
    expect(thread.lane(a)).toMatchObject({ phase: 'suspended', due: 60_000 });
    thread.pass(59_999);
    expect(thread.lane(a).phase).toBe('suspended');
    thread.pass(1);
    expect(thread.lane(a).phase).toBe('running');
    expect(thread.journal(a)).toMatchObject({ nap: { kind: 'slept' } });
    expect(thread.lane(a).due).toBeUndefined();
  });

  test('beside a question ends by itself, and the question stays open', () => {
    const thread = started(asks)
      .give({ type: 'ask', lane: a, key: 'name', payload: undefined })
      .give({ type: 'sleep', lane: a, key: 'nap', until: 60_000 })
      .pass(60_000);
    expect(thread.lane(a).phase).toBe('running');
    expect(thread.journal(a)).toMatchObject({ name: { kind: 'ask' }, nap: { kind: 'slept' } });
  });
});
