import { describe, expect, test } from 'vitest';
import type { Wants } from '../../src/expression/expression.ts';
import { anything, celNames, listKnown, objectKnown, recordKnown, type Known } from '../../src/cel/known.ts';
import { Scope } from '../../src/expression/scope.ts';
import { readIn } from './read-in.ts';

const text: Known = { cel: celNames.text };
const number: Known = { cel: celNames.number };

const state = objectKnown(
  new Map<string, Known>([
    ['amount', number],
    ['title', text],
    ['since', { cel: celNames.time }],
    ['big', { cel: celNames.whole }],
    ['tags', listKnown(text)],
    ['scores', listKnown(number)],
    [
      'items',
      listKnown(
        objectKnown(
          new Map([
            ['id', text],
            ['price', number],
          ]),
        ),
      ),
    ],
    ['prices', recordKnown(number)],
    ['order', objectKnown(new Map([['address', objectKnown(new Map([['city', text]]))]]))],
    ['open', { cel: celNames.flag }],
    ['payload', anything],
  ]),
);

const scope = new Scope({
  parameters: ['state', 'moment'],
  known: { state, thresholds: objectKnown(new Map([['small', number]])) },
  constants: { thresholds: { small: 50 } },
});

const now = Date.parse('2026-03-01T12:00:00.000Z');
const moment = {
  now,
  thread: 't-1',
  lane: '',
  graph: 'g',
  spent: () => 30,
  left: (name: string) => (name === 'tokens' ? 70 : Infinity),
};

const held = {
  amount: 5,
  since: new Date('2026-02-28T00:00:00Z'),
  big: 12n,
  tags: ['a', 'b'],
  scores: [1, 2, 3],
  items: [
    { id: 'x', price: 10 },
    { id: 'y', price: 2.5 },
  ],
  prices: { pear: 3 },
  order: { address: { city: 'Bern' } },
  open: true,
  payload: Object.freeze({ many: new Map([['k', 7]]), few: new Set(['s']), count: 9n, when: new Date(0) }),
};

const read = (source: string, want?: Wants) => readIn(scope, source, want);

function value(source: string, given: object = held): unknown {
  const { decide, mistakes } = read(source);
  expect(mistakes).toEqual([]);
  return decide?.(given, moment);
}

describe('an expression gives what Cairn has values for', () => {
  test.each<[string, unknown]>([
    ['state.amount < thresholds.small', true],
    ['state.amount * 2 + 1', 11],
    ['state.amount / 2', 2.5],
    ['7 / 2', 3.5],
    ['7 % 4', 3],
    ['state.amount % 2', 1],
    ['-3', -3],
    ['1e3', 1000],
    ['0x1F', 31],
    ['state.amount == 5', true],
    ['5 == state.amount', true],
    ['size(state.tags) == 2', true],
    ['size(state.tags) + state.amount', 7],
    ['state.scores == [1, 2, 3]', true],
    ['2 in state.scores', true],
    ['state.amount in [1, 5]', true],
    ['state.scores[0]', 1],
    ['state.scores[0 + 1]', 2],
    ['state.tags.map(t, t + "!")', ['a!', 'b!']],
    ['state.items.filter(i, i.price > 3).map(i, i.id)', ['x']],
    ['state.items.map(i, i.price > 3, i.id)', ['x']],
    ['state.items.exists(i, i.id == "y")', true],
    ['state.items.all(i, i.price > 3)', false],
    ['state.scores.exists_one(n, n == 2)', true],
    ['state.prices.pear * 2', 6],
    ['state.prices["pear"]', 3],
    ['"pear" in state.prices', true],
    ['state.order.address.city', 'Bern'],
    ['state.open ? "yes" : "no"', 'yes'],
    ['has(state.title)', false],
    ['state.?title.orValue("none")', 'none'],
    ['optional.none()', undefined],
    ['{"city": state.order.address.city, "n": [1, state.amount]}', { city: 'Bern', n: [1, 5] }],
    ['{"title": state.?title}', { title: undefined }],
    ['[optional.of(1), optional.none()]', [1]],
    ['state.big + 1', 13],
    ['9007199254740993', 9007199254740993n],
    ['state.tags.join(", ")', 'a, b'],
    ['"abc".substring(1, 2) + string(state.amount)', 'b5'],
    ['size("é😀")', 2],
    ['now', new Date(now)],
    ['now - state.since > duration("24h")', true],
    ['now - state.since', 36 * 3_600_000],
    ['state.since + duration("1h")', new Date('2026-02-28T01:00:00Z')],
    ['timestamp("2026-01-01T00:00:00Z")', new Date('2026-01-01T00:00:00Z')],
    ['thread', 't-1'],
    ['spent("tokens")', 30],
    ['left("tokens") < 100', true],
    ['null', null],
    ['cel.bind(double, state.amount * 2, double + double)', 20],
    ['(state.amount + 1) * 2', 12],
    ['!(state.amount > 1) || state.amount - (2 - 1) == 4', true],
    [String.raw`"tab\t\"quote\" \u00e9" + r"\d"`, 'tab\t"quote" é\\d'],
    ['state.payload.many["k"] + 1', 8],
    ['"s" in state.payload.few', true],
    ['state.payload', held.payload],
    ['2u + 1u', 3],
  ])('%s', (source, expected) => {
    expect(value(source)).toEqual(expected);
  });

  test('replace() sets the whole of a key', () => {
    expect(String(Object.getPrototypeOf(value('replace([1])')).constructor.name)).toBe('Whole');
    expect(value('replace([1])')).toHaveProperty('value', [1]);
  });

  test('what the state holds leaves as it is', () => {
    expect(value('{"kept": state.payload}')).toEqual({ kept: held.payload });
    expect((value('[state.payload]') as readonly unknown[])[0]).toBe(held.payload);
  });
});

describe('an expression with a mistake is refused where it is', () => {
  test.each<[string, number, string]>([
    ['state.amuont < 3', 7, 'There is no "amuont" in state. Did you mean "amount"?'],
    ['stat.amount < 3', 1, 'There is no variable "stat" here. Did you mean "state"?'],
    ['state.items.filter(i, i.prise > 3)', 25, 'There is no "prise" in i. Did you mean "price"?'],
    ['state.order.address.town', 21, 'There is no "town" in state.order.address. Known: "city".'],
    ['state.order["adress"]', 1, 'There is no "adress" in state.order. Did you mean "address"?'],
    ['state.amount + "x"', 1, 'A text is added to texts. In place of state.amount write string(state.amount).'],
    ['state.tags[state.amount]', 1, "List index must be int, got 'double'. Write int(…) around it."],
    ['state.amount +', 14, 'This is no expression of CEL: Unexpected token: EOF. Something is missing at its end.'],
    ['spend("x")', 1, 'There is no function "spend". Did you mean "spent"?'],
    ['state.tags.fitler(t, true)', 12, 'There is no method "fitler". Did you mean "filter"?'],
    [
      'state.title.matches("(a+)+$")',
      13,
      'Regular expressions are not offered, as some take for ever. Use contains, startsWith or endsWith, or decide it in an activity.',
    ],
    [
      'cairn__counted(1)',
      1,
      'There is no function "cairn__counted". Known: "dyn", "type", "bool", "size", "bytes", "double", "int", "uint", "string", "timestamp" and 5 more. What they do not do is done by an activity.',
    ],
    [
      'state.constructor',
      7,
      'There is no "constructor" in state. Known: "amount", "title", "since", "big", "tags", "scores", "items", "prices", "order", "open" and 1 more.',
    ],
    ['Date.now()', 1, 'There is no "Date" in CEL. In place of Date.now() write now.'],
    ['state.amount = 3', 14, 'This is no expression of CEL. In place of = write ==.'],
  ])('%s', (source, column, message) => {
    expect(read(source).mistakes).toMatchObject([{ code: 'expression', line: 1, column, message }]);
  });

  test.each<[Wants, string, string]>([
    ['verdict', 'state.amount', 'This must give true or false, but it gives a number.'],
    ['text', 'state.amount', 'This must give a text, but it gives a number.'],
    ['list', 'state.title', 'This must give a list, but it gives a text.'],
    ['update', 'state.tags', 'This must give a map, but it gives a list of texts.'],
    ['instant', 'state.title', 'This must give a time, but it gives a text.'],
    ['length', 'state.open', 'This must give a length of time, but it gives true or false.'],
    ['count', 'state.title', 'This must give a number, but it gives a text.'],
  ])('as what must give a %s: %s', (want, source, message) => {
    expect(read(source, want).mistakes).toMatchObject([{ message }]);
  });
});

describe('an expression that fails says where it stands', () => {
  test.each<[string, object, string]>([
    ['state.title == "x"', held, 'doc:1:7: No such key: title. It is in "state.title == \\"x\\"".'],
    [
      '1 + state.scores[9]',
      held,
      'doc:1:5: No such key: index out of bounds, index 9 >= size 3. It is in "1 + state.scores[9]".',
    ],
    ['state.payload.no', held, 'doc:1:15: No such key: no. It is in "state.payload.no".'],
    ['int(state.amount) % int("0")', held, 'doc:1:1: Modulo by zero. It is in "int(state.amount) % int(\\"0\\")".'],
    ['state.payload.__proto__', held, 'doc:1:15: No such key: __proto__. It is in "state.payload.__proto__".'],
    [
      'state.payload.x',
      { ...held, payload: { x: new URL('http://a') } },
      'doc:1:1: Unsupported type: URL. It is in "state.payload.x".',
    ],
  ])('%s', (source, given, message) => {
    const { decide, mistakes } = read(source);
    expect(mistakes).toEqual([]);
    expect(() => decide?.(given, moment)).toThrow(message);
  });
});

describe('an expression costs no more than it may', () => {
  test('one that is too long is refused', () => {
    expect(read(`state.amount${' + 1'.repeat(600)}`).mistakes).toMatchObject([
      { message: expect.stringContaining('It may have 2000') },
    ]);
  });

  test('one of too many parts, or nested too deep, is refused', () => {
    expect(read(`state.amount${'+1'.repeat(400)}`).mistakes).toMatchObject([{ code: 'expression' }]);
    expect(read('('.repeat(600)).mistakes).toMatchObject([{ code: 'expression' }]);
    expect(read(`${'['.repeat(100)}1${']'.repeat(100)}`).mistakes).toMatchObject([{ code: 'expression' }]);
    expect(read(`${'!'.repeat(900)}true`).mistakes).toMatchObject([{ code: 'expression' }]);
    expect(read(`${'-'.repeat(900)}1`).mistakes).toMatchObject([{ code: 'expression' }]);
  });

  const list = '[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]';

  test.each<[string, string]>([
    ['loops in loops', `${list}.all(a, ${list}.all(b, ${list}.all(c, ${list}.all(d, true))))`],
    ['a list that doubles', `[[0]]${Array.from({ length: 20 }, (_, at) => `.map(a${at}, a${at} + a${at})`).join('')}`],
    ['a text that doubles', `["0"]${Array.from({ length: 20 }, (_, at) => `.map(a${at}, a${at} + a${at})`).join('')}`],
    [
      'bindings that double',
      `${Array.from({ length: 14 }, (_, at) => `cel.bind(a${at + 1}, a${at} + a${at}, `).join('')}a14${')'.repeat(14)}`.replace(
        'a0 + a0',
        '[1,2,3,4,5,6,7,8,9,10,11,12,13] + [1]',
      ),
    ],
  ])('%s', (_, source) => {
    const { decide, mistakes } = read(source);
    expect(mistakes).toEqual([]);
    expect(() => decide?.(held, moment)).toThrow(/more than 100000 times|longer than 100000/u);
  });
});
