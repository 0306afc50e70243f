import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { failureOf } from '../../src/advance/state/failure.ts';
import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { problem } from '../../src/base/problem/problem.ts';
import { fatal } from '../../src/definition/fatal.ts';

const kept = (thrown: unknown) => {
  const { stack, ...failure } = failureOf(thrown, 1, 0);
  return { stack, failure: decode(encode(failure)) };
};

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const circle = new Error('round');
circle.cause = circle;
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const throwing = {
  get message(): string {
    throw new Error('no message');
  },
  toJSON(): never {
    throw new Error('no JSON');
  },
};

const says: readonly (readonly [claim: string, thrown: unknown, says: object])[] = [
  ['a text', 'no', { name: 'Error', message: 'no' }],
  ['nothing', undefined, { name: 'Error', message: 'undefined' }],
  ['a bigint', 5n, { name: 'Error', message: '5' }],
  [
    'a plain object',
    { message: 'duplicate key', code: '23505', table: 'users' },
    { message: 'duplicate key', code: '23505', thrown: '{"message":"duplicate key","code":"23505","table":"users"}' },
  ],
  ['a plain object without a message', { status: 502 }, { message: '{"status":502}', thrown: '{"status":502}' }],
  [
    'a plain object without a prototype',
    Object.assign(Object.create(null) as object, { a: 1 }),
    { message: '{"a":1}' },
  ],
  ['an object whose JSON is long', { a: 'x'.repeat(9_000) }, { thrown: `{"a":"${'x'.repeat(4_090)}…` }],
  ['a code that is a number', Object.assign(new Error('no'), { code: 14 }), { message: 'no', code: '14' }],
  ['an error of the DOM', new DOMException('stop', 'AbortError'), { name: 'AbortError', message: 'stop' }],
  [
    'a cause',
    new TypeError('fetch failed', { cause: refused }),
    { name: 'TypeError', message: 'fetch failed', cause: { message: 'connect ECONNREFUSED', code: 'ECONNREFUSED' } },
  ],
  ['a cause that is no error', new Error('no', { cause: { status: 1 } }), { cause: { thrown: '{"status":1}' } }],
  [
    'the errors of an AggregateError',
    new AggregateError([refused, 'b'], 'all'),
    { name: 'AggregateError', message: 'all', errors: [{ code: 'ECONNREFUSED' }, { message: 'b' }] },
  ],
  ['a circle of causes', circle, { message: 'round', cause: { message: 'round', cause: { message: 'round' } } }],
  [
    'an error of another realm',
    runInNewContext(`Object.assign(new TypeError('far', { cause: new RangeError('away') }), { code: 'EFAR' })`),
    { name: 'TypeError', message: 'far', code: 'EFAR', cause: { name: 'RangeError', message: 'away' } },
  ],
  [
    'a message that is an object',
    Object.assign(new Error('x'), { message: { detail: 1 } }),
    { message: '{"detail":1}' },
  ],
  ['a name that is an object', Object.assign(new Error('x'), { name: {} }), { name: 'Error', message: 'x' }],
  ['a proxy that is revoked', revoked, { name: 'Error', message: 'something that has no text' }],
  ['an object that throws when it is read', throwing, { name: 'Error', message: '[object Object]' }],
  ['what fatal() wraps', fatal(refused), { name: 'Error', code: 'ECONNREFUSED' }],
  ['an object that fatal() wraps', fatal({ message: 'no', code: 'E' }), { message: 'no', code: 'E' }],
  [
    'a problem that the author led to',
    problem('decision/failed', { what: 'when', message: 'far' }, refused),
    { name: 'CairnProblem', code: 'decision/failed', cause: { code: 'ECONNREFUSED' } },
  ],
];

describe('a failure keeps what was thrown:', () => {
  test.each(says)('%s', (_claim, thrown, expected) => {
    const { failure } = kept(thrown);
    expect(failure).toMatchObject(expected);
    expect(failure).toMatchObject({ name: expect.any(String), message: expect.any(String), attempt: 1, at: 0 });
  });

  test('the first lines of the stack, of another realm and of a list as well', () => {
    expect(kept(new Error('here')).stack).toContain('failure.test.ts');
    expect(kept(runInNewContext('new Error("far")')).stack).toContain('Error: far');
    expect(kept(Object.assign(new Error('x'), { stack: ['a', 'b'] })).stack).toBe('    at a\n    at b');
    expect(kept('text').stack).toBeUndefined();
  });

  test('eight causes deep and no further', () => {
    let error = new Error('0');
    for (let depth = 1; depth < 50; depth += 1) error = new Error(`${depth}`, { cause: error });
    let deepest: { message: string; cause?: object } = failureOf(error, 1, 0);
    let depth = 0;
    for (; deepest.cause !== undefined; depth += 1) deepest = deepest.cause as typeof deepest;
    expect(depth).toBe(8);
  });
});
