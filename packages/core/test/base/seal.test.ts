import vm from 'node:vm';

import { describe, expect, test, vi } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { seal } from '../../src/base/value/seal.ts';

describe('1. the author keeps their object', () => {
  const author = () => ({
    list: [{ n: 1 }],
    map: new Map([['a', { n: 1 }]]),
    set: new Set([1]),
    when: new Date(0),
    bytes: Uint8Array.of(1),
    where: new URL('https://example.com/a'),
    cause: new Error('first', { cause: { n: 1 } }),
  });

  test('nothing they change in it later reaches the state', () => {
    const mine = author();
    const sealed = seal(mine, 'state');
    mine.list.push({ n: 2 });
    (mine.list[0] as { n: number }).n = 9;
    mine.map.set('b', { n: 2 });
    (mine.map.get('a') as { n: number }).n = 9;
    mine.set.add(2);
    mine.when.setTime(9);
    mine.bytes[0] = 9;
    mine.where.pathname = '/b';
    mine.cause.message = 'second';
    (mine.cause.cause as { n: number }).n = 9;
    expect({ ...sealed, cause: 0 }).toStrictEqual({ ...author(), cause: 0 });
    expect(sealed.cause.message).toBe('first');
    expect(sealed.cause.cause).toStrictEqual({ n: 1 });
  });

  test('nothing of it is frozen', () => {
    const mine = author();
    seal(mine, 'state');
    expect([mine, ...Object.values(mine)].filter((each) => Object.isFrozen(each))).toStrictEqual([]);
  });

  test('two references to one object become two equal objects', () => {
    const shared = { n: 1 };
    expect(seal({ a: shared, b: [shared] }, 'state')).toStrictEqual({ a: { n: 1 }, b: [{ n: 1 }] });
  });
});

describe('4. a container that is sealed already is taken as it is', () => {
  test('inside of a new one too', () => {
    const part = seal({ n: [1] }, 'state');
    const whole = seal({ part, list: [part.n] }, 'state');
    expect(whole.part).toBe(part);
    expect(whole.list[0]).toBe(part.n);
  });

  test('and its tags are not forgotten there', () => {
    const part = seal([1n], 'state');
    expect(encode(seal({ a: { part } }, 'state'))).toBe('{"a":{"part":[{"$bigint":"1"}]}}');
  });
});

describe('a value that is almost plain becomes plain', () => {
  test('an object without a prototype', () => {
    expect(seal(Object.assign(Object.create(null) as object, { a: 1 }), 'state')).toStrictEqual({ a: 1 });
  });

  test('a Buffer is taken as a Buffer of its own', () => {
    const buffer = Buffer.from('abc');
    const sealed: Uint8Array = seal(buffer, 'state');
    buffer[0] = 0;
    expect(sealed).toStrictEqual(Buffer.from('abc'));
    expect(sealed.toString()).toBe('abc');
    expect(sealed.buffer.byteLength).toBe(3);
  });

  test('a proxy of a plain object is what it shows', () => {
    const shown = new Proxy(
      { a: 1, list: [1] },
      { get: (target, key) => (key === 'a' ? 2 : Reflect.get(target, key)) },
    );
    expect(seal(shown, 'state')).toStrictEqual({ a: 2, list: [1] });
  });

  test('objects of another realm become objects of this one', () => {
    const foreign: unknown = vm.runInNewContext(`({
      list: [1, [2]], when: new Date(5), map: new Map([['a', 1]]), set: new Set([1]), like: /a/g,
      bytes: new Uint8Array([1]), error: new RangeError('far'), nothing: undefined,
    })`);
    const sealed = seal(foreign, 'state') as { error: Error };
    const { error, ...rest } = sealed;
    expect(rest).toStrictEqual({
      list: [1, [2]],
      when: new Date(5),
      map: new Map([['a', 1]]),
      set: new Set([1]),
      like: /a/g,
      bytes: Uint8Array.of(1),
      nothing: undefined,
    });
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('far');
  });
});

test('what another copy of Cairn sealed is sealed again', async () => {
  const value = {
    list: [1n],
    when: new Date(5),
    index: new Map([['a', new Set([1])]]),
    where: new URL('https://example.com/?a=1'),
    like: /a/gu,
    error: new TypeError('a', { cause: Uint8Array.of(1) }),
  };
  vi.resetModules();
  const copy = await import('../../src/base/value/seal.ts');
  const theirs = copy.seal(value, 'state');
  const ours = seal(theirs, 'state');
  expect(ours).not.toBe(theirs);
  expect(ours).toStrictEqual(value);
  expect(seal(ours, 'state')).toBe(ours);
});

test('a value may nest 500 levels deep, and comes back', () => {
  const deepest = nest(499, [1n]);
  expect(encode(decode(encode(deepest)))).toBe(encode(deepest));
});

test('a key is never looked for on a prototype', () => {
  const names = { constructor: 1, toString: 'a', hasOwnProperty: null, valueOf: [] };
  expect(decode(encode(names))).toStrictEqual(names);
});

function nest(levels: number, inner: unknown): unknown {
  return levels === 0 ? inner : nest(levels - 1, levels % 2 === 0 ? [inner] : { inner });
}
