import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, merge, reduce, sum, transient, upsert } from '../../src/index.ts';
import { started } from './pure-thread.ts';

const problem = (code: string, facts: object = {}) =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as unknown;

const keyed = graph({
  name: 'keyed',
  state: {
    title: z.string(),
    size: z.number().default(3),
    maybe: z.string().optional(),
    list: append(z.object({ n: z.number() })),
    total: sum(10),
    record: merge(z.number()),
    items: upsert(z.object({ id: z.string() }), 'id'),
    all: reduce({ schema: z.string(), initial: '', apply: (now, next) => `${now}${next}` }),
    handle: transient(z.object({ open: z.boolean() })),
  },
  start: 'work',
  nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
});

describe('the start', () => {
  test('fills in what keys start as, and their defaults', () => {
    expect(started(keyed, { title: 't' }).state()).toEqual({
      title: 't',
      size: 3,
      list: [],
      total: 10,
      record: {},
      items: [],
      all: '',
    });
  });

  test('adds what it is given to what keys start as', () => {
    const thread = started(keyed, { title: 't', list: [{ n: 1 }], total: 5, record: { a: 1 }, all: 'x' });
    expect(thread.state()).toMatchObject({ list: [{ n: 1 }], total: 15, record: { a: 1 }, all: 'x' });
  });

  test('without a key that needs a value is refused, with the path to it', () => {
    expect(() => started(keyed, {})).toThrow(problem('value/invalid', { path: 'state.title' }));
  });

  test.each([
    ['an unknown key', { title: 't', titel: 'x' }, 'Did you mean "title"?'],
    ['a key that every object has', { title: 't', constructor: 1 }, 'has the key "constructor"'],
    ['a key that JSON can bring in', JSON.parse('{"title":"t","__proto__":{"size":9}}'), 'has the key "__proto__"'],
    ['a list', [1], 'What came from the input is a list.'],
    ['a text', 'title', 'What came from the input is string.'],
  ])('with %s is refused', (_what, input, message) => {
    expect(() => started(keyed, input)).toThrow(message);
  });
});

describe('an update', () => {
  const thread = () => started(keyed, { title: 't' });

  test.each([
    ['an unknown key', { lsit: [] }, 'update/unknown-key'],
    ['something other than an object', 7, 'update/not-an-object'],
    ['a value that does not fit', { size: 'big' }, 'value/invalid'],
    ['an item that does not fit', { list: [{ n: 'one' }] }, 'value/invalid'],
    ['one item where a list of them is meant', { list: { n: 1 } }, 'value/invalid'],
    ['a text to add to a sum', { total: '1' }, 'value/invalid'],
    ['a list of entries where a record is meant', { record: [1] }, 'value/invalid'],
  ])('with %s is refused', (_what, update, code) => {
    const at = thread();
    expect(() => at.done('', update)).toThrow(problem(code));
    expect(at.rows).toHaveLength(1);
  });

  test('with a value that would not come back as it was is refused, with the path to it', () => {
    const loose = graph({
      name: 'loose',
      state: { any: z.any() },
      start: 'work',
      nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
    });
    expect(() => started(loose).done('', { any: { deep: [new WeakMap()] } })).toThrow(
      problem('value/refused', { path: 'state.any.deep[0]' }),
    );
    expect(() => started(loose).done('', { any: () => 1 })).toThrow(problem('value/refused', { path: 'state.any' }));
  });

  test('that is nothing changes nothing', () => {
    for (const update of [undefined, null, {}]) expect(thread().done('', update).state()).toEqual(thread().state());
  });

  test('with a schema that answers with a promise is refused', () => {
    const slow = graph({
      name: 'slow',
      state: {
        n: z
          .number()
          .refine(async () => true)
          .optional(),
      },
      start: 'work',
      nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
    });
    expect(() => started(slow, { n: 1 })).toThrow(problem('schema/async', { path: 'state.n' }));
  });
});

describe('the state that a node is given', () => {
  test('is frozen at every depth: changing it in place throws', () => {
    const state = started(keyed, { title: 't', list: [{ n: 1 }], record: { a: 1 } }).state() as {
      title: string;
      list: { n: number }[];
      record: Record<string, number>;
    };
    expect(() => (state.title = 'x')).toThrow(TypeError);
    expect(() => state.list.push({ n: 2 })).toThrow(TypeError);
    expect(() => ((state.list[0] as { n: number }).n = 2)).toThrow(TypeError);
    expect(() => (state.record['b'] = 1)).toThrow(TypeError);
    expect(() => delete (state as { title?: string }).title).toThrow(TypeError);
  });

  test('does not change with the object that an update was made of', () => {
    const item = { n: 1 };
    const thread = started(keyed, { title: 't', list: [item] });
    item.n = 2;
    expect(thread.state()['list']).toEqual([{ n: 1 }]);
  });

  test('holds transient values as they are', () => {
    const handle = { open: true };
    expect(started(keyed, { title: 't', handle }).state()['handle']).toEqual(handle);
  });
});

describe('names that objects have of their own', () => {
  const odd = graph({
    name: 'odd',
    state: { toString: append(z.string()), valueOf: sum(), hasOwnProperty: merge(z.number()) },
    events: { isPrototypeOf: z.undefined() },
    start: 'constructor',
    nodes: {
      constructor: { run: () => ({}), next: 'toString' },
      toString: { on: { isPrototypeOf: 'constructor' }, after: { '1h': 'end' } },
      end: { final: true },
    },
  });

  test('are names like any other', () => {
    const thread = started(odd)
      .done('', { toString: ['x'], valueOf: 2, hasOwnProperty: { a: 1 } })
      .send('isPrototypeOf');
    expect(thread.where).toEqual({ '': 'constructor running' });
    expect(thread.lane('').visits).toEqual({ constructor: 2, toString: 1 });
    expect(thread.state()).toEqual({ toString: ['x'], valueOf: 2, hasOwnProperty: { a: 1 } });
  });

  test('are unknown where they are not declared', () => {
    const thread = started(keyed, { title: 't' });
    expect(() => thread.send('toString')).toThrow(problem('event/not-accepted', { event: 'toString' }));
    expect(() => thread.done('', { valueOf: 1 })).toThrow(problem('update/unknown-key', { key: 'valueOf' }));
    expect(() => thread.give({ type: 'answer', key: 'toString', value: 1 })).toThrow(problem('answer/not-asked'));
  });
});
