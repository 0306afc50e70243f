import { expect, test } from 'vitest';
import { apply } from '../../src/base/change.ts';
import { seal } from '../../src/base/value/seal.ts';

const unionOf = (...values: readonly unknown[]): unknown => apply({}, { key: { union: seal(values, 'key') } })['key'];

test.each([
  ['a record and its text', { a: 1 }, 'json {"a":1}'],
  ['a date and its text', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['two expressions', { match: /a/u }, { match: /b/u }],
  ['a number that is none and nothing', { n: NaN }, { n: null }],
  ['a key that is undefined and one that is absent', { n: undefined }, {}],
])('a union keeps values that only look alike: %s', (_, left, right) => {
  expect(unionOf(left, right)).toEqual([left, right]);
});

test.each([
  ['records whose keys are in another order', { a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 }],
  ['dates of one time', new Date(0), new Date(0)],
  ['texts', 'a', 'a'],
])('a union takes equal values once: %s', (_, left, right) => {
  expect(unionOf(left, right)).toEqual([left]);
});
