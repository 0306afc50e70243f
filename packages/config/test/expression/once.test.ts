import { Environment } from '@marcbachmann/cel-js';
import { afterEach, expect, test, vi } from 'vitest';
import { checkConfig, registry } from '../../src/index.ts';

const known = registry({ activities: { act: () => ({}) } });

/** How many expressions are read while a document is checked, as they are written and as they are evaluated. */
function readWhile(text: string): number {
  const parse = vi.spyOn(Environment.prototype, 'parse');
  expect(checkConfig(text, known)).toEqual([]);
  return parse.mock.calls.length;
}

afterEach(() => vi.restoreAllMocks());

const many = Array.from({ length: 50 }, (_, at) => at);

function document(more: string, nodes: string): string {
  return `name: d
state: { l: list of number, x: any }
${more}
start: a
nodes:
${nodes}
  z: { final: true }
`;
}

test.each<[string, string]>([
  [
    'of one list',
    document(
      '',
      `  a:\n    next:\n      - &c { when: size(state.l) > 1, to: z }\n${'      - *c\n'.repeat(50)}      - z`,
    ),
  ],
  [
    'of many nodes',
    document(
      '',
      `  a: &n { next: [{ when: size(state.l) > 1, to: z }, z] }\n  s: { next: { all: [${many.map((at) => `n${at}`).join()}], then: z } }\n${many
        .map((at) => `  n${at}: *n`)
        .join('\n')}`,
    ).replace('start: a', 'start: a\non: { go: s }\nevents: { go: nothing }'),
  ],
  [
    'of many events',
    document(
      `events: { ${many.map((at) => `e${at}: { by: string }`).join()} }`,
      `  a: { on: { e0: &u { to: z, update: { x: event.by } }, ${many
        .slice(1)
        .map((at) => `e${at}: *u`)
        .join()} } }`,
    ),
  ],
  [
    'of many graphs',
    document(
      `graphs: { g0: &g { state: { n: number }, start: z, begin: { n: state.n + 1 }, nodes: { z: { final: true } } }, ${many
        .slice(1)
        .map((at) => `g${at}: *g`)
        .join()} }`,
      `  a: { next: z }`,
    ),
  ],
  [
    'of many keys',
    document('', `  a: { next: z }`).replace(
      'x: any',
      `x: any, k0: &k { type: reduce, of: number, from: 0, by: current + update }, ${many
        .slice(1)
        .map((at) => `k${at}: *k`)
        .join()}`,
    ),
  ],
  [
    'of many subgraphs',
    document(
      'graphs: { g: { state: { n: number? }, start: z, begin: { n: 1 }, nodes: { z: { final: true } } } }',
      `  a: { next: { all: [${many.map((at) => `n${at}`).join()}], then: z } }\n  n: &n { graph: g, output: { x: child.state.n }, next: z }\n${many
        .map((at) => `  n${at}: *n`)
        .join('\n')}`,
    ).replace('start: a', 'start: a\non: { go: n }\nevents: { go: nothing }'),
  ],
])('an expression is checked once, however often its text stands at places that see the same: %s', (_, text) => {
  expect(readWhile(text)).toBe(2);
});

test('an expression is checked again where it sees something else', () => {
  const text = document(
    'events: { go: { by: string }, come: { by: number } }',
    '  a: { on: { go: { to: z, update: { x: event.by } }, come: { to: z, update: { x: event.by } } } }',
  );
  expect(readWhile(text)).toBe(4);
});
