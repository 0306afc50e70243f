import { isProblem } from '@cairn/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, defineFromConfig, registry, toConfig } from '../../src/index.ts';
import { whole } from '../graph/whole.ts';
import { refundText } from '../refund.ts';

const known = registry({ activities: { act: () => ({}), transfer: () => ({}) } });

/** Scalars that readers of YAML are of many minds about, and what else may stand in a document. */
const odd = fc.constantFrom(
  'yes',
  'no',
  'on',
  'off',
  '~',
  'null',
  'Null',
  '',
  "''",
  '""',
  '.nan',
  '.NaN',
  '.inf',
  '-.inf',
  '+.inf',
  '1e400',
  '0o17',
  '017',
  '0x1F',
  '0b11',
  '1_000',
  '1:30:00',
  '2026-01-31',
  '2026-01-31T12:00:00Z',
  '+1',
  '-0',
  '1.',
  '.5',
  '9007199254740993',
  '123456789012345678901234567890',
  '-99999999999999999999',
  '0x1fffffffffffffffff',
  '!!str 5',
  '!!int x',
  '!!float 1',
  '!!binary aGk=',
  '!!timestamp 2026-01-01',
  '!!set { a }',
  '!x y',
  '!<tag:x> y',
  '&a',
  '&a 1',
  '*a',
  '*b',
  '*',
  '&a *a',
  '&a [*a]',
  '&a { k: *a }',
  '<<: *a',
  '? [a]\n: b',
  '? {a: b}',
  '[a, b]: c',
  '|',
  '>',
  '|2',
  '>-\n  x',
  '|\n\tx',
  '"\\x"',
  '"\\uD800"',
  '"\\',
  "'",
  '[',
  ']',
  '{',
  '}',
  '- ',
  '-',
  '?',
  ':',
  '@',
  '`',
  '%YAML 1.1\n---',
  '%TAG ! x:\n---',
  '---',
  '...',
  '# x',
  '\t',
  '\t- x',
  '\u0000',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\uD800',
  '__proto__: 1',
  'constructor: 1',
  'a: 1\na: 2',
  '{ a: 1, a: 2 }',
  '{ 1: a, "1": b }',
  '{ ? : }',
  'a: b: c',
  'true: 1',
);

/** A place of a text at which a line, a word or a value begins. */
function placesOf(text: string): readonly number[] {
  return Array.from(text.matchAll(/\n|(?<=[:[{,-] )|$/gu), ({ index }) => index);
}

/** A document with something odd in a few places of its text: put in, or in the place of what stood there. */
const documents = fc.constantFrom<string>(whole, refundText).chain((text) => {
  const changed = fc.record({ at: fc.constantFrom(...placesOf(text)), odd, isLine: fc.boolean(), over: fc.nat(12) });
  return fc.array(changed, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes
      .toSorted((left, right) => right.at - left.at)
      .reduce((made, each) => {
        const put = each.isLine ? `\n${each.odd}\n` : each.odd;
        return `${made.slice(0, each.at)}${put}${made.slice(each.at + each.over)}`;
      }, text),
  );
});

const layouts: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `\uFEFF${text}`,
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => text.replaceAll('  ', '\t'),
  (text) => `${text}\n...\n`,
  (text) => `---\n${text}`,
];

/** Checks a text, and that what is told of it stands in it. */
function told(text: string) {
  const mistakes = checkConfig(text, known, { file: 'odd.yaml' });
  const lines = text.split('\n');
  for (const { line, column, code, message } of mistakes) {
    expect(code).not.toBe('');
    expect(message).not.toMatch(/\[object |undefined|native code|\.yaml/u);
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
  }
  return mistakes;
}

/** The code of the problem that something throws; undefined where it throws none. */
function codeOf(action: () => unknown): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    return isProblem(error) ? error.code : error;
  }
}

describe('whatever stands in a document', () => {
  test('is read, or told with its line and column; nothing else is thrown', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom(...layouts), (document, layout) => {
        const text = layout(document);
        const mistakes = told(text);
        expect(codeOf(() => defineFromConfig(text, known))).toBe(mistakes.length === 0 ? undefined : 'config/invalid');
      }),
      { numRuns: 40 },
    );
  });

  test('is read from any text', () => {
    const unit = fc.oneof(odd, fc.constantFrom('\n', ' ', '  ', ': ', '- ', ', ', 'a', 'state', 'name'), fc.string());
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (units) => {
        told(units.join(''));
      }),
      { numRuns: 200 },
    );
  });
});

test('what some readers take for a number, a flag or a date is what YAML 1.2 says', () => {
  const values: Readonly<Record<string, unknown>> = {
    yes: 'yes',
    '017': 17,
    '0o17': 15,
    '0x1F': 31,
    '1_000': '1_000',
    '2026-01-31': '2026-01-31',
    '~': null,
    '1:30': '1:30',
    '.5': 0.5,
    '1e3': 1000,
    '9007199254740991': 9_007_199_254_740_991,
    '1e20': 1e20,
    '100000000000000000000': 1e20,
    '1152921504606846976': 2 ** 60,
    '1152921504606847000': 2 ** 60,
    '-9007199254740992': -(2 ** 53),
  };
  const lines = Object.keys(values).map((value, at) => `  v${at}: ${value}\n`);
  const text = `name: n\nthresholds:\n${lines.join('')}state: {}\nstart: e\nnodes: { e: { final: true } }\n`;
  const { thresholds } = toConfig(defineFromConfig(text, known)).document as { readonly thresholds: object };
  expect(Object.values(thresholds)).toEqual(Object.values(values));
});
