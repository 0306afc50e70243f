import { describe, expect, test } from 'vitest';

import { encode } from '../../src/base/value/encode.ts';
import { isProblem } from '../../src/base/problem/problem.ts';
import { seal } from '../../src/base/value/seal.ts';

class Money {
  amount = 1;
}
const Nameless = [
  class {
    a = 1;
  },
][0] as new () => object;
class CalledError {
  readonly [Symbol.toStringTag] = 'Error';
}
class HttpError extends RangeError {
  status = 404;
}
class Day extends Date {
  get label(): string {
    return this.toDateString();
  }
}
const throwing = Object.defineProperty(new Error('a'), 'name', {
  get() {
    throw new Error('no name');
  },
});
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const sent = Uint8Array.of(1);
structuredClone(sent, { transfer: [sent.buffer] });
class Numbers extends Array<number> {}
class Registry extends Map<string, number> {}

const cyclic: { a: { list: unknown[] } } = { a: { list: [] } };
cyclic.a.list.push({ b: cyclic.a });
const ownMap = new Map<string, unknown>();
ownMap.set('self', [ownMap]);
const cause = new Error('a');
cause.cause = cause;

const unordered = [1, 2];
Object.assign(unordered, { note: 'x' });
const match = /a(?<letter>b)/u.exec('ab');

const refusals: readonly [claim: string, value: unknown, path: string, found: string][] = [
  ['a function', { run: () => 1 }, 'state.run', 'a function'],
  ['a class', [Money], 'state[0]', 'a function'],
  ['a function at the root', () => 1, 'state', 'a function'],
  ['a symbol', { a: [1, Symbol('x')] }, 'state.a[1]', 'a symbol'],
  ['a symbol at the root', Symbol('x'), 'state', 'a symbol'],
  ['a symbol for a key', { a: { [Symbol('x')]: 1 } }, 'state.a', 'an object with the key Symbol(x)'],
  [
    'a symbol for a key of an array',
    { a: Object.assign([1], { [Symbol('x')]: 1 }) },
    'state.a',
    'an array with the key Symbol(x)',
  ],
  [
    'an instance of a class',
    { evidence: [0, 1, 2, { when: new Money() }] },
    'state.evidence[3].when',
    'an instance of Money',
  ],
  ['an instance of a subclass of Array', { a: new Numbers() }, 'state.a', 'an instance of Numbers'],
  ['an instance of a subclass of Map', { a: new Registry() }, 'state.a', 'an instance of Registry'],
  ['an instance of a class with no name', { a: new Nameless() }, 'state.a', 'an object with a prototype of its own'],
  [
    'an object made from another',
    { a: Object.create({ b: 1 }) as unknown },
    'state.a',
    'an object with a prototype of its own',
  ],
  ['an impostor', { a: Object.create(Map.prototype) as unknown }, 'state.a', 'an instance of Map'],
  ['an impostor of a Date', { a: Object.create(Date.prototype) as unknown }, 'state.a', 'an instance of Date'],
  ['an impostor of a RegExp', { a: Object.create(RegExp.prototype) as unknown }, 'state.a', 'an instance of RegExp'],
  ['an impostor of a URL', { a: Object.create(URL.prototype) as unknown }, 'state.a', 'an instance of URL'],
  [
    'an impostor of bytes',
    { a: Object.create(Uint8Array.prototype) as unknown },
    'state.a',
    'an instance of Uint8Array',
  ],
  ['an impostor of an array', { a: Object.create(Array.prototype) as unknown }, 'state.a', 'an instance of Array'],
  ['a class that calls itself an error', { a: new CalledError() }, 'state.a', 'an instance of CalledError'],
  ['a proxy that is revoked', { a: { b: revoked } }, 'state.a', 'an object that throws when it is read'],
  ['bytes whose buffer went elsewhere', { a: { b: sent } }, 'state.a', 'an object that throws when it is read'],
  ['an error of a class of its own', { a: new HttpError('a') }, 'state.a', 'an instance of HttpError'],
  [
    'a cause of a class of its own',
    new Error('a', { cause: new HttpError('b') }),
    'state.cause',
    'an instance of HttpError',
  ],
  ['a date of a class that adds to it', { a: new Day() }, 'state.a', 'an instance of Day'],
  ['an error that throws', [throwing], 'state[0]', 'an object that throws when it is read'],
  ['a WeakMap', { a: new WeakMap() }, 'state.a', 'an instance of WeakMap'],
  ['a Promise', { a: Promise.resolve() }, 'state.a', 'an instance of Promise'],
  ['another typed array', { a: new Float64Array(1) }, 'state.a', 'an instance of Float64Array'],
  ['an ArrayBuffer', { a: new ArrayBuffer(1) }, 'state.a', 'an instance of ArrayBuffer'],
  ['a boxed string', { a: Object('x') as unknown }, 'state.a', 'an instance of String'],
  ['a cycle', cyclic, 'state.a.list[0].b', 'a cycle back to "state.a"'],
  ['a cycle to the root', ownMap, 'state.get("self")[0]', 'a cycle back to "state"'],
  ['a cycle of causes', { failed: cause }, 'state.failed.cause', 'a cycle back to "state.failed"'],
  ['a hole', { list: Object.assign([1], { length: 2 }) }, 'state.list[1]', 'a hole in an array'],
  // oxlint-disable-next-line no-sparse-arrays -- what is refused
  ['a hole that a named property hides', Object.assign([1, , 3], { note: 'x' }), 'state[1]', 'a hole in an array'],
  ['a named property of an array', { list: unordered }, 'state.list.note', 'a named property of an array'],
  ['a match of a RegExp', { match }, 'state.match.index', 'a named property of an array'],
  [
    'a getter',
    { a: Object.defineProperty({}, 'b', { get: () => 1, enumerable: true }) },
    'state.a.b',
    'an accessor (a getter or a setter)',
  ],
  [
    'a setter',
    { a: Object.defineProperty({}, 'b', { set: () => {}, enumerable: true }) },
    'state.a.b',
    'an accessor (a getter or a setter)',
  ],
  [
    'a hidden property',
    { a: Object.defineProperty({}, 'b', { value: 1 }) },
    'state.a.b',
    'a property that is not enumerable',
  ],
  [
    'the key "__proto__"',
    { a: JSON.parse('{"__proto__":{"b":1}}') as unknown },
    'state.a',
    'an object with a key named "__proto__"',
  ],
  ['the value of a Map', new Map([[{ a: 1 }, Symbol('x')]]), 'state.values()[0]', 'a symbol'],
  ['the value of a Map with a simple key', new Map([['a b', new Money()]]), 'state.get("a b")', 'an instance of Money'],
  ['the key of a Map', new Map([[() => 1, 1]]), 'state.keys()[0]', 'a function'],
  ['an item of a Set', new Set([1, () => 1]), 'state.keys()[1]', 'a function'],
  ['the cause of an error', new Error('a', { cause: () => 1 }), 'state.cause', 'a function'],
  [
    'a property of an error',
    Object.assign(new Error('a'), { request: { send: () => 1 } }),
    'state.request.send',
    'a function',
  ],
  [
    'a getter of an error',
    Object.defineProperty(new Error('a'), 'b', { get: () => 1, enumerable: true }),
    'state.b',
    'an accessor (a getter or a setter)',
  ],
  [
    'a symbol for a key of an error',
    Object.assign(new Error('a'), { [Symbol('x')]: 1 }),
    'state',
    'an error with the key Symbol(x)',
  ],
  ['a Map with properties', Object.assign(new Map(), { a: 1 }), 'state', 'a Map with properties of its own'],
  ['a Date with properties', [Object.assign(new Date(0), { a: 1 })], 'state[0]', 'a Date with properties of its own'],
  [
    'a RegExp with a strange lastIndex',
    Object.assign(/a/gu, { lastIndex: 0.5 }),
    'state',
    'a RegExp whose lastIndex is no index',
  ],
  ['a key that is no word', { 'a b': { '1': { $c: { é: () => 1 } } } }, 'state["a b"]["1"].$c.é', 'a function'],
];

describe('2. a value that would not come back as it was is refused, with the path to it', () => {
  test.each(refusals)('%s', (_claim, value, path, found) => {
    expect(factsOf(() => seal(value, 'state'))).toStrictEqual({ path, found });
  });

  test('encode refuses it too', () => {
    expect(factsOf(() => encode({ run: () => 1 }))).toStrictEqual({ path: 'value.run', found: 'a function' });
  });

  test('a getter is not called', () => {
    let calls = 0;
    const value = Object.defineProperty({}, 'a', { get: () => calls++, enumerable: true });
    expect(() => seal(value, 'state')).toThrow('accessor');
    expect(calls).toBe(0);
  });

  test('more than 500 levels are refused, of sealed parts too', () => {
    let deep: unknown[] = [];
    for (let level = 1; level < 501; level++) deep = [deep];
    expect(factsOf(() => seal(deep, 'state')).found).toBe('nested more than 500 levels deep');

    let grown: unknown[] = seal([], 'state');
    for (let level = 1; level < 500; level++) grown = seal([grown], 'state');
    expect(factsOf(() => seal({ grown }, 'state'))).toStrictEqual({
      path: 'state.grown',
      found: 'nested more than 500 levels deep',
    });
  });

  test('the sentence says what to do', () => {
    expect(() => seal({ a: new Money() }, 'state')).toThrow(
      'The value at "state.a" is an instance of Money, which would not come back as it was. ' +
        'Store a plain value, or register a codec for its class.',
    );
  });
});

function factsOf(act: () => unknown): { path: string; found: string } {
  try {
    act();
  } catch (error) {
    if (isProblem(error, 'value/refused')) return error.facts;
    throw error;
  }
  throw new Error('nothing was refused');
}
