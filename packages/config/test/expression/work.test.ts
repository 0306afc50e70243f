import { describe, expect, test } from 'vitest';
import { Mistakes } from '../../src/document/mistakes.ts';
import { readExpression, wanted } from '../../src/expression/expression.ts';
import { anything, celNames, listKnown, objectKnown, type Known } from '../../src/cel/known.ts';
import { Scope } from '../../src/expression/scope.ts';
import { turnsDone } from '../../src/cel/work.ts';

const text: Known = { cel: celNames.text };
const scope = new Scope({
  parameters: ['state', 'moment'],
  known: {
    state: objectKnown(
      new Map<string, Known>([
        ['s', text],
        ['p', text],
        ['words', listKnown(text)],
        ['any', anything],
        ['n', { cel: celNames.number }],
      ]),
    ),
  },
  constants: {},
});

function decide(source: string, state: object): () => unknown {
  const mistakes = new Mistakes(source);
  const piece = { kind: 'scalar', at: { start: 0, end: source.length }, value: source } as const;
  const made = readExpression({ scope, mistakes, document: 'd' }, piece, 'p', wanted.value);
  expect(mistakes.list()).toEqual([]);
  return () => made?.(state, { now: 0, thread: 't', lane: '', graph: 'g', spent: () => 0, left: () => 0 });
}

const large = {
  s: 'a'.repeat(90_000),
  p: `b${'a'.repeat(40_000)}`,
  words: Array.from({ length: 2_100 }, (_, at) => `w${at}`),
  any: new Set(Array.from({ length: 20_000 }, (_, at) => at)),
  n: 1,
};

describe('what a decision looks at is counted, and ends where it is too much', () => {
  test.each([
    'state.words.all(a, !("zz" in state.words))',
    'state.words.all(a, state.words.map(b, b) == state.words)',
    'state.words.all(a, state.words == state.words)',
    'state.words.all(a, state.s < state.s + "b" || state.s.size() > 0)',
    'state.words.all(a, !state.s.contains("aaaaaaaab"))',
    'state.s.contains(state.p)',
    'state.words.all(a, state.s.indexOf("b") == -1)',
    'state.words.all(a, state.s.lastIndexOf("ab") == -1)',
    'state.words.all(a, state.s.upperAscii() != "")',
    'state.words.all(a, state.s.lowerAscii() != "")',
    'state.words.all(a, state.s.trim() != "")',
    'state.words.all(a, size(state.s) > 3)',
    'state.words.all(a, state.s.size() > 3)',
    'state.words.all(a, size(state.s.split("b")) == 1)',
    'state.words.all(a, string(state.s) != "")',
    'state.words.all(a, bytes(state.s) != b"")',
    'state.words.all(a, now.getHours("Europe/Berlin") >= 0)',
    'state.words.all(a, state.any[19999] == 19999)',
  ])('%s', (source) => {
    expect(decide(source, large)).toThrow(/more work than 100000 turns of a loop|turn more than 100000 times/u);
    expect(turnsDone()).toBeLessThan(100_001);
  });

  test('what is made of a list is held to what a decision may make before it is made', () => {
    expect(decide('state.words.join(state.s)', large)).toThrow(/longer than 100000/u);
    expect(decide('size(state.s.split(""))', { ...large, s: 'a'.repeat(200_000) })).toThrow(/longer than 100000/u);
  });

  test('what is compared with a number or with what is written costs nothing', () => {
    decide('state.n < 50 && state.s != "x" && state.words != [] && state.any != state.n', large)();
    expect(turnsDone()).toBe(0);
  });
});

test('methods that are counted give what CEL says', () => {
  const state = { s: 'a,b,,c', p: ',', words: ['x', 'y'], any: 'a,b', n: 1 };
  const value = (source: string) => decide(source, state)();
  expect(value('state.s.split(",")')).toEqual(['a', 'b', '', 'c']);
  expect(value('state.s.split(",", 2)')).toEqual(['a', 'b,,c']);
  expect(value('state.s.split(",", 0)')).toEqual([]);
  expect(value('state.any.split(state.p, -1)')).toEqual(['a', 'b']);
  expect(value('state.words.join() + state.words.join("-")')).toBe('xyx-y');
  expect(value('state.s.indexOf(",", 2)')).toBe(3);
  expect(value('state.s.indexOf("", 2)')).toBe(2);
  expect(value('state.s.lastIndexOf(",", 3)')).toBe(3);
  expect(value('state.any.contains("b")')).toBe(true);
  expect(() => value('state.s.indexOf(",", 20)')).toThrow(/no character 20/u);
  expect(() => value('[1, "a"].join("")')).toThrow(/something else/u);
});
