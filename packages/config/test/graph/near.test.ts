import { expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

const none = registry({});

interface Parts {
  readonly key?: string;
  readonly limits?: string;
  readonly final?: string;
  readonly wait?: string;
  readonly each?: string;
}

/** What is told of a small graph with something else in one place, without the line. */
function told({ key, limits, final = 'true', wait = 'in: 1h', each = 'id: state.k' }: Parts): readonly string[] {
  const text = `name: n
state: { k: ${key ?? 'string'} }
limits: { t: ${limits ?? '3'} }
start: a
nodes:
  a: { after: [{ ${wait}, to: b }] }
  b: { next: { each: '[{"k": "x"}]', to: c, then: d, ${each} } }
  c: { next: d }
  d: { final: ${final} }
`;
  return checkConfig(text, none).map(({ code, path, message }) => `${code} ${path}: ${message}`);
}

test.each<[Parts, readonly string[]]>([
  [
    { key: '{ type: apend, of: string }' },
    ['wrong-shape state.k.type: This must be "append", but it is "apend". Did you mean "append"?'],
  ],
  [
    { key: '{ type: objct, fields: { a: string } }' },
    ['wrong-shape state.k.type: This must be "object", but it is "objct". Did you mean "object"?'],
  ],
  [{ key: 'apend of string' }, ['unknown-type state.k: There is no type "apend of string". Did you mean "append"?']],
  [{ key: 'summ' }, ['unknown-type state.k: There is no type "summ". Did you mean "sum"?']],
  [
    { key: '{ type: string, optional: yes }' },
    ['wrong-shape state.k.optional: This must be true or false, but it is "yes". Write true.'],
  ],
  [
    { limits: 'unlimted' },
    [
      'wrong-shape limits.t: This must be a number, unlimited, or { max, per }, but it is "unlimted". Did you mean "unlimited"?',
    ],
  ],
  [
    { limits: '{ max: 3, per: trun }' },
    ['wrong-shape limits.t.per: This must be thread, turn or day, but it is "trun". Did you mean "turn"?'],
  ],
  [{ final: 'on' }, ['wrong-shape nodes.d.final: This must be true, or left out, but it is "on". Write true.']],
  [{ final: 'off' }, ['wrong-shape nodes.d.final: This must be true, or left out, but it is "off".']],
  [
    { each: 'need: al' },
    ['expression nodes.b.next.need: This must be all, any, a number, or an expression. Did you mean "all"?'],
  ],
])('of a word that is nearly one of a few, the one that was meant is offered: %j', (parts, expected) => {
  expect(told(parts)).toEqual(expected);
});

const notALength = 'This must give a duration, such as 90m or milliseconds, but it gives';
const notACount = 'This must give a whole number of at least 1, but it gives';
const never = 'This never comes, so nothing would happen. Leave it out.';

test.each<[Parts, readonly string[]]>([
  [{ wait: "in: 'null'" }, [`expression nodes.a.after[0].in: ${never}`]],
  [{ wait: 'in: optional.none()' }, [`expression nodes.a.after[0].in: ${never}`]],
  [{ wait: "at: 'null'" }, [`expression nodes.a.after[0].at: ${never}`]],
  [{ wait: "in: '-5'" }, [`expression nodes.a.after[0].in: ${notALength} -5.`]],
  [{ wait: 'in: duration("-5m")' }, [`expression nodes.a.after[0].in: ${notALength} -300000.`]],
  [{ wait: `in: '"soon"'` }, [`expression nodes.a.after[0].in: ${notALength} "soon".`]],
  [{ wait: "in: '5'" }, []],
  [{ wait: 'in: duration("5m")' }, []],
  [{ wait: 'at: timestamp("2026-01-01T00:00:00Z")' }, []],
  [{ each: "limit: '0'" }, [`expression nodes.b.next.limit: ${notACount} 0.`]],
  [{ each: "limit: '1.5'" }, [`expression nodes.b.next.limit: ${notACount} 1.5.`]],
  [
    { each: "need: '-1'" },
    [`expression nodes.b.next.need: ${notACount.replace('a whole', 'all, any, or a whole')} -1.`],
  ],
  [{ each: `need: '"any"'` }, []],
])('a constant in the place of an expression is held against what the place needs: %j', (parts, expected) => {
  expect(told(parts)).toEqual(expected);
});

test.each<[string, readonly string[]]>([
  [
    '{ type: number, min: 5, max: 3 }',
    ['unfit-value state.k.max: The most is less than the least, so nothing would fit. Turn them round.'],
  ],
  ["{ type: 'string?', min: 1, max: 3 }", []],
  [
    '{ type: upsert, of: number, id: id }',
    ['unfit-value state.k.of: Items are known by a field, so they are objects, such as { id: string }.'],
  ],
  ['{ type: upsert, of: any, id: id }', []],
  [
    '{ type: reduce, of: number, from: x, by: current }',
    [
      'unfit-value state.k.from: What it begins with does not fit its type: Invalid input: expected number, received string.',
    ],
  ],
  ["{ type: reduce, of: date, from: '2026-01-01', by: current }", []],
])('what a key is said to hold fits together: %s', (key, expected) => {
  expect(told({ key, each: 'limit: 2' }).filter((each) => each.startsWith('unfit-value'))).toEqual(expected);
});
