import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  append,
  kindOf,
  local,
  merge,
  reduce,
  sum,
  transient,
  union,
  upsert,
  type KeyKind,
} from '../../src/definition/keys.ts';
import { isReplace, replace } from '../../src/definition/replace.ts';
import type { StateEntry } from '../../src/definition/state.ts';

const schema = z.object({ id: z.string() });

const entries: [KeyKind, StateEntry][] = [
  ['set', schema],
  ['set', v.string()],
  ['set', type('string')],
  ['append', append(schema)],
  ['sum', sum(3)],
  ['union', union(schema)],
  ['merge', merge(schema)],
  ['upsert', upsert(schema, 'id')],
  ['reduce', reduce({ schema, initial: 0, apply: (current) => current + 1 })],
  ['local', local(schema)],
  ['transient', transient(schema)],
];

describe('a key of the state', () => {
  test.each(entries)('says its kind: %s', (kind, entry) => {
    expect(kindOf(entry)).toBe(kind);
  });

  test('is a frozen value that keeps what it was made of', () => {
    expect(upsert(schema, 'id')).toEqual({ kind: 'upsert', schema, id: 'id' });
    expect(sum()).toEqual({ kind: 'sum', initial: 0 });
    expect(Object.isFrozen(append(schema))).toBe(true);
  });
});

describe('replace', () => {
  test('is recognised, and nothing else is', () => {
    expect(isReplace(replace([]))).toBe(true);
    expect([[], {}, null, undefined, 'replace', { value: [] }].some(isReplace)).toBe(false);
  });
});
