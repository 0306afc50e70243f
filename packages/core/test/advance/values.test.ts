import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, local, merge, reduce, replace, sum, transient, union, upsert } from '../../src/index.ts';
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
    ['a text', 'title', 'What came from the input is a string.'],
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

  test.each([
    ['a Map', new Map([['title', 'x']])],
    ['a Set', new Set(['title'])],
    ['a Date', new Date()],
    ['an Error', new Error('returned instead of thrown')],
    ['bytes', Uint8Array.of(1)],
    ['a generator', (function* () {})()],
    ['an async generator', (async function* () {})()],
    ['an object that shows nothing', new WeakMap()],
    ['what replace makes', replace({ title: 'x' })],
    ['an iterator', [1].values()],
    ['a function', () => ({ title: 'x' })],
  ])('that is %s is refused, and is not nothing', (_what, update) => {
    expect(() => thread().done('', update)).toThrow(problem('update/not-an-object'));
  });

  test('with no prototype is an update like any other', () => {
    const update = Object.assign(Object.create(null) as object, { size: 7 });
    expect(thread().done('', update).state()['size']).toBe(7);
  });

  test.each([
    ['a Map', { record: new Map([['a', 1]]) }, 'found an instance of Map'],
    ['a Date', { record: new Date() }, 'found an instance of Date'],
    ['a single item', { items: { id: 'a' } }, 'the key "id". Put the item into a list.'],
    ['a misspelt part', { items: { upserts: [] } }, 'the key "upserts". Did you mean "upsert"?'],
    ['an id to remove that is none', { items: { remove: [null] } }, '"state.items.remove[0]"'],
    ['one id to remove', { items: { remove: 'a' } }, 'Expected a list of ids, found a string.'],
    ['no list to remove', { items: { remove: null } }, 'Expected a list of ids, found null.'],
    ['null', { items: null }, 'Expected a list of items, or { upsert, remove }, found null.'],
    ['NaN for a sum', { total: Number.NaN }, 'Expected a finite number, found NaN.'],
    ['an infinity for a sum', { total: Number.POSITIVE_INFINITY }, 'Expected a finite number, found Infinity.'],
  ])('with %s is refused, and says what was meant', (_what, update, message) => {
    expect(() => thread().done('', update)).toThrow(message);
  });

  test('with an entry "__proto__" is refused as it is elsewhere', () => {
    for (const entry of [1, { a: 1 }]) {
      const record = JSON.parse(`{"__proto__":${JSON.stringify(entry)}}`) as unknown;
      expect(() => thread().done('', { record })).toThrow(
        problem('value/refused', { path: 'state.record', found: 'an object with a key named "__proto__"' }),
      );
    }
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

describe('a value that replaces', () => {
  const kinds = graph({
    name: 'kinds',
    state: {
      bare: z.string().default('b'),
      list: append(z.string().max(3)),
      set: union(z.string().max(3)),
      total: sum(),
      record: merge(z.number()),
      items: upsert(z.object({ id: z.string() }), 'id'),
      all: reduce({ schema: z.string(), initial: '', apply: (now, next) => `${now}${next}` }),
      mine: local(z.string()),
      handle: transient(z.string()),
    },
    start: 'work',
    nodes: { work: { run: () => ({}), next: 'end' }, end: { final: true } },
  });
  const thread = () => started(kinds, { list: ['a'], set: ['a'], total: 1, record: { a: 1 }, items: [{ id: 'a' }] });

  test('takes the place of what was added', () => {
    const update = {
      list: replace(['x']),
      set: replace(['x', 'x']),
      total: replace(5),
      record: replace({ x: 1 }),
      items: replace([{ id: 'x' }, { id: 'x' }]),
      all: replace('all'),
    };
    expect(thread().done('', update).state()).toMatchObject({
      list: ['x'],
      set: ['x'],
      total: 5,
      record: { x: 1 },
      items: [{ id: 'x' }],
      all: 'all',
    });
  });

  test.each([
    ['an item that does not fit', { list: replace(['far too long']) }, '"state.list[0]"'],
    ['a member that does not fit', { set: replace(['far too long']) }, '"state.set[0]"'],
    ['an entry that does not fit', { record: replace({ a: 'one' }) }, '"state.record.a"'],
    ['an item without its id', { items: replace([{}]) }, '"state.items[0].id"'],
    ['something that is no list', { list: replace('x') }, 'Expected a list of items, found a string.'],
    ['no number', { total: replace(Number.NaN) }, 'Expected a finite number, found NaN.'],
    ['a value for a bare key', { bare: replace('x') }, 'return the value itself, without "replace"'],
    ['a value for a local key', { mine: replace('x') }, 'return the value itself, without "replace"'],
    ['a value for a transient key', { handle: replace('x') }, 'return the value itself, without "replace"'],
  ])('is checked like what is added: %s is refused', (_what, update, message) => {
    expect(() => thread().done('', update)).toThrow(problem('value/invalid'));
    expect(() => thread().done('', update)).toThrow(message);
  });

  test('cannot come out of JSON', () => {
    const forged = (value: unknown) => JSON.parse(JSON.stringify(replace(value))) as unknown;
    for (const key of ['bare', 'list', 'set', 'total', 'items', 'all', 'mine', 'handle']) {
      expect(() => thread().done('', { [key]: forged('x') })).toThrow(problem('value/invalid'));
      expect(() => thread().done('', { [key]: { '~replace': true, value: 'x' } })).toThrow(problem('value/invalid'));
    }
  });
});
