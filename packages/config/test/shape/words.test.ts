import { describe, expect, test } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

interface Parts {
  readonly key?: string;
  readonly a?: string;
  readonly start?: string;
}

const known = registry({ activities: { act: () => ({}) } });

function told({ key = 'string?', a = 'next: z', start = 'start: a' }: Parts): readonly string[] {
  const text = `name: d
state: { k: ${key} }
events: { go: { by: string } }
${start}
nodes:
  a: { ${a} }
  z: { final: true }
`;
  return checkConfig(text, known).map(({ path, message }) => `${path}: ${message}`);
}

describe('what another language has for a property is told as what is written here', () => {
  test.each<[string, string, Parts, Parts]>([
    ['nodes.a.next[0].target', 'to', { a: 'next: [{ target: z }]' }, { a: 'next: [{ when: has(state.k), to: z }, z]' }],
    ['nodes.a.next[0].cond', 'when', { a: 'next: [{ cond: has(state.k), to: z }, z]' }, {}],
    ['nodes.a.next[0].guard', 'when', { a: 'next: [{ guard: has(state.k), to: z }, z]' }, {}],
    ['nodes.a.next[0].if', 'when', { a: 'next: [{ if: has(state.k), then: z }, z]' }, {}],
    ['nodes.a.next[0].then', 'to', { a: 'next: [{ if: has(state.k), then: z }, z]' }, {}],
    ['nodes.a.transitions', 'next', { a: 'transitions: [z]' }, {}],
    ['nodes.a.always', 'next', { a: 'always: z' }, {}],
    ['nodes.a.uses', 'run', { a: 'uses: act, next: z' }, { a: 'run: act, next: z' }],
    ['nodes.a.catch', 'onError', { a: 'run: act, catch: z, next: z' }, { a: 'run: act, onError: z, next: z' }],
    ['nodes.a.on.go.target', 'to', { a: 'on: { go: { target: z } }' }, { a: 'on: { go: { to: z } }' }],
    ['nodes.a.on.go.assign', 'update', { a: 'on: { go: { to: z, assign: {} } }' }, {}],
    ['nodes.a.retry.maxAttempts', 'attempts', { a: 'run: act, next: z, retry: { maxAttempts: 3 }' }, {}],
    ['nodes.a.retry.backoffRate', 'factor', { a: 'run: act, next: z, retry: { attempts: 3, backoffRate: 2 }' }, {}],
    ['initial', 'start', { start: 'initial: a' }, {}],
    ['startAt', 'start', { start: 'startAt: a' }, {}],
    [
      'state.k.values',
      'of',
      { key: '{ type: enum, values: [a, b] }' },
      { key: '{ type: enum, of: [a, b] , optional: true }' },
    ],
    ['state.k.properties', 'fields', { key: '{ type: object, properties: { by: string } }' }, {}],
    ['state.k.items', 'of', { key: '{ type: list, items: string }' }, {}],
    ['state.k.minimum', 'min', { key: '{ type: number, minimum: 3 }' }, {}],
  ])('%s is told as "%s"', (path, instead, wrong, right) => {
    const found = told(wrong);
    const word = path.split('.').at(-1);
    expect(found).toContain(`${path}: There is no property "${word}" here. It is written "${instead}".`);
    expect(told(right)).toEqual([]);
  });

  test.each(['{ when: has(state.k), to: z }', '{ if: has(state.k), then: z }', '{ target: z, cond: has(state.k) }'])(
    'a case that stands alone, %s, belongs in a list',
    (next) => {
      const found = told({ a: `next: ${next}` });
      expect(found[0]).toContain('nodes.a.next: This must be the name of a node, a list of cases');
      expect(found[0]).toContain('What it says stands in a list: put it in brackets, [{ … }].');
    },
  );

  test.each([
    ['entry', 'What is done at a node is the activity under "run"'],
    ['states', 'Nodes within a node are a graph under "graphs"'],
    ['type', 'What a node does is told by what it has'],
  ])('%s of a node has nothing that stands for it', (word, said) => {
    expect(told({ a: `next: z, ${word}: act` })).toEqual([
      expect.stringContaining(`There is no property "${word}" here. ${said}`),
    ]);
  });
});

test('states are told as "nodes"', () => {
  const found = checkConfig('name: d\nstate: {}\nstart: a\nstates: { a: { final: true } }\n', known);
  expect(found.map(({ message }) => message)).toContain('There is no property "states" here. It is written "nodes".');
});

test.each([
  ['{ by: string }?', '{ type: object, fields: { by: string }, optional: true }'],
  ['[good, damaged]?', '{ type: enum, of: [good, damaged], optional: true }'],
])('%s is told as %s, which can be written', (wrong, instead) => {
  expect(told({ key: wrong })).toEqual([expect.stringContaining(`A type that may be absent is written ${instead}.`)]);
  expect(told({ key: instead })).toEqual([]);
});
