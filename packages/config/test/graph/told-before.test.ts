import { describe, expect, test } from 'vitest';
import { run } from '@cairn/core';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const known = registry({ activities: { act: () => ({}) } });

function told(text: string): readonly string[] {
  return checkConfig(text, known).map(({ path, message }) => `${path}: ${message}`);
}

function beginning(x: string, more = ''): string {
  return `name: d
${more}
state: { x: any, l: list of string, d: date?, n: number }
begin: { x: ${JSON.stringify(x)} }
start: z
nodes: { z: { final: true } }
`;
}

describe('what would fail whenever it runs is told before', () => {
  test.each<[string, string]>([
    ['left("transitions")', 'There is no limit "transitions" under "limits". There are none.'],
    [
      'timestamp("2026-02-30T12:00:00Z")',
      '"2026-02-30T12:00:00Z" is no time of ISO 8601, such as 2026-01-31T12:00:00Z.',
    ],
    ['timestamp(1700000000000)', 'Seconds since 1970 are what timestamp() takes, and 1700000000000 are too many.'],
    ['{"a": 1, "a": 2}', 'The key "a" stands here twice.'],
    ['type(1)', 'This must give a value, but it gives a type of CEL.'],
  ])('%s', (x, message) => {
    expect(told(beginning(x))).toEqual([`begin.x: ${message}`]);
  });

  test('but not what is limited', () => {
    expect(told(beginning('left("transitions")', 'limits: { transitions: 5 }'))).toEqual([]);
  });

  test('a default that is no day', () => {
    expect(told(beginning('1').replace('date?', '{ type: date, default: 2026-02-30 }'))).toHaveLength(1);
  });
});

describe('what CEL cannot reckon with is told with what to write', () => {
  test.each<[string, string]>([
    ['state.d == null', 'What may be absent is asked for. In place of state.d == null write !has(state.d).'],
    ['state.l[state.n]', "List index must be int, got 'double'. Write int(…) around it."],
    [
      '"abc".substring(state.n)',
      "Found no matching overload for 'string.substring(double)'. Where a whole number is meant, write int(…) around it.",
    ],
    ['int(now)', "Found no matching overload for 'int(timestamp)'. A length of time is: now - timestamp(0)."],
    ['"x" / 2', 'Only numbers are divided, and this is a text.'],
  ])('%s', (x, message) => {
    expect(told(beginning(x))).toEqual([`begin.x: ${message}`]);
  });
});

test('a limit that is named when it runs is told of in the words of a document', async () => {
  const text = beginning('spent(state.l[0])', 'limits: { tokens: 5 }');
  await expect(run(defineFromConfig(text, known), { x: 1, n: 1, l: ['tokns'] })).rejects.toThrow(/as unlimited where/u);
});

test('a chain of fifty choices may stand in an expression', async () => {
  const chain = Array.from({ length: 50 }, (_, at) => `state.n == ${at} ? "p${at}" : `).join('');
  const text = beginning(`${chain}"q"`);
  expect(told(text)).toEqual([]);
  expect((await run(defineFromConfig(text, known), { n: 44, l: [], x: 0 })).state).toMatchObject({ x: 'p44' });
});

test('bytes of any kind are read as JSON', async () => {
  const text = beginning('state.u.json().a', '').replace('x: any', 'x: any, u: bytes');
  const u = new TextEncoder().encode('{"a": "é"}');
  expect((await run(defineFromConfig(text, known), { u, n: 1, l: [], x: 0 })).state).toMatchObject({ x: 'é' });
});

describe('a length of time means what is seen', () => {
  const text = (node: string) => `name: d\nstate: {}\nstart: a\nnodes:\n  a: { ${node} }\n  z: { final: true }\n`;
  const short = '0.1ms is less than half a millisecond, and rounds to nothing. Write 1ms or more.';
  const long = '36600000d is too long: it may be 100,000 years, 36525000d.';

  test.each<[string, readonly string[]]>([
    ['run: act, timeout: 0.1ms, next: z', [`nodes.a.timeout: ${short}`]],
    ['run: act, retry: { attempts: 2, backoff: 0.1ms }, next: z', [`nodes.a.retry.backoff: ${short}`]],
    ['run: act, cache: { key: 1, ttl: 0.1ms }, next: z', [`nodes.a.cache.ttl: ${short}`]],
    ['after: { 0.1ms: z }', [`nodes.a.after["0.1ms"]: ${short}`]],
    ['after: [{ in: 0.1ms, to: z }]', [`nodes.a.after[0].in: ${short}`]],
    ['after: { 36600000d: z }', [`nodes.a.after.36600000d: ${long}`]],
    ['run: act, timeout: 36600000d, next: z', [`nodes.a.timeout: ${long}`]],
    ['after: { 0s: z }', []],
  ])('%s', (node, messages) => {
    expect(told(text(node))).toEqual(messages);
  });
});

describe('a guard that is the constant true', () => {
  const lines = (text: string) =>
    checkConfig(text, known).map(({ line, column, code, path }) => `${line}:${column} ${code} ${path}`);

  test('hides what comes after it, also in a circle that would never end', () => {
    const circle = `name: d
state: {}
start: a
events: { go: nothing }
nodes:
  a: { next: [{ when: "true", to: b }, z] }
  b: { on: { go: [{ when: " true ", to: a }, z] }, after: { 1h: [{ when: "true", to: a }, z] } }
  z: { final: true }
`;
    expect(lines(circle)).toEqual([
      '6:15 default-not-last nodes.a.next[0]',
      '7:19 default-not-last nodes.b.on.go[0]',
      '7:66 default-not-last nodes.b.after.1h[0]',
    ]);
  });

  test('leads on at once, so that nothing is waited for', () => {
    const text = `name: d
state: {}
start: a
events: { go: nothing }
nodes:
  a: { next: [{ when: "true", to: a }], on: { go: z } }
  z: { final: true }
`;
    expect(lines(text)).toEqual(['6:41 never-waits nodes.a.on']);
  });

  test('may be the last', () => {
    const text = (when: string) =>
      `name: d\nstate: { n: number }\nstart: a\nnodes:\n  a: { next: [{ when: state.n > 1, to: z }, { when: "${when}", to: y }] }\n  y: { final: true }\n  z: { final: true }\n`;
    expect(lines(text('true'))).toEqual([]);
  });
});

test('forks within forks are told of where they are too deep', () => {
  const levels = Array.from(
    { length: 66 },
    (_, at) =>
      `  f${at}: { next: { all: [a${at}, f${at + 1}], then: m${at} } }\n  a${at}: { next: m${at} }\n  m${at}: { next: ${at === 0 ? 'z' : `m${at - 1}`} }\n`,
  );
  const text = (depth: number) =>
    `name: d\nstate: {}\nstart: f0\nnodes:\n${levels.slice(0, depth).join('')}  f${depth}: { next: m${depth - 1} }\n  z: { final: true }\n`;
  expect(checkConfig(text(65), known)).toEqual([]);
  expect(checkConfig(text(66), known)).toMatchObject([
    { code: 'forks-too-deep', path: 'nodes.f65.next', line: 200, column: 10 },
  ]);
});
