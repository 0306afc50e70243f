import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { describe, expect, test } from 'vitest';
import { Mistakes } from '../src/document/mistakes.ts';
import { readDocument } from '../src/document/read-document.ts';
import { checkShape } from '../src/shape/check-shape.ts';
import { schema } from '../src/shape/schema.ts';
import { refundText } from './refund.ts';

const published = JSON.parse(readFileSync(new URL('../schema.json', import.meta.url), 'utf8')) as object;
const isValid = new Ajv2020({ strict: false }).compile(published);

/** Whether a document has the shape that is asked for, as this package finds. */
function fits(text: string): boolean {
  const mistakes = new Mistakes(text);
  const piece = readDocument(text, mistakes);
  if (piece !== undefined) checkShape(schema, piece, mistakes);
  return !mistakes.any;
}

const wide = `
name: wide
description: all there is
version: '1'
thresholds: { small: 50, names: [a, b], more: { x: true } }
state:
  a: string
  b: { type: number, min: 0, max: 3, default: 1, optional: true }
  c: [x, 1, null]
  d: { type: append, of: { id: string } }
  e: { type: sum, from: 3 }
  f: { type: upsert, of: { id: string }, id: id }
  g: { type: reduce, of: number, from: 0, by: current + update }
  h: { type: object, fields: { type: string } }
  i: { type: enum, of: [a] }
  j: { k: { l: list of string } }
events: { go: nothing, stop: , pay: { amount: number } }
questions: { sure: boolean }
services: [bank]
limits: { transitions: 3, tokens: { max: unlimited, per: day } }
begin: { a: '"x"' }
start: a
on: { stop: end }
after: { 7d: end }
migrate: [{ from: '0', nodes: { x: a } }]
graphs: { inner: { state: {}, start: a, nodes: { a: { final: true } } } }
nodes:
  a:
    run: go
    with: { list: [1, state.a, { b: true }] }
    verify: ok
    retry: { attempts: 2, backoff: 1s, factor: 1.5, max: 1h, jitter: 0.5, when: 'true' }
    timeout: 5m
    cache: { key: state.a, ttl: 1h }
    writes: [a]
    next: { choose: state.a, among: [b, c] }
  b: { next: { all: [c, { to: d, needs: [c] }], then: e, need: any, merge: { a: '"x"' } } }
  c: { next: { each: state.x, to: d, then: e, id: x, needs: y, limit: 3, need: 2, onError: end } }
  d: { graph: inner, input: { a: 1 }, output: '{}', share: [a], onError: [{ to: e, keep: true }, end], next: [{ when: 'true', to: e, label: x }, end] }
  e: { on: { go: [{ update: { a: 1 } }, end] }, after: [{ in: 3h, to: end }, { at: now, update: '{}' }] }
  end: { final: true, label: the end, description: of it }
`;

describe('the JSON Schema that is published', () => {
  test('is what documents are checked by; scripts/config-schema.ts writes it', () => {
    expect(published).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  test('takes what the package takes', () => {
    expect(fits(wide)).toBe(true);
    expect(isValid(parse(wide))).toBe(true);
    expect(fits(refundText)).toBe(true);
  });

  test('and the package are of one mind about documents that were changed anywhere', () => {
    const paths = pathsIn(parse(wide));
    const values = fc.constantFrom<unknown>(
      'x',
      '',
      'list',
      'append of string',
      3,
      -1,
      0.5,
      true,
      false,
      null,
      [],
      ['x'],
      [1],
      {},
      { to: 'x' },
      { when: 'x' },
      { type: 'list' },
      { type: 'append', of: 'x' },
      { of: 'x' },
      { x: 1 },
      { all: [], then: 'x' },
    );
    const change = fc.record({
      path: fc.constantFrom(...paths),
      how: fc.oneof(
        fc.record({ set: values }),
        fc.record({ add: fc.constantFrom('to', 'type', 'of', 'zzz', 'when', 'each', 'then'), value: values }),
        fc.constant({ drop: true as const }),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
        const document = changes.reduce<unknown>((made, { path, how }) => changed(made, path, how), parse(wide));
        const found = fits(stringify(document, { aliasDuplicateObjects: false }));
        expect({ fits: found, document }).toEqual({ fits: isValid(document), document });
      }),
      { numRuns: 60 },
    );
  });
});

type How = { readonly set?: unknown; readonly add?: string; readonly value?: unknown; readonly drop?: true };

function pathsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsIn(each, [...path, key]))];
}

function changed(value: unknown, [key, ...rest]: readonly string[], how: How): unknown {
  if (key !== undefined && (typeof value !== 'object' || value === null || !(key in value))) return value;
  if (key === undefined) {
    if ('set' in how) return how.set;
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
    return how.add !== undefined && isMapping ? { ...value, [how.add]: how.value } : value;
  }
  const copy: Record<string, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) };
  if (rest.length === 0 && how.drop === true && !Array.isArray(copy)) delete copy[key];
  else copy[key] = changed(copy[key], rest, how);
  return copy;
}
