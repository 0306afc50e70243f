import { createContext, runInContext, runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { codecOf } from '../../src/base/value/codec.ts';
import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { NativeDate } from '../../src/base/value/native-date.ts';
import { seal } from '../../src/base/value/seal.ts';

const back = (value: unknown): unknown => decode(encode(seal(value, 'state')));

afterEach(() => {
  vi.useRealTimers();
});

describe('a date is a date, whoever made its constructor:', () => {
  const RealDate = Date;

  test('a test runner that fakes time', () => {
    vi.useFakeTimers({ now: 5_000 });
    const faked = new Date();
    expect(Date).not.toBe(RealDate);
    for (const there of [seal(faked, 'state'), back(faked), back({ deep: [faked] })]) {
      const date = there instanceof RealDate ? there : (there as { deep: [Date] }).deep[0];
      expect(date.getTime()).toBe(5_000);
      expect(date.constructor).toBe(RealDate);
    }
    expect(encode(seal([new RealDate(1)], 'state'))).toBe('[{"$date":"1970-01-01T00:00:00.001Z"}]');
  });

  test('a realm of its own, and time that is faked there', () => {
    const realm = createContext({});
    runInContext('Real = Date; Date = class FakeDate extends Real { constructor() { super(7) } }', realm);
    for (const date of ['new Real(7)', 'new Date()'])
      expect(back(runInContext(date, realm))).toStrictEqual(new Date(7));
  });

  test('a class that adds nothing', () => {
    class Same extends Date {}
    expect(back(new Same(3))).toStrictEqual(new Date(3));
  });

  test('and what only looks like one is not', () => {
    for (const odd of [Object.create(NativeDate.prototype), { getTime: () => 1, constructor: Date }]) {
      expect(() => seal({ odd: odd as unknown }, 'state')).toThrow('"state.odd');
    }
  });
});

describe('a Buffer is a Buffer again', () => {
  test('with its methods, wherever it stands', () => {
    const value = { at: Buffer.from('héllo'), map: new Map([[Buffer.from('k'), [Buffer.alloc(0)]]]) };
    const { at, map } = back(value) as typeof value;
    expect(at.toString('utf8')).toBe('héllo');
    expect([...map]).toStrictEqual([[Buffer.from('k'), [Buffer.alloc(0)]]]);
    expect(at.buffer.byteLength).toBe(6);
  });

  test('and bytes that were stored as bytes stay bytes', () => {
    expect(decode('{"$bytes":"YWJj"}')).toStrictEqual(Uint8Array.of(97, 98, 99));
    expect(back(Uint8Array.of(97))).toStrictEqual(Uint8Array.of(97));
  });
});

test('an error of a class of its own comes back by its codec, as itself', () => {
  class HttpError extends Error {
    readonly status: number;

    constructor(status: number) {
      super(`status ${status}`);
      this.status = status;
    }
  }
  const codec = codecOf([
    {
      name: 'http-error',
      class: HttpError,
      encode: (error) => (error as HttpError).status,
      decode: (status) => new HttpError(status as number),
    },
  ]);
  const again = decode(encode(seal({ error: new HttpError(404) }, 'state', codec)), codec) as { error: HttpError };
  expect(again.error).toBeInstanceOf(HttpError);
  expect(again.error.status).toBe(404);
});

test('an error of another realm is one of this realm', () => {
  const error = back(runInNewContext('new TypeError("far")')) as Error;
  expect(error).toBeInstanceOf(TypeError);
  expect(error.message).toBe('far');
});

test('an object without a prototype comes back as a plain one', () => {
  const bare = Object.assign(Object.create(null) as object, { toString: 1 });
  expect(back(bare)).toStrictEqual({ toString: 1 });
});
