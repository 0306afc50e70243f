import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checked } from '../../src/page/forms/checked.ts';
import { draftOf, readDraft } from '../../src/page/forms/draft.ts';
import { fieldOf } from '../../src/page/forms/field.ts';
import { problemsOf } from '../../src/page/forms/validate.ts';

const kindOf = (schema: z.ZodType) => fieldOf(z.toJSONSchema(schema)).kind;

describe('a schema becomes fields', () => {
  test.each([
    ['a text', z.string(), 'text'],
    ['a number', z.number(), 'number'],
    ['yes or no', z.boolean(), 'yes-no'],
    ['a choice', z.enum(['good', 'bad']), 'choice'],
    ['literals', z.union([z.literal('a'), z.literal(2)]), 'choice'],
    ['one literal', z.literal('a'), 'fixed'],
    ['null', z.null(), 'fixed'],
    ['a list', z.array(z.string()), 'list'],
    ['an object', z.object({ a: z.string() }), 'record'],
    ['an intersection of objects', z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })), 'record'],
    ['what may be null', z.string().nullable(), 'variants'],
    ['a union', z.union([z.string(), z.number()]), 'variants'],
    ['a record of any keys', z.record(z.string(), z.number()), 'json'],
    ['anything', z.unknown(), 'json'],
  ] as const)('%s', (_, schema, kind) => {
    expect(kindOf(schema)).toBe(kind);
  });

  test('nothing where an event carries nothing', () => {
    expect(fieldOf({ not: {} })).toEqual({ kind: 'fixed', value: undefined });
    expect(fieldOf(undefined).kind).toBe('json');
  });

  test('what may be there is told from what is needed, with what is said of it', () => {
    const schema = z.object({ by: z.string().describe('Who approves'), note: z.string().optional() });
    expect(fieldOf(z.toJSONSchema(schema))).toMatchObject({
      entries: [
        { name: 'by', isNeeded: true, field: { kind: 'text', about: 'Who approves' } },
        { name: 'note', isNeeded: false },
      ],
    });
  });

  test('variants are named by what tells them apart', () => {
    const schema = z.discriminatedUnion('type', [
      z.object({ type: z.literal('retry'), after: z.number() }),
      z.object({ type: z.literal('stop') }),
    ]);
    const field = fieldOf(z.toJSONSchema(schema));
    expect(field.kind === 'variants' && field.variants.map(({ name }) => name)).toEqual(['retry', 'stop']);
  });

  test('a schema that names itself has an end', () => {
    const tree = z.object({
      name: z.string(),
      get under() {
        return z.array(tree).optional();
      },
      get next() {
        return tree.optional();
      },
    });
    const field = fieldOf(z.toJSONSchema(tree));
    expect(field.kind).toBe('record');
    expect(readDraft(field, draftOf(field, { name: 'a', under: [{ name: 'b' }] })).value).toEqual({
      name: 'a',
      under: [{ name: 'b' }],
    });
  });
});

test('what a draft is made of is what it says', () => {
  const schema = z.object({
    text: z.string(),
    count: z.int().min(-1000).max(1000),
    rate: z.number().optional(),
    good: z.boolean(),
    pick: z.enum(['a', 'b', 'c']),
    notes: z.array(z.object({ by: z.string().min(1), tags: z.array(z.enum(['x', 'y'])).optional() })),
    maybe: z.union([z.string(), z.null()]),
    any: z.record(z.string(), z.number()).optional(),
  });
  const field = fieldOf(z.toJSONSchema(schema));
  const by = fc.string({ minLength: 1 });
  const value = fc.record(
    {
      text: fc.string({ minLength: 1 }),
      count: fc.integer({ min: -1000, max: 1000 }),
      rate: fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => (Object.is(each, -0) ? 0 : each)),
      good: fc.boolean(),
      pick: fc.constantFrom('a', 'b', 'c'),
      notes: fc.array(
        fc.record({ by, tags: fc.array(fc.constantFrom('x', 'y')) }, { requiredKeys: ['by'], noNullPrototype: true }),
      ),
      maybe: fc.option(fc.string()),
      any: fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.integer(),
        { noNullPrototype: true },
      ),
    },
    { requiredKeys: ['text', 'count', 'good', 'pick', 'notes', 'maybe'], noNullPrototype: true },
  );
  fc.assert(
    fc.property(value, (given) => {
      const { value: read, problems } = readDraft(field, draftOf(field, given));
      expect(problems).toEqual([]);
      expect(read).toEqual(given);
      expect(problemsOf(z.toJSONSchema(schema), read)).toEqual([]);
    }),
  );
});

describe('what is not filled in', () => {
  const field = fieldOf(
    z.toJSONSchema(
      z.object({
        ok: z.boolean(),
        level: z.enum(['low', 'high']),
        count: z.int(),
        by: z.string(),
        any: z.record(z.string(), z.number()),
        note: z.string().optional(),
      }),
    ),
  );

  test('is named where it is needed', () => {
    expect(readDraft(field, draftOf(field)).problems).toEqual([
      { path: ['ok'], message: 'Say yes or no.' },
      { path: ['level'], message: 'Choose one.' },
      { path: ['count'], message: 'Give a number.' },
      { path: ['by'], message: 'Fill this in. As JSON it may be empty.' },
      { path: ['any'], message: 'Give a value, as JSON.' },
    ]);
    expect(readDraft(field, { ok: true, level: 0, count: '1.5', by: 'ada', any: '{}' }).problems).toEqual([
      { path: ['count'], message: 'Give a whole number.' },
    ]);
  });

  test('is left out where it need not be there', () => {
    expect(readDraft(field, { ok: true, level: 1, count: ' 7 ', by: 'ada', any: '{}', note: '' })).toEqual({
      value: { ok: true, level: 'high', count: 7, by: 'ada', any: {} },
      problems: [],
    });
  });

  test.each([
    ['an answer', z.string(), 'value', '', 'Fill this in. As JSON it may be empty.'],
    ['an answer of which nothing is known', undefined, 'value', undefined, 'Give a value, as JSON.'],
    ['an answer that may be empty', z.object({ note: z.string().optional() }), 'value', {}, undefined],
    ['an update', z.object({ note: z.string().optional() }), 'update', { note: '' }, 'Give at least one value.'],
    ['an update as JSON', undefined, 'update', ' ', 'Give a value, as JSON.'],
    ['an update that somebody wrote as JSON', undefined, 'update', '{}', undefined],
    ['an event', z.string(), 'nothing', undefined, undefined],
    ['an event of which nothing is known', undefined, 'nothing', '', undefined],
  ] as const)('as %s is told where something has to be said', (_, of, needs, draft, message) => {
    const schema = of && z.toJSONSchema(of);
    const { problems } = checked(fieldOf(schema), draft, schema, needs);
    expect(problems).toEqual(message === undefined ? [] : [{ path: [], message }]);
  });

  test('and what is empty can be sent as JSON', () => {
    const schema = z.toJSONSchema(z.object({ by: z.string() }));
    expect(readDraft(fieldOf(schema), { by: '' }).value).toEqual({ by: '' });
    expect(checked({ kind: 'json' }, '{ "by": "" }', schema, 'nothing')).toEqual({ value: { by: '' }, problems: [] });
  });
});

test('text that is no JSON is named as such', () => {
  expect(readDraft({ kind: 'json' }, '{').problems[0]?.message).toContain('no JSON');
  expect(readDraft({ kind: 'json' }, ' ')).toEqual({ value: undefined, problems: [] });
});

test('a default is there from the start', () => {
  const field = fieldOf({
    type: 'object',
    properties: { level: { enum: ['low', 'high'], default: 'high' } },
    required: ['level'],
  });
  expect(readDraft(field, draftOf(field)).value).toEqual({ level: 'high' });
});

describe('a schema has against a value', () => {
  const schema = z.toJSONSchema(
    z.object({
      by: z.string().min(2),
      items: z.array(z.object({ count: z.int().max(3) })),
      'a/b': z.string().optional(),
    }),
  );

  test('what it says beyond its fields, and where', () => {
    const problems = problemsOf(schema, { by: 'a', items: [{ count: 1 }, { count: 9 }] });
    expect(problems.map(({ path }) => path)).toEqual([['by'], ['items', 1, 'count']]);
  });

  test('nothing where it cannot be read', () => {
    expect(problemsOf({ type: 'string', pattern: '(' }, 'a')).toEqual([]);
    expect(problemsOf(undefined, 1)).toEqual([]);
  });
});
