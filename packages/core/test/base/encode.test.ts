import { DatabaseSync } from 'node:sqlite';

import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { seal } from '../../src/base/value/seal.ts';

const forms: readonly [claim: string, value: unknown, text: string][] = [
  ['null', null, 'null'],
  ['a string', 'é"\u0000', String.raw`"é\"\u0000"`],
  ['a lone surrogate', '\ud800', String.raw`"\ud800"`],
  ['a number', 1.5, '1.5'],
  ['an object', { a: [1, 'b', true, null, {}] }, '{"a":[1,"b",true,null,{}]}'],
  ['undefined', undefined, '{"$undefined":true}'],
  ['undefined in an object', { a: undefined, b: [undefined] }, '{"a":{"$undefined":true},"b":[{"$undefined":true}]}'],
  ['NaN', Number.NaN, '{"$number":"NaN"}'],
  [
    'Infinity',
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    '[{"$number":"Infinity"},{"$number":"-Infinity"}]',
  ],
  ['-0', -0, '{"$number":"-0"}'],
  ['a bigint', -12n, '{"$bigint":"-12"}'],
  ['a Date', new Date('2026-11-21T07:00:00.005Z'), '{"$date":"2026-11-21T07:00:00.005Z"}'],
  ['a Date far away', new Date(-8.64e15), '{"$date":"-271821-04-20T00:00:00.000Z"}'],
  ['an invalid Date', new Date(Number.NaN), '{"$date":null}'],
  ['bytes', Uint8Array.of(0, 255, 128), '{"$bytes":"AP+A"}'],
  ['no bytes', new Uint8Array(), '{"$bytes":""}'],
  [
    'a Map',
    new Map<unknown, unknown>([
      ['a', 1],
      [{ b: 1 }, new Map()],
    ]),
    '{"$map":[["a",1],[{"b":1},{"$map":[]}]]}',
  ],
  ['a Set', new Set<unknown>([1, 'a', [2n]]), '{"$set":[1,"a",[{"$bigint":"2"}]]}'],
  ['a URL', new URL('https://example.com/a?b=c#d'), '{"$url":"https://example.com/a?b=c#d"}'],
  ['a RegExp', /a\/"b/giu, String.raw`{"$regexp":["a\\/\"b","giu"]}`],
  ['a RegExp under way', Object.assign(/a/gu, { lastIndex: 3 }), '{"$regexp":["a","gu",3]}'],
  ['a key that starts with a dollar sign', { $ref: 1, a: { $$: 2, $: 3 } }, '{"$$ref":1,"a":{"$$$":2,"$$":3}}'],
  ['an object that looks like a tag', { $date: '2026' }, '{"$$date":"2026"}'],
  ['an object that looks like an escaped tag', { $$date: '2026' }, '{"$$$date":"2026"}'],
  ['a toJSON that is data', { toJSON: 'x', n: 1n }, '{"toJSON":"x","n":{"$bigint":"1"}}'],
];

describe('the text of', () => {
  test.each(forms)('%s is pinned', (_claim, value, text) => {
    expect(encode(seal(value, 'state'))).toBe(text);
    expect(decode(text)).toStrictEqual(value);
  });
});

describe('the text of an error', () => {
  test('names it, and keeps what it holds', () => {
    const error = Object.assign(new TypeError('bad', { cause: { n: 1n } }), { code: 'E_BAD', $at: [1] });
    error.stack = 'TypeError: bad\n    at line 1';
    expect(encode(error)).toBe(
      String.raw`{"$error":{"name":"TypeError","message":"bad","stack":"TypeError: bad\n    at line 1",` +
        '"cause":{"n":{"$bigint":"1"}},"props":{"code":"E_BAD","$$at":[1]}}}',
    );
  });

  test('says its standard class when its name does not', () => {
    const error = Object.assign(new RangeError('gone'), { name: 'HttpError', stack: 'x' });
    expect(encode(error)).toBe(
      '{"$error":{"type":"RangeError","name":"HttpError","message":"gone","stack":"x","props":{"name":"HttpError"}}}',
    );
  });
});

test('SQLite keeps the text of any value, and reads plain values in it as they are', () => {
  const database = new DatabaseSync(':memory:');
  const text = encode({ alert: { service: 'api', $cost: 5 }, when: new Date(0), odd: '\ud800\u0000', list: [1, 2] });
  database.exec('create table kept (text text)');
  database.prepare('insert into kept values (?)').run(text);
  const row = database
    .prepare(
      `select text, json_valid(text) as valid, json(text) as again, text ->> '$.alert.service' as service,
              text ->> '$.list[1]' as item, text ->> '$.when."$date"' as day from kept`,
    )
    .get();
  database.close();
  expect({ ...row }).toStrictEqual({
    text,
    valid: 1,
    again: text,
    service: 'api',
    item: 2,
    day: '1970-01-01T00:00:00.000Z',
  });
});
