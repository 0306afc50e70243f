import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Mistakes } from '../../src/document/mistakes.ts';
import { readExpression, wanted } from '../../src/expression/expression.ts';
import { anything, celNames, listKnown, objectKnown, type Known } from '../../src/cel/known.ts';
import { Scope } from '../../src/expression/scope.ts';

const number: Known = { cel: celNames.number };
const whole: Known = { cel: celNames.whole };

const scope = new Scope({
  parameters: ['state', 'moment'],
  known: {
    state: objectKnown(
      new Map<string, Known>([
        ['n', number],
        ['big', whole],
        ['bigs', listKnown(whole)],
        ['asked', listKnown({ cel: celNames.text })],
        ['yes', listKnown({ cel: celNames.text })],
        ['scores', listKnown(number)],
        ['x', anything],
      ]),
    ),
  },
  constants: {},
});

const large = 9_007_199_254_740_993n;
const held = {
  n: 5,
  big: large,
  bigs: [1n, large],
  asked: ['a', 'b', 'c'],
  yes: ['a', 'b'],
  scores: [1, 2, 3],
  x: large,
};

function value(source: string, state: object = held, now = Date.parse('2026-03-01T12:00:00.000Z')): unknown {
  const mistakes = new Mistakes(source);
  const piece = { kind: 'scalar', at: { start: 0, end: source.length }, value: source } as const;
  const decide = readExpression({ scope, mistakes, document: 'd' }, piece, 'p', wanted.value);
  expect(mistakes.list()).toEqual([]);
  return decide?.(state, { now, thread: 't', lane: '', graph: 'g', spent: () => 0, left: () => 0 });
}

describe('a quotient is a number like any other, whatever it is of', () => {
  test.each<[string, unknown]>([
    ['size(state.yes) / size(state.asked) >= 0.5', true],
    ['size(state.asked) / 2', 1.5],
    ['cel.bind(a, 7, cel.bind(c, 2, a / c))', 3.5],
    ['dyn(7) / dyn(2)', 3.5],
    ['int(7) / int(2)', 3.5],
    ['int(int(7) / int(2))', 3],
    ['int(7) / int(0)', Infinity],
    ['int(7) / 0', Infinity],
    ['state.asked.map(each, size(each) / 2)', [0.5, 0.5, 0.5]],
    ['"abc".indexOf("b") / 2', 0.5],
    ['state.asked[size(state.asked) / 2]', 'b'],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });
});

describe('what counts goes with numbers', () => {
  test.each<[string, unknown]>([
    ['now.getDayOfWeek() in [0, 6]', true],
    ['size(state.asked) in [3]', true],
    ['size(state.asked) in state.scores', true],
    ['size(state.asked) > 2 ? size(state.asked) : 1', 3],
    ['size(state.asked) > 2 ? state.n : size(state.asked)', 5],
    ['"abc".substring(1 + 1)', 'c'],
    ['state.asked[size(state.asked) - 1]', 'c'],
    ['state.asked[state.n > 3 ? size(state.asked) - 1 : 0]', 'c'],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });
});

describe('a bigint is reckoned with as it is', () => {
  test.each<[string, unknown]>([
    ['state.big + 1', large + 1n],
    ['1 + state.big * 2', 1n + large * 2n],
    ['-state.big - 1', -large - 1n],
    ['state.big % 2 == 1', true],
    ['state.?big.orValue(0) + 1', large + 1n],
    ['(state.n > 1 ? state.big : 0) + 1', large + 1n],
    ['state.bigs.map(each, each + 1)', [2, large + 1n]],
    ['state.big + size(state.asked)', large + 3n],
    ['state.big == 9007199254740992', false],
    ['state.big == 9007199254740993', true],
    ['state.big in [1, 9007199254740993]', true],
    ['1 in state.bigs', true],
    ['state.bigs == [1, 9007199254740993]', true],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  test.each(['state.big + state.n', 'state.big / 2', 'state.x + 1', 'state.x / 2', 'state.big * 1.0'])(
    'and never made another number: %s',
    (source) => {
      expect(() => value(source)).toThrow('9007199254740993 is more than a number can hold.');
    },
  );

  test('as JavaScript reckons, within 64 bits', () => {
    const signs = {
      '+': (left: bigint, right: bigint) => left + right,
      '-': (left: bigint, right: bigint) => left - right,
      '*': (left: bigint, right: bigint) => left * right,
      '%': (left: bigint, right: bigint) => left % right,
    };
    const most = 2n ** 62n;
    fc.assert(
      fc.property(
        fc.bigInt({ min: -most, max: most }),
        fc.constantFrom(...(Object.keys(signs) as (keyof typeof signs)[])),
        fc.bigInt({ min: 1n, max: 1_000n }),
        (big, sign, literal) => {
          const expected = signs[sign](big, literal);
          fc.pre(BigInt.asIntN(64, expected) === expected);
          expect(BigInt(String(value(`state.big ${sign} ${literal}`, { ...held, big })))).toBe(expected);
        },
      ),
      { numRuns: 50 },
    );
  });
});

test('a length of time that lies between two times is of whole milliseconds, as they are', () => {
  const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
  fc.assert(
    fc.property(time, (now) => {
      expect(value('now - timestamp(0)', held, now)).toBe(now);
    }),
    { numRuns: 2_000 },
  );
  expect(value('now - timestamp(0)', held, 1_796_082_563_206)).toBe(1_796_082_563_206);
  expect(value('duration("1.001s")')).toBe(1_001);
  expect(value('duration("0.5ms")')).toBe(0.5);
});
