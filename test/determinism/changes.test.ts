import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  apply,
  applyAll,
  combine,
  type Change,
  type Changes,
  type Values,
} from '../../packages/core/src/base/change.ts';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { seal } from '../../packages/core/src/base/value/seal.ts';

const sealed = <Value>(value: Value): Value => seal(value, 'value');

/** Values whose texts in JSON, or as keys of an object, would be taken for one another. */
const lookalike = fc.constantFrom<unknown>(
  0,
  1,
  '1',
  null,
  NaN,
  Infinity,
  undefined,
  1n,
  '1n',
  'null',
  'date 0',
  'json {"a":1}',
  new Date(0),
  new Date(NaN),
  '1970-01-01T00:00:00.000Z',
  new URL('https://cairn.example/'),
  'https://cairn.example/',
  /a/u,
  /b/u,
  new Uint8Array([1]),
  new Map([['a', 1]]),
  new Set(['a']),
  [['a', 1]],
);
const boxed = fc.oneof(
  lookalike,
  lookalike.map((a) => ({ a })),
  lookalike.map((a) => [a]),
  fc.tuple(lookalike, lookalike).map(([a, b]) => ({ b, a })),
  fc.tuple(lookalike, lookalike).map(([a, b]) => ({ a, b })),
  lookalike.map((a) => new Map([[a, { a }]])),
);
const list = fc.array(boxed, { maxLength: 4 }).map(sealed);
const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'constructor', '__proto__x'), boxed).map(sealed);
const items = fc
  .array(fc.record({ id: fc.constantFrom<string | number>('a', 'b', 'c', 1, '1'), v: fc.nat(3) }), { maxLength: 4 })
  .map(sealed);
const ids = fc.array(fc.constantFrom<string | number>('a', 'b', 'c', 1, '1'), { maxLength: 3 });

/** For each kind of key, the values it may have and the changes it may get. Sums are of whole numbers: others round. */
const kinds: Readonly<Record<string, { value: fc.Arbitrary<unknown>; change: fc.Arbitrary<Change> }>> = {
  set: { value: boxed.map(sealed), change: boxed.map((set) => ({ set: sealed(set) })) },
  append: { value: list, change: list.map((append) => ({ append })) },
  sum: { value: fc.integer(), change: fc.integer().map((add) => ({ add })) },
  union: { value: fc.constant(sealed([])), change: list.map((union) => ({ union })) },
  merge: { value: record, change: record.map((merge) => ({ merge: merge as Values })) },
  upsert: {
    value: fc.constant(sealed([])),
    change: fc
      .tuple(items, fc.option(ids))
      .map(([upsert, remove]) => ({ upsert, by: 'id', ...(remove && { remove }) })),
  },
  reduce: { value: fc.nat(), change: fc.tuple(list, fc.nat()).map(([reduce, set]) => ({ reduce, set })) },
  local: { value: fc.constant(undefined), change: fc.nat().map((local) => ({ local })) },
};

/** Changes of some keys, each of its kind; now and then a key is replaced whole. */
const changes = fc.record(
  Object.fromEntries(
    Object.entries(kinds).map(([kind, { value, change }]) => [
      kind,
      kind === 'local'
        ? change
        : fc.oneof(
            { arbitrary: change, weight: 4 },
            value.map((set) => ({ set })),
          ),
    ]),
  ),
  { requiredKeys: [] },
) as fc.Arbitrary<Changes>;

const values: fc.Arbitrary<Values> = fc
  .record(Object.fromEntries(Object.entries(kinds).map(([kind, { value }]) => [kind, value])), { requiredKeys: [] })
  .chain((start) => changes.map((first) => apply(start, first)));

test('changes that are combined do what they do one after the other', () => {
  const law = fc.property(values, fc.array(changes, { maxLength: 5 }), (start, all) => {
    const after = encode(all.reduce(apply, start));
    expect(encode(apply(start, combine(all)))).toBe(after);
    expect(encode(applyAll(start, all))).toBe(after);
  });
  fc.assert(law, { seed: 20_260_101, numRuns: 3_000 });
});

test('changes may be combined in any groups', () => {
  const law = fc.property(values, fc.array(changes, { minLength: 2, maxLength: 6 }), fc.nat(), (start, all, nat) => {
    const at = nat % all.length;
    const grouped = combine([combine(all.slice(0, at)), combine(all.slice(at))]);
    expect(encode(apply(start, grouped))).toBe(encode(all.reduce(apply, start)));
  });
  fc.assert(law, { seed: 20_260_102, numRuns: 2_000 });
});

test('what comes of a change is sealed: it is taken into state as it is', () => {
  const law = fc.property(values, changes, (start, change) => {
    for (const value of Object.values(apply(start, change))) expect(sealed(value)).toBe(value);
  });
  fc.assert(law, { seed: 20_260_103, numRuns: 1_000 });
});

test('what is added by many changes is as what is added by one after the other, sums of fractions included, and is sealed', () => {
  const all = Array.from({ length: 9 }, (_, index): Changes => ({
    found: { append: sealed([index]) },
    by: { merge: sealed({ [`k${index}`]: 0.1 }) },
    total: { add: 0.1 * index },
    ...(index === 4 && { found: { set: sealed(['anew']) } }),
  }));
  const after = applyAll({ total: 0.3 }, all);
  expect(after).toEqual(all.reduce(apply, { total: 0.3 } as Values));
  for (const value of Object.values(after)) expect(sealed(value)).toBe(value);
  expect(applyAll(after, [{}])).toBe(after);
});

test('a union holds each value once, and loses none', () => {
  const law = fc.property(fc.array(boxed, { maxLength: 12 }), (all) => {
    const { union } = apply({}, { union: { union: sealed(all) } }) as { union: readonly unknown[] };
    const texts = all.map((each) => encode(sortedKeys(each)));
    expect(union.map((each) => encode(sortedKeys(each)))).toEqual([...new Set(texts)]);
  });
  fc.assert(law, { seed: 20_260_104, numRuns: 1_000 });
});

/** The order of an object's keys is no part of what it is. */
function sortedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
