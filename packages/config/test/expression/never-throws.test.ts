import { isProblem } from '@cairn/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkConfig, defineFromConfig, registry } from '../../src/index.ts';

const none = registry({});

/** A document with an expression at one of the places where one may stand. */
const places: readonly ((written: string) => string)[] = [
  (x) => document(`begin: { x: ${x} }`),
  (x) => document(`begin: ${x}`),
  (x) => document('', `next: [{ when: ${x}, to: z }, z]`),
  (x) => document('', `next: { choose: ${x}, among: [z] }`),
  (x) => document('', `next: { each: ${x}, to: z, then: z, id: ${x}, limit: ${x}, need: ${x}, until: ${x} }`),
  (x) => document('', `after: [{ in: ${x}, to: z }, { at: ${x}, to: z }]`),
  (x) => document('', `on: { go: { when: ${x}, to: z, update: { x: ${x}, n: ${x} } } }`),
  (x) => document('').replace('x: any', `x: any, r: { type: reduce, of: number, from: 0, by: ${x} }`),
];

function document(more: string, of = 'final: true'): string {
  return `name: d
state: { x: any, n: number?, b: bigint?, l: list of string, t: string, d: date?, o: { f: string } }
events: { go: { by: string } }
${more}
start: a
nodes:
  a: { ${of} }
  z: { final: true }
`;
}

const names = ['state.n', 'state.b', 'state.l', 'state.t', 'state.d', 'state.o', 'state.x', 'event', 'event.by', 'now'];
const literals = [
  '1',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '1.5',
  '1e400',
  '"x"',
  'b"x"',
  '2u',
];
const binary = ['+', '-', '*', '/', '%', '==', '!=', '<', '>=', '&&', '||', 'in'];
const methods = ['size', 'startsWith', 'substring', 'getHours', 'split', 'orValue', 'value', 'json', 'at', 'join'];
const functions = [
  'int',
  'double',
  'duration',
  'timestamp',
  'dyn',
  'type',
  'size',
  'spent',
  'replace',
  'string',
  'uint',
];
const loops = ['map', 'filter', 'all', 'exists_one'];

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...names, ...literals, 'true', 'null', 'state', 'thresholds', 'optional.none()', '[]', '{}', 'i'),
    fc.tuple(tie('expression'), fc.constantFrom(...binary), tie('expression')).map((all) => all.join(' ')),
    fc
      .tuple(fc.constantFrom('-', '!'), fc.integer({ min: 1, max: 260 }), tie('expression'))
      .map(([sign, times, of]) => `${sign.repeat(times)}${of}`),
    tie('expression').map((of) => `(${of})`),
    fc.tuple(fc.constantFrom(...functions), tie('expression')).map(([name, of]) => `${name}(${of})`),
    fc
      .tuple(tie('expression'), fc.constantFrom(...methods), fc.array(tie('expression'), { maxLength: 2 }))
      .map(([of, name, args]) => `${of}.${name}(${args.join(', ')})`),
    fc
      .tuple(tie('expression'), fc.constantFrom(...loops), tie('expression'))
      .map(([of, name, each]) => `${of}.${name}(i, ${each})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map(([first, second, third]) => `${first} ? ${second} : ${third}`),
    fc.tuple(tie('expression'), tie('expression')).map(([of, key]) => `${of}[${key}]`),
    fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc.tuple(tie('expression'), tie('expression')).map(([key, value]) => `{${key}: ${value}}`),
    fc.tuple(tie('expression'), tie('expression')).map(([value, result]) => `cel.bind(i, ${value}, ${result})`),
    tie('expression').map((of) => `has(${of})`),
    tie('expression').map((of) => `${of}.?f.orValue(${of})`),
  ),
}));

const words = fc
  .array(
    fc.constantFrom(
      ...names,
      ...literals,
      ...binary,
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      '.',
      '?',
      ':',
      '-',
      '!',
      '"',
      "r'",
      '//',
      '\\',
    ),
  )
  .map((all) => all.join(' '));

const written = fc.oneof(expression, words, fc.string({ unit: 'grapheme' }));

/** Whether a graph is made of a document; where none is, it is said by a problem. */
function isDefined(source: string): boolean {
  try {
    defineFromConfig(source, none);
    return true;
  } catch (error) {
    if (isProblem(error)) return false;
    throw error;
  }
}

test('whatever the expressions of a document are, checkConfig tells what is wrong, and throws nothing', () => {
  fc.assert(
    fc.property(written, fc.constantFrom(...places), (text, place) => {
      const source = place(JSON.stringify(text));
      const mistakes = checkConfig(source, none);
      for (const { line, column } of mistakes) {
        expect(line).toBeGreaterThan(0);
        expect(column).toBeGreaterThan(0);
      }
      expect(isDefined(source)).toBe(mistakes.length === 0);
    }),
    { numRuns: 100 },
  );
});

test.each([
  `${'-'.repeat(251)}1`,
  `${'!'.repeat(251)}true`,
  `${'-'.repeat(399)}1`,
  `state.n${' + 1'.repeat(199)}`,
  `true${' && true'.repeat(199)}`,
  `state.t${'.trim()'.repeat(31)}`,
])('one that is as deep as it may be is read, or told: %s', (text) => {
  for (const place of places) expect(() => checkConfig(place(JSON.stringify(text)), none)).not.toThrow();
});

test.each([
  'int(1e300)',
  'timestamp(1e300)',
  'int(duration("1h"))',
  'double(null)',
  'timestamp(-1)',
  'duration("99999999w")',
])('a constant that nothing can be made of is told: %s', (text) => {
  for (const place of places) expect(() => checkConfig(place(JSON.stringify(text)), none)).not.toThrow();
});
