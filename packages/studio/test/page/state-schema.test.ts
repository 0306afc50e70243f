import { append, graph, memory, merge, open, sum, union } from '@cairn/core';
import { encode, type PlanData } from '@cairn/core/inspect';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { updateSchema } from '../../src/page/thread/act/state-schema.ts';
import { problemsOf } from '../../src/page/forms/validate.ts';

const tree = z.object({
  name: z.string(),
  get under() {
    return z.array(tree).optional();
  },
});

const made = graph({
  name: 'made',
  state: {
    level: z.enum(['low', 'high']).default('low'),
    notes: append(z.string()),
    people: union(z.string()),
    spent: sum(),
    counts: merge(z.number()),
    tree: tree.optional(),
    placed: z.custom<Date>((value) => value instanceof Date).optional(),
    sent: z.date().optional(),
  },
  start: 'end',
  nodes: { end: { final: true } },
});

/** The plan as the API sends it, and what is made of it. */
let plan: PlanData;
let schema: unknown;

beforeAll(async () => {
  const store = memory();
  const cairn = open({ store, graphs: [made] });
  const { fingerprint } = await (await cairn.start(made, {})).record();
  plan = JSON.parse(encode(JSON.parse((await store.plan(fingerprint)) ?? ''))) as PlanData;
  schema = updateSchema(plan, '');
  await cairn.close();
});

test('an update may say any of the keys, of those that grow what is added', () => {
  const update = {
    level: 'high',
    notes: ['one'],
    people: ['ada'],
    spent: 2,
    tree: { name: 'a', under: [{ name: 'b' }] },
  };
  expect(problemsOf(schema, update)).toEqual([]);
  expect(problemsOf(schema, {})).toEqual([]);
});

test.each([{ level: 'middle' }, { notes: 'one' }, { spent: 'much' }, { other: 1 }, { tree: { name: 1 } }])(
  'and nothing else: %j',
  (update) => {
    expect(problemsOf(schema, update)).not.toEqual([]);
  },
);

test('nothing is said where the plan is not known', () => {
  expect(updateSchema(undefined, '')).toBe(undefined);
  expect(updateSchema(plan, 'gone')).toBe(undefined);
});

test('a date, which no schema tells of, is told by its value', () => {
  const placed = (state: unknown) =>
    (updateSchema(plan, '', state) as { readonly properties: Record<string, unknown> }).properties['placed'];
  expect(placed({ placed: { $date: '2026-11-30T09:00:00.000Z' } })).toEqual({ $date: true });
  expect(placed({})).toEqual({});
});

test('a date, which JSON Schema has no word for, is told by its library', () => {
  const { properties } = updateSchema(plan, '') as { readonly properties: Record<string, unknown> };
  expect(properties['sent']).toEqual({ $date: true });
});
