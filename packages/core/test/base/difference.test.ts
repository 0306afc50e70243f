import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceOf, isExactly, patched } from '../../src/base/difference.ts';
import { apply, type Change, type Changes, type Values } from '../../src/base/change.ts';
import { openingOf, wholeOpening } from '../../src/base/opening-change.ts';
import { newsOf, toldChanges, wholeChanges } from '../../src/base/told-change.ts';
import { encode } from '../../src/base/value/encode.ts';
import { decode } from '../../src/base/value/decode.ts';
import { seal } from '../../src/base/value/seal.ts';

const long = 'a text that is long enough to be worth its edits, and then some more of it';

const leaf = fc.oneof(
  fc.constantFrom(0, 1, -0, 'x', long, `${long}!`, `so ${long}`, null, undefined, true, new Date(0), 12n),
  fc.string({ unit: 'grapheme', minLength: 60, maxLength: 80 }),
);

/** A value, and something to do to it. */
const anything = fc.letrec<{ value: unknown; list: unknown; record: unknown }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', maxDepth: 4 }, leaf, tie('list'), tie('record')),
  list: fc.array(tie('value'), { maxLength: 8 }),
  record: fc.dictionary(fc.constantFrom('a', 'b', 'c', '7', '1', 'constructor', '$set', 'at'), tie('value'), {
    maxKeys: 5,
  }),
})).value;

/** Walks into a value by some numbers, and does something there. */
function changedAt(at: unknown, way: readonly number[], what: number, other: unknown): unknown {
  const [turn = 0, ...further] = way;
  if (Array.isArray(at) && at.length > 0) {
    const index = turn % at.length;
    if (further.length > 0) return at.with(index, changedAt(at[index], further, what, other));
    const list: readonly unknown[] = at;
    return [
      [...list, other],
      list.slice(1),
      [...list.slice(1), other],
      [other, ...list],
      list.toSpliced(index, 1),
      list.toSpliced(index, 0, other, other),
      list.with(index, other),
      list.toReversed(),
      [...list],
    ][what % 9];
  }
  if (typeof at === 'object' && at !== null && Object.getPrototypeOf(at) === Object.prototype) {
    const record = at as Values;
    const keys = Object.keys(record);
    const key = keys[turn % Math.max(1, keys.length)] ?? 'a';
    if (further.length > 0 && keys.length > 0)
      return { ...record, [key]: changedAt(record[key], further, what, other) };
    const { [key]: gone, ...rest } = record;
    return [{ ...record, [key]: other }, rest, { ...record, new: other }, { ...rest, [key]: gone }, { ...record }][
      what % 5
    ];
  }
  if (typeof at === 'string')
    return [`${at} and on`, at.slice(0, -1), `so ${at}`, at.replace(' ', '-'), other][what % 5];
  return other;
}

const changes = fc.array(fc.tuple(fc.array(fc.nat(20), { maxLength: 4 }), fc.nat(44), anything), { maxLength: 4 });

test('what edits make of a value is what it became, whatever it was and became', () => {
  fc.assert(
    fc.property(anything, anything, (was, is) => {
      const [before, after] = [seal(was, ''), seal(is, '')];
      const edits = differenceOf(before, after);
      expect(edits === undefined || isExactly(patched(before, edits), after)).toBe(true);
    }),
  );
});

test('what edits make of a value that changed here and there is written as what it became', () => {
  let told = 0;
  fc.assert(
    fc.property(anything, changes, (was, all) => {
      const before = seal(was, '');
      const after = seal(
        all.reduce<unknown>((at, [way, what, other]) => changedAt(at, way, what, other), was),
        '',
      );
      const edits = differenceOf(before, after);
      if (edits === undefined) return;
      told += 1;
      const read = decode(encode({ edits: edits.map((each) => ({ ...each })) })) as { edits: typeof edits };
      expect(encode(patched(before, read.edits))).toBe(encode(after));
    }),
    { numRuns: 2_000 },
  );
  expect(told).toBeGreaterThan(200);
});

test.each<[string, unknown, unknown]>([
  ['adds to a list', ['a', 'b'], ['a', 'b', 'c']],
  ['takes the first of a list and adds to it', ['a', 'b', 'c'], ['b', 'c', 'd']],
  ['takes one out of the middle', ['a', 'b', 'c'], ['a', 'c']],
  ['changes an entry of a record in a list', [{ id: 1, text: 'a' }, 'b'], [{ id: 1, text: 'c' }, 'b']],
  ['adds to a list deep inside', { a: { b: ['a', 'b'] }, c: 'c' }, { a: { b: ['a', 'b', 'd'] }, c: 'c' }],
  ['drops an entry', { a: 'a', b: 'b', c: 'c' }, { a: 'a', c: 'c' }],
  ['adds to a text', 'a', 'ab'],
])('a change that %s is told by one part, however large the rest is', (_, was, is) => {
  const large = (small: unknown): unknown =>
    JSON.parse(JSON.stringify(small), (key, part: unknown) => (typeof part === 'string' ? part.repeat(1_000) : part));
  const edits = differenceOf(seal(large(was), ''), seal(large(is), ''));
  expect(encode(edits).length).toBeLessThan(2_200);
});

test('a small value is told whole', () => {
  const [was, is] = [seal({ a: 1, b: 2 }, ''), seal({ a: 1, b: 3 }, '')];
  expect(toldChanges({ key: { set: is } }, { key: was }, undefined)).toEqual({ key: { set: is } });
});

test('a change as rows tell it is the change, of whatever kind, and what it makes of the state is the same', () => {
  const entries = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), anything, { maxKeys: 4 });
  const items = fc.uniqueArray(fc.record({ id: fc.constantFrom('p', 'q', 'r', 1), body: anything }), {
    selector: ({ id }) => id,
    maxLength: 4,
  });
  const given = fc.oneof(
    fc.tuple(anything, changes).map(([was, all]) => {
      const is = all.reduce<unknown>((at, [way, what, other]) => changedAt(at, way, what, other), was);
      return [was, { set: is }] as const;
    }),
    fc.tuple(entries, entries, changes).map(([was, more, all]) => {
      const is = all.reduce<unknown>((at, [way, what, other]) => changedAt(at, way, what, other), was);
      const merge = typeof is === 'object' && is !== null && !Array.isArray(is) ? { ...more, ...is } : more;
      return [was, { merge }] as const;
    }),
    fc.tuple(items, items, changes).map(([was, more, all]) => {
      const upsert = [...was, ...more.filter(({ id }) => !was.some((each) => each.id === id))].map((item) => ({
        ...item,
        body: all.reduce<unknown>((at, [way, what, other]) => changedAt(at, way, what, other), item.body),
      }));
      return [was, { upsert, by: 'id' }] as const;
    }),
  );
  fc.assert(
    fc.property(given, ([was, change]) => {
      const values = seal({ key: was }, '') as Values;
      const whole = seal({ key: change }, '') as Readonly<Record<string, Change>>;
      const told = toldChanges(whole, values, undefined);
      const read = decode(encode(told)) as typeof told;
      const again = wholeChanges(read, values);
      expect(encode(apply(values, again))).toBe(encode(apply(values, whole)));
      const news = newsOf(whole['key'] as Change, values['key']);
      expect(encode(apply(values, news === undefined ? {} : { key: news }))).toBe(encode(apply(values, whole)));
      expect(Object.keys(again['key'] as object).toSorted()).toEqual(Object.keys(change).toSorted());
    }),
    { numRuns: 2_000 },
  );
});

test('edits that do not fit the value are refused', () => {
  const value = seal({ list: ['a'], text: 'abc' }, '');
  for (const edit of [
    { at: ['none', 'x'], set: 1 },
    { at: ['list', 3], set: 1 },
    { at: ['list', 'length'], set: 1 },
    { at: ['list'], splice: [0, 9, []] as const },
    { at: ['list'], splice: [-1, 0, []] as const },
    { at: ['text'], splice: [0, 0, []] as const },
    { at: ['text', 0], drop: true as const },
    { at: ['gone'], drop: true as const },
  ]) {
    expect(() => patched(value, [edit])).toThrow('do not fit');
  }
});

test('what a subgraph starts with is told by what its holder has, and comes back whole', () => {
  let told = 0;
  const kinds = ['set', 'append', 'union', 'merge', 'upsert'] as const;
  fc.assert(
    fc.property(fc.constantFrom(...kinds), anything, changes, fc.boolean(), (kind, was, all, isSame) => {
      const after = all.reduce<unknown>((at, [way, what, other]) => changedAt(at, way, what, other), was);
      const values = seal({ [isSame ? 'key' : 'other']: was, some: 1 }, '') as Values;
      const first = seal({ key: { [kind]: after, ...(kind === 'upsert' && { by: 'id' }) } }, '') as unknown as Changes;
      const opening = openingOf(first, values, undefined);
      if (opening !== first) told += 1;
      expect(encode(wholeOpening(decode(encode(opening)) as typeof opening, values))).toBe(encode(first));
    }),
    { numRuns: 1_000 },
  );
  expect(told).toBeGreaterThan(100);
});

test('of a protected key nothing is told but the whole', () => {
  const values = seal({ key: [long, long], other: { key: long.repeat(9), more: long } }, '') as Values;
  const hides = (name: string): boolean => name === 'key';
  const first = seal({ key: { append: [long, long] } }, '') as Changes;
  expect(openingOf(first, values, hides)).toBe(first);
  const longer = seal({ other: { set: { key: `${long.repeat(9)}!`, more: long } } }, '') as Changes;
  expect(toldChanges(longer, values, hides)).toBe(longer);
  expect(toldChanges(longer, values, undefined)).not.toBe(longer);
});
