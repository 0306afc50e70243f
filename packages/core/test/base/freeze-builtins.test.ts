import assert from 'node:assert/strict';

import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { seal } from '../../src/base/value/seal.ts';

const values = {
  Date: new Date(0),
  Map: new Map([['a', 1]]),
  Set: new Set([1]),
  URL: new URL('https://ada@example.com:81/a?b=1#c'),
  RegExp: /a/gu,
};

type Held = typeof values;

const changes: readonly [claim: string, change: (held: Held) => unknown][] = [
  ...Object.getOwnPropertyNames(Date.prototype)
    .filter((name) => name.startsWith('set'))
    .map((name): [string, (held: Held) => unknown] => [
      `Date "${name}"`,
      (held) => (held.Date as unknown as Record<string, (time: number) => void>)[name]?.(1),
    ]),
  ['Map "set"', (held) => held.Map.set('b', 2)],
  ['Map "delete"', (held) => held.Map.delete('a')],
  ['Map "clear"', (held) => held.Map.clear()],
  ['Set "add"', (held) => held.Set.add(2)],
  ['Set "delete"', (held) => held.Set.delete(1)],
  ['Set "clear"', (held) => held.Set.clear()],
  ['URL "href"', (held) => (held.URL.href = 'https://example.org')],
  ['URL "hostname"', (held) => (held.URL.hostname = 'b')],
  ['URL "search"', (held) => (held.URL.search = '')],
  ['URL "hash"', (held) => (held.URL.hash = '')],
  ['URLSearchParams "append"', (held) => held.URL.searchParams.append('d', '1')],
  ['URLSearchParams "delete"', (held) => held.URL.searchParams.delete('b')],
  ['RegExp "compile"', (held) => (held.RegExp as unknown as { compile(source: string): void }).compile('b')],
];

describe.each([
  ['sealed', () => seal(values, 'state')],
  ['read back', () => decode(encode(values)) as Held],
])('1. what would change a %s', (_how, make) => {
  test.each(changes)('%s throws, and says that it is state', (claim, change) => {
    const held = make();
    expect(() => change(held)).toThrow(TypeError);
    expect(() => change(held)).toThrow(/is state, and state is frozen.* return the copy as an update/u);
    expect(() => change(held)).toThrow(claim);
    assert.deepStrictEqual(held, values);
  });

  test('RegExp by matching on throws', () => {
    const held = make();
    expect(() => held.RegExp.exec('aa')).toThrow(TypeError);
    expect([...'aa'.matchAll(held.RegExp)]).toHaveLength(2);
  });
});

test('2. a frozen one still equals a plain one, both ways', () => {
  const sealed = seal(values, 'state');
  assert.deepStrictEqual(sealed, values);
  assert.deepStrictEqual(values, sealed);
  expect(sealed).toStrictEqual(values);
  expect(values).toStrictEqual(sealed);
});

test('a frozen one still works', () => {
  const sealed = seal(values, 'state');
  expect(sealed.Date.toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date(sealed.Date).getTime()).toBe(0);
  expect(new Map(sealed.Map).set('b', 2).size).toBe(2);
  expect(sealed.Set.has(1)).toBe(true);
  expect(sealed.URL.port).toBe('81');
  expect(sealed.URL.searchParams.get('b')).toBe('1');
  expect(new URL('/z', sealed.URL).href).toBe('https://ada@example.com:81/z');
  expect(structuredClone(sealed.Map)).toStrictEqual(values.Map);
});
