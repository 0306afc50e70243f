import assert from 'node:assert/strict';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { handOut } from '../../src/base/value/hand-out.ts';
import { seal } from '../../src/base/value/seal.ts';
import { json, value } from './values.ts';

const thorough = { numRuns: 1000 };

describe('a value', () => {
  test('equals its sealed copy', () => {
    fc.assert(
      fc.property(value, (original) => assert.deepStrictEqual(seal(original, 'state'), original)),
      thorough,
    );
  });

  test('comes back from its text as it was', () => {
    fc.assert(
      fc.property(value, (original) => assert.deepStrictEqual(decode(encode(seal(original, 'state'))), original)),
      thorough,
    );
  });

  test('has one text: what was read back is written as before', () => {
    fc.assert(
      fc.property(value, (original) => {
        const text = encode(seal(original, 'state'));
        expect(encode(decode(text))).toBe(text);
        expect(encode(seal([decode(text)], 'state'))).toBe(`[${text}]`);
      }),
      thorough,
    );
  });

  test('is frozen at every depth, bytes excepted, when sealed and when read back', () => {
    fc.assert(
      fc.property(value, (original) => {
        const sealed = seal(original, 'state');
        for (const each of [sealed, decode(encode(sealed)), handOut(sealed)]) assertFrozen(each);
      }),
      thorough,
    );
  });

  test('that is sealed already is taken as it is', () => {
    fc.assert(
      fc.property(value, (original) => {
        const sealed = seal(original, 'state');
        expect(Object.is(seal(sealed, 'state'), sealed)).toBe(true);
        const back = decode(encode(sealed));
        expect(Object.is(seal(back, 'state'), back)).toBe(true);
      }),
      thorough,
    );
  });

  test('survives UTF-8, which is how SQLite keeps text', () => {
    fc.assert(
      fc.property(value, (original) => {
        const text = encode(original);
        expect(text).not.toContain('\u0000');
        expect(new TextDecoder().decode(new TextEncoder().encode(text))).toBe(text);
      }),
      thorough,
    );
  });

  test('of plain JSON is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(json, (original) => {
        const text = JSON.stringify(original);
        // A key that starts with a dollar sign, or that has an escape, is written as another; "__proto__" is refused.
        fc.pre(!/"\$|\\|"__proto__"/u.test(text));
        expect(encode(original)).toBe(text);
      }),
    );
  });
});

test('toStrictEqual takes a sealed value for a plain one', () => {
  const plain = {
    when: new Date(5),
    index: new Map([['a', new Set([1n])]]),
    where: new URL('https://example.com/?a=1#b'),
    like: /a+/gi,
    bytes: Uint8Array.of(1, 2),
    nothing: undefined,
    numbers: [Number.NaN, -0],
  };
  expect(seal(plain, 'state')).toStrictEqual(plain);
  expect(decode(encode(plain))).toStrictEqual(plain);
});

function assertFrozen(held: unknown): void {
  if (typeof held !== 'object' || held === null || held instanceof Uint8Array) return;
  assert.ok(Object.isFrozen(held));
  if (held instanceof Map) for (const part of held.keys()) assertFrozen(part);
  if (held instanceof Map || held instanceof Set) for (const part of held.values()) assertFrozen(part);
  for (const { value: part } of Object.values(Object.getOwnPropertyDescriptors(held))) assertFrozen(part);
}
