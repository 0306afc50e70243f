import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { decode } from '../../src/base/value/decode.ts';
import { encode } from '../../src/base/value/encode.ts';
import { isProblem } from '../../src/base/problem/problem.ts';
import { value } from './values.ts';

const hostile: readonly [claim: string, text: string, path: string, found: RegExp][] = [
  ['no text', '', 'value', /not JSON/u],
  ['half a text', '{"a":[1,', 'value', /not JSON/u],
  ['an unknown tag', '{"a":{"$what":1}}', 'value.a', /tag "\$what" is not known/u],
  ['a tag named by a prototype', '{"$constructor":1}', 'value', /tag "\$constructor" is not known/u],
  ['a dollar sign alone', '{"$":1}', 'value', /tag "\$" is not known/u],
  ['a tag with other keys', '{"$date":null,"b":1}', 'value', /other keys beside the tag "\$date"/u],
  ['a tag after other keys', '[{"b":1,"$date":null}]', 'value[0]', /other keys beside the tag "\$date"/u],
  ['a written-out tag', String.raw`{"\u0024what":1}`, 'value', /tag "\$what" is not known/u],
  ['"__proto__"', '{"a":{"__proto__":{"b":1}}}', 'value.a', /"__proto__"/u],
  ['a written-out "__proto__"', String.raw`{"__proto\u005f_":{}}`, 'value', /"__proto__"/u],
  ['"__proto__" beside an escaped key', '{"$$a":1,"__proto__":{}}', 'value', /"__proto__"/u],
  ['"__proto__" of an error', '{"$error":{"name":"Error","props":{"__proto__":{}}}}', 'value', /"__proto__"/u],
  ['a number out of range', '1e999', 'value', /out of range/u],
  ['a number out of range in an array', '{"a":[0,1e999]}', 'value.a[1]', /out of range/u],
  ['a number out of range in an object', '{"a":{"b":-1e999}}', 'value.a.b', /out of range/u],
  ['$number', '{"$number":"1"}', 'value', /"\$number" holds something else/u],
  ['$undefined', '{"$undefined":false}', 'value', /"\$undefined" holds something else/u],
  ['$bigint', '{"$bigint":"1.5"}', 'value', /"\$bigint" holds something else/u],
  ['$bigint of a number', '{"$bigint":1}', 'value', /"\$bigint" holds something else/u],
  ['$date', '{"$date":"yesterday"}', 'value', /"\$date" holds something else/u],
  ['$date of a number', '{"$date":5}', 'value', /"\$date" holds something else/u],
  ['$url', '{"$url":"nowhere"}', 'value', /"\$url" holds something else/u],
  ['$regexp', '{"$regexp":["(","u"]}', 'value', /"\$regexp" holds something else/u],
  ['$regexp of a text', '{"$regexp":"a"}', 'value', /"\$regexp" holds something else/u],
  ['$regexp with an index that is none', '{"$regexp":["a","g",0.5]}', 'value', /"\$regexp" holds something else/u],
  ['$bytes', '{"$bytes":"a-b="}', 'value', /"\$bytes" holds something else/u],
  ['$bytes of a wrong length', '{"$bytes":"abc"}', 'value', /"\$bytes" holds something else/u],
  ['$map', '{"$map":{"a":1}}', 'value', /"\$map" holds something else/u],
  ['$map of triples', '{"$map":[["a",1,2]]}', 'value', /"\$map" holds something else/u],
  ['$map with a key twice', '{"$map":[["a",1],["a",2]]}', 'value', /"\$map" holds something else/u],
  ['a value in a $map', '{"m":{"$map":[["a",{"b":{"$no":1}}]]}}', 'value.m.get("a").b', /"\$no" is not known/u],
  ['$set', '{"$set":"ab"}', 'value', /"\$set" holds something else/u],
  ['$set with an item twice', '{"$set":[1,1]}', 'value', /"\$set" holds something else/u],
  ['an item in a $set', '{"$set":[{"$no":1}]}', 'value.keys()[0]', /"\$no" is not known/u],
  ['$error', '{"$error":"bad"}', 'value', /"\$error" holds something else/u],
  ['$error without a name', '{"$error":{}}', 'value', /"\$error" holds something else/u],
  ['$error with a strange type', '{"$error":{"name":"a","type":1}}', 'value', /"\$error" holds something else/u],
  ['$error with strange props', '{"$error":{"name":"a","props":[]}}', 'value', /"\$error" holds something else/u],
  ['$error with a strange stack', '{"$error":{"name":"a","stack":1}}', 'value', /"\$error" holds something else/u],
  ['the cause of an $error', '{"$error":{"name":"a","cause":{"$no":1}}}', 'value.cause', /"\$no" is not known/u],
  ['$class', '{"$class":{"name":"a"}}', 'value', /"\$class" holds something else/u],
  ['$class without a name', '{"$class":[1,2]}', 'value', /"\$class" holds something else/u],
  ['too many levels', `${'['.repeat(700)}${']'.repeat(700)}`, `value${'[0]'.repeat(600)}`, /more than 600 levels/u],
  ['far too many levels', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, `value${'.a'.repeat(600)}`, /levels/u],
];

describe('2. a text that stands for no value is a problem with a path', () => {
  test.each(hostile)('%s', (_claim, text, path, found) => {
    const facts = factsOf(() => decode(text));
    expect(facts.path).toBe(path);
    expect(facts.found).toMatch(found);
  });

  test('whatever JSON it is', () => {
    const tag = fc.constantFrom(
      'number',
      'undefined',
      'bigint',
      'date',
      'url',
      'regexp',
      'bytes',
      'map',
      'set',
      'error',
      'class',
      '$x',
      '',
    );
    const { any } = fc.letrec<{ any: unknown }>((tie) => ({
      any: fc.oneof(
        fc.jsonValue(),
        fc.array(tie('any'), { maxLength: 3 }),
        fc.tuple(tag, tie('any')).map(([name, inner]) => ({ [`$${name}`]: inner })),
        fc.dictionary(fc.constantFrom('name', 'type', 'message', 'stack', 'cause', 'props', 'errors'), tie('any')),
      ),
    }));
    fc.assert(
      fc.property(any, (json) => {
        readOrRefuse(JSON.stringify(json));
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever is broken in a text that was good', () => {
    fc.assert(
      fc.property(value, fc.nat(), fc.nat({ max: 3 }), fc.string({ maxLength: 2 }), (original, at, cut, put) => {
        const text = encode(original);
        const from = at % (text.length + 1);
        readOrRefuse(text.slice(0, from) + put + text.slice(from + cut));
      }),
      { numRuns: 2000 },
    );
  });
});

test('a problem names the value as it was asked to', () => {
  expect(() => decode('{"a":{"$no":1}}', undefined, { path: 'state.evidence' })).toThrow(
    'The stored value at "state.evidence.a" cannot be read: its tag "$no" is not known.',
  );
});

test('numbers that only another writer would write are kept', () => {
  const read = decode('{"a":-0,"b":[1E2,-0.0]}') as { a: number; b: number[] };
  expect(read).toStrictEqual({ a: -0, b: [100, -0] });
  expect(encode(read)).toBe('{"a":{"$number":"-0"},"b":[100,{"$number":"-0"}]}');
});

test('no prototype is touched', () => {
  const read = decode('{"constructor":{"prototype":{"polluted":1}},"$$proto":1}');
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});

/** Reads a text; what it stands for is written and read again, or it is a problem. */
function readOrRefuse(text: string): void {
  try {
    const read = decode(text);
    expect(encode(decode(encode(read)))).toBe(encode(read));
  } catch (error) {
    if (!isProblem(error, 'value/unreadable')) throw error;
  }
}

function factsOf(act: () => unknown): { path: string; found: string } {
  try {
    act();
  } catch (error) {
    if (isProblem(error, 'value/unreadable')) return error.facts;
    throw error;
  }
  throw new Error('it was read');
}
