import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, upsert } from '@cairn/core';
import { activity, checkConfig, registry } from '../../src/index.ts';

const known = registry({
  activities: {
    none: () => ({}),
    typed: activity({ state: { amount: z.number() }, run: () => ({}) }),
    deep: activity({
      state: { list: append(z.string()), items: upsert(z.object({ id: z.string() }), 'id'), at: z.date() },
      run: () => ({}),
    }),
  },
});

function told(text: string): readonly string[] {
  return checkConfig(text, known).map(({ column, line, path, message }) => `${line}:${column} ${path}: ${message}`);
}

const state =
  '{ n: number, d: date?, t: string?, l: append of string, o: { a: number }, s: sum, m: merge of number, b: bigint?, x: any, u: { type: upsert, of: { id: string }, id: id } }';

function onGo(update: string): string {
  return `name: d
state: ${state}
events: { go: { by: string } }
start: a
nodes:
  a: { on: { go: { to: z, update: ${update} } } }
  z: { final: true }
`;
}

describe('what an expression gives is held against the type of its key', () => {
  test.each<[string, string]>([
    ['{ n: event.by }', 'n: This must give a number, but it gives a text.'],
    ['{ n: "null" }', 'n: This must give a number, but it gives null.'],
    ['{ n: now }', 'n: This must give a number, but it gives a time.'],
    ['{ d: 2020-01-01 }', 'd: This must give a time, but it gives a number.'],
    [`{ l: '"x"' }`, 'l: This must give a list of texts, but it gives a text.'],
    ['{ l: [state.n] }', 'l[0]: This must give a text, but it gives a number.'],
    ['{ l: "[1]" }', 'l: This must give a text, but it gives a number.'],
    [
      '{ l: "state.l.map(each, size(each))" }',
      'l: This must give a list of texts, but it gives a list of whole numbers.',
    ],
    ['{ o: { a: event.by } }', 'o.a: This must give a number, but it gives a text.'],
    ['{ o: { c: state.n } }', 'o.c: There is no key "c" in what this gives. Did you mean "a"?'],
    ['{ s: event.by }', 's: This must give a number, but it gives a text.'],
    [`{ m: '{"k": event.by}' }`, 'm: This must give a number, but it gives a text.'],
    ['{ m: { k: event.by } }', 'm.k: This must give a number, but it gives a text.'],
    ['{ b: event.by }', 'b: This must give a whole number, but it gives a text.'],
    ['{ t: "state.n > 1 ? 1 : 2" }', 't: This must give a text, but it gives a number.'],
    [`'{"nn": 1}'`, ': There is no key "nn" in what this gives. Did you mean "n"?'],
    [`'{"n": event.by}'`, ': This must give a number, but it gives a text.'],
    [`'{"o": {"c": 1}}'`, ': There is no key "c" in what this gives. Did you mean "a"?'],
    [`'state.n > 1 ? {"nn": 1} : {}'`, ': There is no key "nn" in what this gives. Did you mean "n"?'],
    [`'cel.bind(i, 1, {"nn": i})'`, ': There is no key "nn" in what this gives. Did you mean "n"?'],
  ])('%s', (update, message) => {
    expect(told(onGo(update)).map((each) => each.replace(/^\S+ nodes\.a\.on\.go\.update\.?/u, ''))).toEqual([message]);
  });

  test.each([
    '{ n: size(state.l), d: now, t: event.by, l: [event.by], o: { a: state.n } }',
    '{ n: now - now, t: "optional.none()", l: "replace([])", s: 1, b: state.n, x: event }',
    '{ n: "state.?n", t: "state.?t", u: "[]", m: "{}", l: "[]" }',
    `{ u: '{"remove": ["x"]}', l: 'state.l.map(each, each + "!")' }`,
    `{ n: state.x, l: [state.x], o: state.x, m: { k: state.x } }`,
    'state.x',
  ])('what fits, or is not known, is taken: %s', (update) => {
    expect(told(onGo(update))).toEqual([]);
  });

  test('in what a subgraph is given', () => {
    const text = `name: d
state: { n: number }
graphs:
  g: { state: { v: string }, start: z, nodes: { z: { final: true } } }
start: a
nodes:
  a: { graph: g, input: { v: state.n }, next: z }
  z: { final: true }
`;
    expect(told(text)).toEqual(['7:30 nodes.a.input.v: This must give a text, but it gives a number.']);
  });

  test('in what reduces', () => {
    const text = onGo('{ n: 1 }').replace('x: any', 'x: { type: reduce, of: number, from: 0, by: string(update) }');
    expect(told(text)).toEqual([expect.stringContaining('state.x.by: This must give a number, but it gives a text.')]);
  });

  test.each([
    [
      `'state.l.map(x, {"ss": x})'`,
      '5:39 nodes.a.next.each: There is no key "ss" in what this gives. Did you mean "s"?',
    ],
    ['state.l', '5:22 nodes.a.next.each: This must give a list of maps, but it gives a list of texts.'],
  ])('in what lanes are opened with: %s', (each, message) => {
    const text = `name: d
state: { l: list of string, s: local of string }
start: a
nodes:
  a: { next: { each: ${each}, to: b, then: z } }
  b: { run: none, next: z }
  z: { final: true }
`;
    expect(told(text)).toEqual([message]);
  });
});

describe('what an activity needs is held against the state', () => {
  function running(name: string, keys: string): string {
    return `name: d
state: ${keys}
start: a
nodes:
  a: { run: ${name}, next: z }
  z: { final: true }
`;
  }

  test.each([
    [
      'typed',
      '{ amount: string }',
      [
        'Activity "typed" needs a number under "amount", and the state has a text there. Change its type under "state".',
      ],
    ],
    [
      'deep',
      '{ list: list of number, items: list of { id: number }, at: string }',
      [
        'Activity "deep" needs a list of texts under "list", and the state has a list of numbers there. Change its type under "state".',
      ],
    ],
    ['typed', '{ amount: integer }', []],
    ['typed', '{ amount: any }', []],
    ['deep', '{ list: append of string, items: { type: list, of: { id: string } }, at: any }', []],
  ])('%s with %s', (name, keys, messages) => {
    const text = running(name, keys.replace('list of { id: number }', 'any'));
    expect(checkConfig(text, known).map(({ message }) => message)).toEqual(messages);
  });
});
