import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { handOut } from '../../src/base/value/hand-out.ts';
import { seal } from '../../src/base/value/seal.ts';

const holders: readonly [claim: string, value: unknown][] = [
  ['bytes', Uint8Array.of(1, 2)],
  ['an object', { a: Uint8Array.of(1, 2) }],
  ['an array', [[Uint8Array.of(1, 2)]]],
  ['a Map', new Map([['a', Uint8Array.of(1, 2)]])],
  ['the key of a Map', new Map([[Uint8Array.of(1, 2), 1]])],
  ['a Set', new Set([Uint8Array.of(1, 2)])],
  ['the cause of an error', Object.assign(new Error('a', { cause: Uint8Array.of(1, 2) }), { more: Uint8Array.of(1) })],
];

describe('what is handed out', () => {
  test('is the value itself when it holds no bytes', () => {
    const sealed = seal({ a: [new Date(0), new Map([[1n, /a/u]])] }, 'state');
    expect(handOut(sealed)).toBe(sealed);
    expect(handOut('a')).toBe('a');
    expect(handOut(undefined)).toBeUndefined();
  });

  test.each(holders)('is a copy with bytes of its own when they are in %s', (_claim, value) => {
    for (const sealed of [seal(value, 'state'), decode(encode(value))]) {
      const text = encode(sealed);
      const handed = handOut(sealed);
      expect(encode(handed)).toBe(text);
      scribble(handed);
      expect(encode(handed)).not.toBe(text);
      expect(encode(sealed)).toBe(text);
    }
  });

  test('shares the parts without bytes, and is frozen but for the bytes', () => {
    const sealed = seal({ big: [1, 2, 3], small: { bytes: Uint8Array.of(1) } }, 'state');
    const handed = handOut(sealed);
    expect(handed.big).toBe(sealed.big);
    expect(Object.isFrozen(handed) && Object.isFrozen(handed.small)).toBe(true);
  });

  test('is copied again on its way back into state', () => {
    const handed = handOut(seal({ bytes: Uint8Array.of(1) }, 'state'));
    const sealed = seal(handed, 'state');
    handed.bytes[0] = 9;
    expect(sealed.bytes).toStrictEqual(Uint8Array.of(1));
  });
});

function scribble(held: unknown): void {
  if (held instanceof Uint8Array) held[0] = 99;
  else if (held instanceof Map) [...held.keys(), ...held.values()].forEach(scribble);
  else if (held instanceof Set) [...held].forEach(scribble);
  else if (typeof held === 'object' && held !== null) {
    for (const { value: part } of Object.values(Object.getOwnPropertyDescriptors(held))) scribble(part);
  }
}
