import { encode } from '@cairn/core/inspect';
import { keyOf } from '@cairn/core/store';
import { describe, expect, test } from 'vitest';
import { isLarge, shapeOf, wordsOf } from '../../src/page/values/shape.ts';

/** A value as the API sends it. */
const sent = (value: unknown): unknown => JSON.parse(encode(value));

describe('a value is told in a line', () => {
  test.each([
    ['high', "'high'"],
    [3, '3'],
    [null, 'null'],
    [true, 'true'],
    [undefined, 'undefined'],
    [-0, '-0'],
    [Number.NaN, 'NaN'],
    [12n, '12n'],
    [new Date(0), 'Date 1970-01-01T00:00:00.000Z'],
    [new Date(Number.NaN), 'Invalid Date'],
    [new URL('https://a.example/b'), 'URL https://a.example/b'],
    [/a+/gu, '/a+/gu'],
    [new Uint8Array([1, 2, 3]), 'Uint8Array(3) AQID'],
    [{ by: 'ada', at: [1, 2] }, "{ by: 'ada', at: [ 1, 2 ] }"],
    [[], '[]'],
    [{}, '{}'],
    [new Map([['a', 1]]), 'Map { a: 1 }'],
    [new Set([1, 2]), 'Set [ 1, 2 ]'],
    [{ $date: 'no tag' }, "{ $date: 'no tag' }"],
    [{ a: { b: { c: { d: 1 } } } }, '{ a: { b: { … } } }'],
  ])('%o', (value, words) => {
    expect(wordsOf(sent(value))).toBe(words);
  });

  test('an error has its name and its parts', () => {
    expect(wordsOf(sent(new RangeError('too far')))).toContain("RangeError { message: 'too far'");
  });

  test('and no more of it than fits, however long it is', () => {
    expect(wordsOf('x'.repeat(1_000_000), 20)).toHaveLength(20);
    expect(
      wordsOf(
        Array.from({ length: 100_000 }, (_, at) => at),
        20,
      ),
    ).toHaveLength(20);
  });
});

test('keys are as their author wrote them', () => {
  for (const key of ['plain', '$date', '$$', 'line\nbreak', '"quoted"', '100%\n']) {
    const [stored = ''] = Object.keys(sent({ [key]: 1 }) as object);
    expect(keyOf(stored)).toBe(key);
  }
});

test('parts have the steps by which blame names them', () => {
  const steps = (value: unknown) => {
    const shape = shapeOf(sent(value));
    return shape.kind === 'whole' ? shape.parts.map(({ step }) => step) : [];
  };
  expect(steps({ a: 1, b: 2 })).toEqual(['a', 'b']);
  expect(steps(['x', 'y'])).toEqual([0, 1]);
  expect(
    steps(
      new Map<unknown, number>([
        ['k', 1],
        [7, 2],
      ]),
    ),
  ).toEqual(['k', 7]);
  expect(steps(new Set(['x']))).toEqual([undefined]);
});

test('what was left out is told from a value that looks like it', () => {
  const large = { $large: { bytes: 70_000, href: 'threads/a/value?at=1' } };
  expect(isLarge(large)).toBe(true);
  expect(shapeOf(large)).toEqual({ kind: 'away', bytes: 70_000, href: 'threads/a/value?at=1' });
  expect(isLarge(sent({ $large: { bytes: 1 } }))).toBe(false);
});

test('a protected value is told to be one', () => {
  expect(wordsOf({ $class: ['cairn/sealed', 'abc'] })).toBe('[protected]');
  expect(wordsOf({ $class: ['Money', { amount: 3 }] })).toBe('Money { amount: 3 }');
});
