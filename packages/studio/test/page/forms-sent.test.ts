import fc from 'fast-check';
import { graph, memory, open } from '@cairn/core';
import { decode, encode, jsonOf, type PlanData } from '@cairn/core/inspect';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { draftOf, readDraft } from '../../src/page/forms/draft.ts';
import { fieldOf } from '../../src/page/forms/field.ts';
import { localText } from '../../src/page/forms/local-time.ts';
import { problemsOf } from '../../src/page/forms/validate.ts';
import { takesOf } from '../../src/page/inbox/takes.ts';
import { inputSchema, updateSchema } from '../../src/page/thread/act/state-schema.ts';
import { asMeant, asSent, partNamed } from '../../src/page/values/as-sent.ts';

const oddKey = fc.oneof(
  fc.constantFrom(
    '"',
    '$ref',
    '$date',
    '$$',
    '$~%0022',
    'constructor',
    'toString',
    'a\\b',
    'a/b~c',
    '%41',
    'ключ',
    '🗝',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }).filter((key) => key !== '__proto__'),
);

/** A schema of an object with odd keys, and a value of it. */
const { told } = fc.letrec<{ told: readonly [Record<string, unknown>, unknown] }>((tie) => ({
  told: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.string({ minLength: 1 }).map((text) => [{ type: 'string' }, text] as const),
    fc.integer().map((count) => [{ type: 'integer' }, count] as const),
    fc.dictionary(oddKey, fc.integer(), { maxKeys: 3 }).map((one) => [{ enum: ['other', one] }, one] as const),
    fc.dictionary(oddKey, tie('told'), { maxKeys: 4 }).map((entries) => {
      const parts = Object.entries(entries);
      const properties = Object.fromEntries(parts.map(([key, [schema]]) => [key, schema]));
      const value = Object.fromEntries(parts.map(([key, [, part]]) => [key, part]));
      return [
        { type: 'object', properties, required: parts.map(([key]) => key), additionalProperties: false },
        value,
      ] as const;
    }),
  ),
}));

test('what a form sends of odd keys is what is meant, and what the schema accepts', () => {
  fc.assert(
    fc.property(told, ([schema, value]) => {
      const meant = asMeant(jsonOf(schema));
      expect(meant).toEqual(schema);
      const field = fieldOf(meant);
      const named = field.kind === 'record' ? field.entries.map(({ name }) => name) : [];
      expect(named).toEqual(Object.keys(schema['properties'] ?? {}));
      const { value: sent, problems } = readDraft(field, draftOf(field, jsonOf(value)));
      expect(problems).toEqual([]);
      expect(decode(JSON.stringify(sent))).toEqual(decode(encode(value)));
      expect(problemsOf(meant, sent)).toEqual([]);
    }),
  );
});

test('what an object has that nobody sent is no part of it, and is missed where it is needed', () => {
  const schema = { type: 'object', properties: { constructor: { type: 'string' } }, required: ['constructor'] };
  expect(partNamed({}, 'constructor')).toBeUndefined();
  expect(problemsOf(schema, {})).toHaveLength(1);
  expect(problemsOf(schema, { constructor: 1 }).map(({ path }) => path)).toEqual([['constructor']]);
  const field = fieldOf(schema);
  expect(readDraft(field, {}).value).toEqual({ constructor: '' });
  // No value of a thread may have it, which its server says.
  const proto = fieldOf(JSON.parse('{"properties":{"__proto__":{"type":"string"}},"required":["__proto__"]}'));
  expect(JSON.stringify(readDraft(proto, { ['__proto__']: 'a' }).value)).toBe('{"__proto__":"a"}');
  expect(JSON.stringify(readDraft(proto, {}).value)).toBe('{"__proto__":""}');
});

test('what is written and read of keys by the page is what the server has', () => {
  fc.assert(
    fc.property(fc.dictionary(oddKey, fc.dictionary(oddKey, fc.string())), (value) => {
      expect(asSent(value)).toEqual(jsonOf(value));
      expect(asMeant(jsonOf(value))).toEqual(value);
    }),
  );
});

const tree = z.object({
  'na"me': z.string(),
  get under() {
    return z.array(tree).optional();
  },
});

test('schemas of events, answers, updates and inputs are read as they are, what they refer to in themselves included', async () => {
  const odd = graph({
    name: 'odd',
    state: { 'to/p~%': tree, $ref: z.string().optional() },
    events: { '$grow/': tree },
    start: 'wait',
    nodes: { wait: { on: { '$grow/': 'end' } }, end: { final: true } },
  });
  const store = memory();
  const cairn = open({ store, graphs: [odd] });
  const value = { 'na"me': 'a', under: [{ 'na"me': 'b' }] };
  const { fingerprint } = await (await cairn.start(odd, { 'to/p~%': value })).record();
  const stored: unknown = JSON.parse((await store.plan(fingerprint)) ?? '');
  await cairn.close();
  const plan = jsonOf(stored) as PlanData;
  const schema = partNamed((jsonOf(stored) as { graphs: { '': { events: unknown } } }).graphs[''].events, '$grow/');
  const [take] = takesOf({ questions: [], events: [{ name: '$grow/', schema }] });
  const field = fieldOf(take?.schema);
  expect(field.kind === 'record' && field.entries.map(({ name }) => name)).toEqual(['na"me', 'under']);
  for (const [asked, given] of [
    [take?.schema, value],
    [updateSchema(plan, ''), { 'to/p~%': value, $ref: 'x' }],
    [inputSchema(plan, ['to/p~%']), { 'to/p~%': value }],
  ] as const) {
    const sent = readDraft(fieldOf(asked), draftOf(fieldOf(asked), asSent(given))).value;
    expect(decode(JSON.stringify(sent))).toEqual(given);
    expect(problemsOf(asked, sent)).toEqual([]);
    expect(problemsOf(asked, asSent(JSON.parse(JSON.stringify(given).replace('"b"', '7'))))).not.toEqual([]);
  }
  const input = fieldOf(inputSchema(plan, ['to/p~%']));
  expect(input.kind === 'record' && input.entries.map(({ name, isNeeded }) => [name, isNeeded])).toEqual([
    ['to/p~%', true],
    ['$ref', false],
  ]);
});

test('a moment is sent as its schema says: a date, or a text in UTC', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date(253_402_214_400_000), noInvalidDate: true }), (date) => {
      for (const [schema, value] of [
        [{ $date: true }, date],
        [z.toJSONSchema(z.iso.datetime()), date.toISOString()],
      ] as const) {
        const field = fieldOf(schema);
        expect(field.kind).toBe('moment');
        const { value: sent, problems } = readDraft(field, draftOf(field, jsonOf(value)));
        expect(problems).toEqual([]);
        expect(decode(JSON.stringify(sent))).toEqual(value);
        expect(problemsOf(schema, sent)).toEqual([]);
      }
      const text = localText(date.getTime());
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?$/u);
      expect(localText(Date.parse(text))).toBe(text);
    }),
  );
  const field = fieldOf({ $date: true });
  expect(readDraft(field, '').problems).toEqual([{ path: [], message: 'Give a date and a time.' }]);
});
