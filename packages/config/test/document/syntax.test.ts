import { describe, expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

const none = registry({});

function told(text: string): readonly string[] {
  return checkConfig(text, none).map(({ line, column, message }) => `${line}:${column} ${message}`);
}

function guarded(when: string): string {
  return `name: d
state: { s: string? }
start: a
nodes:
  a:
    next:
      - when: ${when}
        to: z
      - z
  z: { final: true }
`;
}

const quoted =
  'What holds ": " or " #", or goes on behind a quote or a bracket, stands in quotes as a whole: \'state.title == "a: b"\'.';

describe('what YAML reads as something else is told once, with what to write', () => {
  test.each<[string, string]>([
    ['!has(state.s)', `7:15 What begins with "!" is a tag to YAML. Put it in quotes as a whole: '!has(state.s)'.`],
    ['state.s == "a: b"', `7:15 Nested mappings are not allowed in compact mappings. ${quoted}`],
    ['"a" == state.s', `7:19 Unexpected scalar at node end. ${quoted}`],
    [
      'state.s == "a #b"',
      '7:26 This is no expression of CEL: Unterminated string. In YAML, " #" begins a comment: what holds it stands in quotes as a whole.',
    ],
    ['""', '7:15 This must be an expression, such as "state.amount < 50", but it is "".'],
    ['@x', '7:15 Plain value cannot start with reserved character @. Put it in quotes, where it is a text.'],
  ])('%s', (when, message) => {
    expect(told(guarded(when))).toEqual([message]);
  });

  test('a type that is written as in TypeScript', () => {
    const text = 'name: d\nstate: { m: string[], n: number }\nstart: z\nnodes: { z: { final: true } }\n';
    expect(told(text)).toEqual([
      '2:19 Unexpected flow-seq-start at node end. A list is written in words, such as "list of string".',
    ]);
    expect(told(text.replace('string[]', '"string[]"'))).toEqual([
      '2:13 There is no type "string[]". It is written "list of string".',
    ]);
  });

  test('an alias of nothing', () => {
    expect(told('name: d\nstate: {}\nstart: z\nnodes: { z: *zz }\n')).toEqual([
      '4:13 No anchor "&zz" stands before this alias. There are none.',
    ]);
  });

  test('nodes by another name', () => {
    expect(told('name: d\nstate: {}\nstart: z\nnode: { z: { final: true } }\n')).toEqual([
      '1:1 "nodes" is missing. It must be a mapping of nodes.',
      '4:1 There is no property "node" here. Did you mean "nodes"?',
    ]);
  });

  test('a key that no object can have', () => {
    expect(told(guarded('has(state.s)').replace('{ s:', '{ constructor: string, s:'))).toHaveLength(1);
  });
});

test('a whole number is a number where its tag says so', () => {
  expect(
    told(`thresholds: { x: !!float 3, y: !!float 1.5 }\n${guarded('thresholds.x > 2 && thresholds.y > 1')}`),
  ).toEqual([]);
  expect(told(`thresholds: { x: !!float three }\n${guarded('thresholds.x > 2')}`)).toHaveLength(1);
});

describe('kinds of keys say how they are written', () => {
  test.each([
    ['upsert', 'There is no type "upsert". It is written as a mapping: { type: upsert, of: { id: string }, id: id }.'],
    [
      'list of append of string',
      'There is no type "append of string". "append of" says how updates of a key combine, and stands first: "append of list of string".',
    ],
  ])('%s', (type, message) => {
    expect(told(guarded('has(state.s)').replace('string?', `string?, o: ${type}`))).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
