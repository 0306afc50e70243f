import { expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

const none = registry({});

function told(head: string): readonly string[] {
  const text = `${head}\nname: n\nstate: {}\nstart: e\nnodes: { e: { final: true } }\n`;
  return checkConfig(text, none).map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
}

test.each<[string, string]>([
  [
    'thresholds: { low: &low 1, t: *lwo }',
    '1:31 thresholds.t: No anchor "&lwo" stands before this alias. Did you mean "low"?',
  ],
  ['thresholds: { t: *x, c: &x 2 }', '1:18 thresholds.t: No anchor "&x" stands before this alias. There are none.'],
  ['thresholds: { t: !!binary aGk= }', '1:27 thresholds.t: The tag !!binary is not read. '],
  ['thresholds: { t: !!timestamp 2020-01-01 }', '1:30 thresholds.t: The tag !!timestamp is not read. '],
  ['thresholds: { t: !!omap [a: 1] }', '1:25 thresholds.t: The tag !!omap is not read. '],
  ['thresholds: { t: !!set {a} }', '1:24 thresholds.t: The tag !!set is not read. '],
  ['thresholds: { t: 1e400 }', '1:18 thresholds.t: This number is not finite. '],
  ['thresholds: { t: 9007199254740993 }', '1:18 thresholds.t: This whole number would be read as 9007199254740992: '],
  [
    'thresholds: { t: -0 , u: 0x1fffffffffffffffff }',
    '1:26 thresholds.u: This whole number would be read as 590295810358705700000: ',
  ],
  ['thresholds: { t: -.inf }', '1:18 thresholds.t: This number is not finite. '],
  ['thresholds: { b: &b { k: 1 }, t: { <<: *b } }', '1:36 thresholds.t: Merge keys, "<<", are not read. '],
  ['%YAML 1.1\n---', '1:1 : The document says that it is of YAML 1.1. '],
  ['---\na: 1\n---', '3:1 : The text has several documents. '],
])('%j is refused where it stands', (head, expected) => {
  const [first = ''] = told(head);
  expect(first.startsWith(expected) ? expected : first).toBe(expected);
});

test('an alias is the last anchor of its name before it, also one within what another alias stands for', () => {
  const text = 'thresholds: { a: &x [&y 1], b: &y 2, c: *x, d: *y, "<<": 3 }';
  expect(told(text)).toEqual([]);
});

test('a type in words has a length', () => {
  const text = (type: string) => `name: n\nstate: { a: ${type} }\nstart: e\nnodes: { e: { final: true } }\n`;
  for (const type of [`string${'?'.repeat(10_000)}`, `${'list of '.repeat(10_000)}string`]) {
    expect(checkConfig(text(type), none)).toMatchObject([{ code: 'too-large', line: 2, column: 13 }]);
  }
  expect(checkConfig(text('list of list of string?'), none)).toEqual([]);
});
