import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { problem, isProblem } from '../../src/base/problem/problem.ts';
import { seal } from '../../src/base/value/seal.ts';

const both: readonly [string, <Value>(value: Value) => Value][] = [
  ['sealed', (value) => seal(value, 'state')],
  ['read back', <Value>(value: Value) => decode(encode(value)) as Value],
];

describe.each(both)('an error that is %s', (_how, there) => {
  test.each([
    new Error('a'),
    new TypeError('a'),
    new RangeError('a'),
    new SyntaxError('a'),
    new ReferenceError('a'),
    new EvalError('a'),
    new URIError('a'),
  ])('is of its standard class: $name', (error) => {
    const back = there(error);
    expect(Object.getPrototypeOf(back)).toBe(Object.getPrototypeOf(error));
    expect(Object.getOwnPropertyNames(back).toSorted()).toStrictEqual(['message', 'stack']);
    expect([back.name, back.message, back.stack]).toStrictEqual([error.name, error.message, error.stack]);
  });

  test('keeps the errors of an AggregateError', () => {
    const back = there(new AggregateError([new TypeError('a'), 'b'], 'all'));
    expect(back).toBeInstanceOf(AggregateError);
    expect(back.errors[0]).toBeInstanceOf(TypeError);
    expect(back.errors[1]).toBe('b');
    expect(Object.keys(back)).toStrictEqual([]);
  });

  test('keeps its cause, its code and its own properties', () => {
    const cause = Object.assign(new Error('inner'), { code: 'ENOENT', errno: -2, path: '/a' });
    const back = there(new Error('outer', { cause }));
    expect(back.cause).toBeInstanceOf(Error);
    expect({ ...(back.cause as object) }).toStrictEqual({ code: 'ENOENT', errno: -2, path: '/a' });
  });

  test('named like another standard class keeps both', () => {
    const error = new Error('a');
    error.name = 'TypeError';
    const back = there(error);
    expect(back.name).toBe('TypeError');
    expect(Object.getPrototypeOf(back)).toBe(Error.prototype);
  });

  test('without a stack or a message has none', () => {
    const error = new Error();
    delete error.stack;
    expect(Object.getOwnPropertyNames(there(error))).toStrictEqual([]);
  });

  test('keeps a message that is no text', () => {
    const error = Object.assign(new Error('a'), { message: { n: 1n } });
    expect(there(error).message).toStrictEqual({ n: 1n });
  });

  test('of the DOM is one again, with its name, message and code', () => {
    const back = there(new DOMException('stop', 'AbortError'));
    expect(back).toBeInstanceOf(DOMException);
    expect([back.name, back.message, back.code]).toStrictEqual(['AbortError', 'stop', 20]);
    expect(Object.isFrozen(back)).toBe(true);
  });

  test('of Cairn is still recognised', () => {
    const back = there(problem('duration/invalid', { found: 'x' }));
    expect(isProblem(back, 'duration/invalid') && back.facts).toStrictEqual({ found: 'x' });
  });

  test('cannot be changed', () => {
    const back = there(new Error('a', { cause: [1] }));
    expect(() => (back.message = 'b')).toThrow(TypeError);
    expect(() => (back.cause as number[]).push(2)).toThrow(TypeError);
  });
});
