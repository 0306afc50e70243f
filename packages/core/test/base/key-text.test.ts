import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { keyOf, writtenKey } from '../../src/base/value/key-text.ts';

const key = fc.string({
  unit: fc.constantFrom('a', '$', '~', '%', '"', '\\', '\n', '\u0000', '\uD800', '\uDE00', '😀', 'é'),
});

describe('a key', () => {
  test.each([
    ['when', 'when'],
    ['', ''],
    ['$date', '$$date'],
    ['$~a', '$$~a'],
    ['100%', '100%'],
    ['😀', '😀'],
    ['say "hi"', '$~say %0022hi%0022'],
    ['a\\b', '$~a%005cb'],
    ['50%\n', '$~50%0025%000a'],
    ['\uD800', '$~%d800'],
  ])('%j is written as %j', (name, text) => {
    expect(writtenKey(name)).toBe(text);
    expect(keyOf(text)).toBe(name);
  });

  test('comes back as it was, and needs no escape in JSON', () => {
    fc.assert(
      fc.property(key, (name) => {
        const text = writtenKey(name);
        expect(keyOf(text)).toBe(name);
        expect(JSON.stringify(text)).toBe(`"${text}"`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('two keys have two texts', () => {
    fc.assert(
      fc.property(key, key, (one, two) => {
        expect(writtenKey(one) === writtenKey(two)).toBe(one === two);
      }),
    );
  });
});

test('an object with a key that JSON escapes is read back right after V8 has read a backslash for a key', () => {
  const poison = encode({ h: [], '\\': 0 });
  for (const name of ['"', '\n', '\r', '\u0000', '\f']) {
    const text = encode({ h: 1, [name]: 2 });
    expect(decode(poison)).toEqual({ h: [], '\\': 0 });
    expect(Object.keys(decode(text) as object)).toEqual(['h', name]);
    expect(text).not.toContain('\\');
  }
});

test('no text makes a prototype of a key', () => {
  expect(() => decode('{"$~__proto__":{"a":1}}')).toThrow(expect.objectContaining({ code: 'value/unreadable' }));
  const error = '{"$error":{"name":"Error","message":"m","props":{"$~__proto__":{"a":1}}}}';
  expect(() => decode(error)).toThrow(expect.objectContaining({ code: 'value/unreadable' }));
});
