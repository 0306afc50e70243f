/**
 * A constant that is written to a key is held against that key when the document is checked, with line and column; what depends on anything is not.
 */

import { describe, expect, test } from 'vitest';
import { run } from '@cairn/core';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const known = registry({});

/** A document in which an update stands at a handler; `is` is the update. */
const documentOf = (update: string, more = ''): string => `name: constants
state:
  amount: number
  due: date?
  kind: { type: enum, of: [small, large], default: small }
  tags: union of string
  log: append of integer
  total: sum
  scores: merge of number
  items: { type: upsert, of: { id: string, n: number }, id: id }
  mine: local of boolean
events: { set: { n: number } }
start: wait
nodes:
  wait:
    on: { set: { to: end, update: ${update} } }
${more}  end: { final: true }
`;

const told = (text: string): readonly string[] =>
  checkConfig(text, known).map(
    ({ code, path, line, column, message }) => `${line}:${column} ${code} ${path}: ${message}`,
  );

const at = (column: number, code: string, path: string): RegExp =>
  new RegExp(`^16:${column} ${code} nodes\\.wait\\.on\\.set\\.update${path.replaceAll('.', '\\.')}: `, 'u');

describe('a constant that does not fit its key', () => {
  test.each<[string, RegExp, RegExp]>([
    ['{ amount: true }', at(45, 'unfit-value', '.amount'), /expected number, received boolean/u],
    [`{ amount: '"many"' }`, at(46, 'expression', '.amount'), /must give a number, but it gives a text/u],
    ['{ amount: null }', at(45, 'unfit-value', '.amount'), /expected number, received null/u],
    ['{ amount: [1] }', at(45, 'unfit-value', '.amount'), /received array/u],
    ['{ due: 5 }', at(42, 'unfit-value', '.due'), /expected date/u],
    [`{ kind: '"middle"' }`, at(44, 'expression', '.kind'), /"small"\|"large"/u],
    ['{ tags: 5 }', at(43, 'unfit-value', '.tags'), /takes a list/u],
    ['{ tags: [7] }', at(43, 'unfit-value', '.tags'), /expected string, received number/u],
    [`{ log: ['1.5'] }`, at(42, 'unfit-value', '.log'), /expected int/u],
    ['{ total: false }', at(44, 'unfit-value', '.total'), /takes a number/u],
    ['{ scores: { a: true } }', at(45, 'unfit-value', '.scores'), /expected number, received boolean/u],
    ['{ scores: 1 }', at(45, 'unfit-value', '.scores'), /mapping of what is merged/u],
    [`{ items: [{ id: '"a"', n: true }] }`, at(44, 'unfit-value', '.items'), /n: .*expected number/u],
    ['{ mine: 0 }', at(43, 'unfit-value', '.mine'), /expected boolean/u],
    [`'{"amount": "many"}'`, at(47, 'expression', ''), /must give a number, but it gives a text/u],
    [`'{"kind": "middle"}'`, at(36, 'expression', ''), /"kind": .*"small"\|"large"/u],
    [`'{"amuont": 1}'`, at(37, 'expression', ''), /no key "amuont".*"amount"/u],
  ])('is refused: %s', (update, place, why) => {
    const found = told(documentOf(update));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(place);
    expect(found[0]).toMatch(why);
  });
});

test.each([
  '{ amount: 5, total: 2, mine: true }',
  `{ amount: -5, due: 'timestamp("2026-01-01T00:00:00Z")', kind: '"large"' }`,
  `{ tags: ['"a"', 'event.n > 1 ? "b" : "c"'], log: [1, '2'], scores: { a: 1 } }`,
  `{ items: [{ id: '"a"', n: 1 }] }`,
  `{ items: { remove: ['"a"'] } }`,
  `{ amount: event.n, due: 'optional.none()' }`,
  `'{"amount": 5}'`,
  `'{"amount": event.n}'`,
])('what fits, or is known only later, is taken: %s', (update) => {
  expect(told(documentOf(update))).toEqual([]);
});

test('so it is wherever a state is written: at timers, failures, joins, the begin, and into and out of a subgraph', () => {
  const document = `name: places
state: { amount: number, n: number? }
begin: { amount: true }
start: sub
graphs:
  inner:
    state: { size: number, begun: boolean? }
    start: work
    nodes:
      work: { next: over }
      over: { final: true }
nodes:
  sub:
    graph: inner
    input: { size: false, begun: 7 }
    output: { amount: false, n: child.state.size }
    onError: { to: fork, update: { n: false } }
    next: fork
  fork:
    after: { 1h: { update: { amount: false }, to: end } }
    next: { all: [one], then: end, merge: { amount: false } }
  one: { next: end }
  end: { final: true }
`;
  const lines = told(document).map((each) =>
    each
      .split(':', 3)
      .slice(0, 2)
      .concat(each.split(' ')[2] ?? '')
      .join(':'),
  );
  expect(lines).toEqual([
    '3:18 unfit-value begin.amount:begin.amount:',
    '15:20 unfit-value nodes.sub.input.size:nodes.sub.input.size:',
    '15:34 unfit-value nodes.sub.input.begun:nodes.sub.input.begun:',
    '16:23 unfit-value nodes.sub.output.amount:nodes.sub.output.amount:',
    '17:39 unfit-value nodes.sub.onError.update.n:nodes.sub.onError.update.n:',
    '20:38 unfit-value nodes.fork.after.1h.update.amount:nodes.fork.after.1h.update.amount:',
    '21:53 unfit-value nodes.fork.next.merge.amount:nodes.fork.next.merge.amount:',
  ]);
});

test('a choice that is written has to be among those that there are', () => {
  const document = (choose: string): string => `name: choosing
state: { isSmall: boolean? }
start: pick
nodes:
  pick: { next: { choose: '${choose}', among: [pay, refuse] } }
  pay: { final: true }
  refuse: { final: true }
`;
  expect(told(document('"pay"'))).toEqual([]);
  expect(told(document('state.isSmall == true ? "pay" : "refuse"'))).toEqual([]);
  expect(told(document('"pya"'))).toEqual([
    '5:28 expression nodes.pick.next.choose: This gives "pya", which is not listed under "among". Did you mean "pay"?',
  ]);
});

const constants = [
  '5',
  '-1',
  '1.5',
  'true',
  'null',
  '"small"',
  '"a"',
  'optional.none()',
  'timestamp("2026-01-01T00:00:00Z")',
  '[]',
  '[1]',
  '["a"]',
  '[true]',
  '[{"id": "a", "n": 1}]',
  '[{"id": "a"}]',
  '[{"n": 1}]',
  '[{"id": true, "n": 1}]',
  '{}',
  '{"a": 1}',
  '{"a": "b"}',
  '{"remove": ["a"]}',
  '{"upsert": [{"id": "a", "n": 1}]}',
  '{"upsert": [1]}',
];

/** A graph whose lanes meet with an update. */
const meeting = (update: string): string =>
  documentOf('{}', `  fork: { next: { all: [one], then: end, merge: ${update} } }\n  one: { next: end }\n`).replace(
    'on: { set: { to: end, update: {} } }',
    'next: fork',
  );

test.each(['amount', 'due', 'kind', 'tags', 'log', 'total', 'scores', 'items', 'mine'])(
  'a constant for "%s" is refused when it is checked exactly where the graph refuses it when it runs',
  async (name) => {
    for (const value of constants) {
      // Of what has no type the checker knows nothing, so the graph runs.
      const late = meeting(`{ ${name}: 'dyn(${value})' }`);
      expect(checkConfig(late, known)).toEqual([]);
      const { status } = await run(defineFromConfig(late, known), { amount: 1 }).catch(() => ({
        status: 'failed',
      }));
      const isRefused = checkConfig(meeting(`{ ${name}: '${value}' }`), known).length > 0;
      expect({ value, isRefused }).toEqual({ value, isRefused: status !== 'done' });
    }
  },
);
