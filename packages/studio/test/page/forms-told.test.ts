import { Validator } from '@cfworker/json-schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checked } from '../../src/page/forms/checked.ts';
import { draftNamed, draftOf, type Draft } from '../../src/page/forms/draft.ts';
import { isClosed } from '../../src/page/forms/drawn.ts';
import { fieldOf, type Field } from '../../src/page/forms/field.ts';
import { whyNoNumber, whyNoNumbersIn } from '../../src/page/forms/number-text.ts';
import { problemsOf } from '../../src/page/forms/validate.ts';
import { asMeant } from '../../src/page/values/as-sent.ts';

const name = fc.constantFrom('a', 'b', 'c');

/** JSON Schemas of what forms have fields for, and of what they have none for: tuples, lists of lists, maps. */
const { schema: anySchema } = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ type: fc.constant('string'), minLength: fc.nat(3) }, { requiredKeys: ['type'] }),
    fc.record(
      { type: fc.constantFrom('number', 'integer'), minimum: fc.nat(9), exclusiveMaximum: fc.nat(9) },
      { requiredKeys: ['type'] },
    ),
    fc.constantFrom(
      { type: 'boolean' },
      { type: 'null' },
      { const: 'yes' },
      { enum: ['x', 'y', 3] },
      { type: 'string', pattern: '^a' },
      { type: 'string', format: 'email' },
      { not: { type: 'string' } },
      { not: {} },
      {},
    ),
    fc.record(
      { type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(2), uniqueItems: fc.boolean() },
      { requiredKeys: ['type', 'items'] },
    ),
    fc
      .array(tie('schema'), { minLength: 1, maxLength: 2 })
      .map((prefixItems) => ({ type: 'array', prefixItems, items: false })),
    tie('schema').map((contains) => ({ type: 'array', contains })),
    tie('schema').map((values) => ({ type: 'object', propertyNames: { maxLength: 1 }, additionalProperties: values })),
    fc
      .tuple(fc.array(tie('schema'), { minLength: 1, maxLength: 3 }), fc.constantFrom('anyOf', 'oneOf'))
      .map(([all, word]) => ({ [word]: all })),
    fc
      .tuple(fc.dictionary(name, tie('schema'), { noNullPrototype: true }), fc.array(name), fc.boolean())
      .map(([properties, required, isOpen]) => ({
        type: 'object',
        properties,
        required,
        additionalProperties: isOpen,
      })),
  ),
}));

const anyValue = fc.jsonValue({ maxDepth: 3, stringUnit: fc.constantFrom('a', 'b', '@', '1') });
const text = fc.constantFrom(
  '',
  'a',
  '7',
  '-1',
  '0.5',
  'Infinity',
  '1e400',
  '0x10',
  '9007199254740993',
  '[1,2]',
  '{"a":1e999}',
  'null',
  '{',
  '["a"]',
  '{"zz":{}}',
);

/** A draft that somebody may have filled in: of a value, with texts of their own, and other variants chosen. */
function anyDraft(field: Field, next: <Value>(of: fc.Arbitrary<Value>) => Value, value: unknown): Draft {
  switch (field.kind) {
    case 'record':
      return Object.fromEntries(
        field.entries.map((entry) => {
          const part = (value as Readonly<Record<string, unknown>> | null | undefined)?.[entry.name];
          const isLeft = !entry.isNeeded && next(fc.boolean());
          return [entry.name, isLeft ? undefined : anyDraft(entry.field, next, part)];
        }),
      );
    case 'list':
      return Array.from({ length: next(fc.nat(2)) }, () => anyDraft(field.item(), next, undefined));
    case 'variants': {
      const at = next(fc.nat(field.variants.length - 1));
      return { at, of: anyDraft(field.variants[at]?.field ?? { kind: 'json' }, next, value) };
    }
    case 'yes-no':
    case 'choice':
    case 'fixed':
      return draftOf(field, value);
    default:
      return next(fc.boolean()) ? draftOf(field, value) : next(text);
  }
}

/** Where something of a draft is drawn, and so may have a message beside it. */
function drawn(field: Field, draft: Draft, path: readonly (string | number)[] = []): readonly string[] {
  const here = JSON.stringify(path);
  if (field.kind === 'record')
    return [
      here,
      ...field.entries.flatMap((entry) => {
        const own = draftNamed(draft, entry.name);
        return isClosed(entry, own) ? [] : drawn(entry.field, own, [...path, entry.name]);
      }),
    ];
  if (field.kind === 'list')
    return [
      here,
      ...(Array.isArray(draft) ? (draft as readonly Draft[]) : []).flatMap((each, at) =>
        drawn(field.item(), each, [...path, at]),
      ),
    ];
  if (field.kind !== 'variants') return [here];
  const { at = 0, of } = (draft ?? {}) as { at?: number; of?: Draft };
  return drawn(field.variants[at]?.field ?? { kind: 'json' }, of, path);
}

test('what does not fit a schema is not sent, and has a message at a field that is drawn', () => {
  fc.assert(
    fc.property(anySchema, anyValue, fc.gen(), (schema, given, gen) => {
      const field = fieldOf(schema);
      const draft = anyDraft(field, (of) => gen(() => of), given);
      const { value, problems } = checked(field, draft, schema, 'nothing');
      const places = new Set(drawn(field, draft));
      expect(problems.filter(({ path, message }) => message === '' || !places.has(JSON.stringify(path)))).toEqual([]);
      if (problems.length > 0 || value === undefined) return;
      // What is sent is what was meant, and fits.
      const sent: unknown = JSON.parse(JSON.stringify(value));
      expect(sent).toEqual(value);
      expect(new Validator(schema, '2020-12').validate(asMeant(sent)).errors).toEqual([]);
    }),
  );
});

test('whatever is written as JSON for a schema is sent as it is, or has a message', () => {
  fc.assert(
    fc.property(
      anySchema,
      fc.oneof(
        anyValue.map((value) => JSON.stringify(value)),
        text,
      ),
      (schema, json) => {
        const { value, problems } = checked({ kind: 'json' }, json, schema, 'value');
        expect(problems.filter(({ path }) => path.length > 0)).toEqual([]);
        if (problems.length > 0) return;
        expect(JSON.parse(JSON.stringify(value))).toEqual(JSON.parse(json));
        expect(new Validator(schema, '2020-12').validate(asMeant(value)).valid).toBe(true);
      },
    ),
  );
});

describe('a number', () => {
  test.each([
    ['12', undefined],
    ['+1.50', undefined],
    ['-0', undefined],
    ['.5', undefined],
    ['1e21', undefined],
    ['1E-7', undefined],
    ['9007199254740992', undefined],
    ['123456789012345680000', undefined],
    ['', 'Give a number.'],
    ['.', 'Give a number.'],
    ['1,5', 'Give a number.'],
    ['0x10', 'Give a number in decimal digits.'],
    ['Infinity', 'Give a number in decimal digits.'],
    ['1e400', 'This is larger than any number that can be kept.'],
    ['9007199254740993', 'This has more digits than can be kept: it would be 9007199254740992.'],
    ['0.1000000000000000000001', 'This has more digits than can be kept: it would be 0.1.'],
    ['1e-400', 'This has more digits than can be kept: it would be 0.'],
  ])('%j is kept as it is, or it is told why not', (written, why) => {
    expect(whyNoNumber(written)).toBe(why);
  });

  test('is kept as it was written, or refused', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(whyNoNumber(String(number))).toBeUndefined();
        expect(whyNoNumber(number.toExponential())).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.bigInt(), (whole) => {
        const isKept = BigInt(Number(whole)) === whole || String(Number(whole)) === String(whole);
        expect(whyNoNumber(String(whole)) === undefined).toBe(isKept);
      }),
    );
  });

  test('in JSON is held to the same, and not what stands in a text', () => {
    expect(whyNoNumbersIn('{"a": [1, -2.5e3, "1e400 \\" 9007199254740993"]}')).toBeUndefined();
    expect(whyNoNumbersIn('{"a": [1, 1e400]}')).toMatch(/^1e400: /u);
    expect(whyNoNumbersIn('9007199254740993')).toMatch(/^9007199254740993: /u);
  });

  test('that is a bigint takes digits, and is sent as one', () => {
    const field = fieldOf({ $bigint: true });
    expect(draftOf(field, { $bigint: '12' })).toBe('12');
    for (const [written, value] of [
      [' 012 ', { $bigint: '12' }],
      ['-9007199254740993', { $bigint: '-9007199254740993' }],
      ['1.5', undefined],
      ['1e3', undefined],
      ['', undefined],
    ] as const) {
      const read = checked(field, written, { $bigint: true }, 'value');
      expect([read.value, read.problems.map(({ message }) => message)]).toEqual([
        value,
        value === undefined ? ['Give a whole number, in digits.'] : [],
      ]);
    }
  });
});

describe('a message says what is right', () => {
  const contact = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mail'), address: z.email() }),
    z.object({ kind: z.literal('phone'), number: z.string().min(3) }),
    z.object({ kind: z.literal('none') }),
  ]);
  const of = (schema: z.ZodType, draft: Draft) => {
    const json = z.toJSONSchema(schema);
    return checked(fieldOf(json), draft, json, 'value').problems;
  };
  const told = (schema: z.ZodType, value: unknown) =>
    problemsOf(z.toJSONSchema(schema), value).map(({ path, message }) => [path.join('.'), message]);

  test('of the variant that was chosen alone', () => {
    expect(of(z.object({ contact }), { contact: { at: 0, of: { address: 'ada' } } })).toEqual([
      { path: ['contact', 'address'], message: 'Give an e-mail address, such as ada@example.com.' },
    ]);
    const nested = z.union([z.object({ a: z.union([z.string().min(2), z.array(z.number())]) }), z.string()]);
    expect(of(nested, { at: 0, of: { a: { at: 0, of: 'x' } } })).toEqual([
      { path: ['a'], message: 'Give at least 2 characters.' },
    ]);
  });

  test('and in JSON of the one that is meant', () => {
    expect(told(contact, { kind: 'phone', number: '1' })).toEqual([['number', 'Give at least 3 characters.']]);
    expect(told(contact, { kind: 'fax' })).toEqual([['', 'This is nothing of what may stand here.']]);
    expect(told(z.union([z.string(), z.number()]), true)).toEqual([['', 'Give a text or a number.']]);
  });

  test.each([
    [
      'a tuple',
      z.object({ pair: z.tuple([z.string(), z.number()]) }),
      { pair: '[1, 2]' },
      [['pair'], 'item 1: Give a text.'],
    ],
    [
      'a map',
      z.object({ by: z.record(z.string(), z.number()) }),
      { by: '{ "a": "x" }' },
      [['by'], '"a": Give a number.'],
    ],
    ['a text without characters', z.object({ by: z.string().min(3) }), { by: '' }, [['by'], 'Fill this in.']],
    ['an address without characters', z.object({ by: z.email() }), { by: '' }, [['by'], 'Fill this in.']],
    [
      'a text that may have none',
      z.object({ by: z.string() }),
      { by: '' },
      [['by'], 'Fill this in. As JSON it may be empty.'],
    ],
    [
      'a list that is too short',
      z.object({ all: z.array(z.string()).min(1) }),
      { all: [] },
      [['all'], 'Give at least 1.'],
    ],
    [
      'an item without a value',
      z.object({ all: z.array(z.record(z.string(), z.string())) }),
      { all: [''] },
      [['all', 0], 'Give a value, as JSON.'],
    ],
    [
      'a number that is too small',
      z.object({ count: z.number().min(3) }),
      { count: '2' },
      [['count'], 'Give 3 or more.'],
    ],
    [
      'a number of a choice of null',
      z.object({ count: z.number().nullable() }),
      { count: { at: 0, of: '1e999' } },
      [['count'], 'This is larger than any number that can be kept.'],
    ],
  ] as const)('of %s', (_, schema, draft, [path, message]) => {
    expect(of(schema, draft as Draft)).toEqual([{ path, message }]);
  });

  test.each([
    [{ type: 'object', properties: { a: {} }, additionalProperties: false }, { b: 1 }, '"b" is not known here.'],
    [{ type: 'array', uniqueItems: true }, [1, 2, 1], 'Item 1 and Item 3 are the same.'],
    [{ type: ['string', 'null'] }, 3, 'Give a text or null.'],
    [{ enum: ['x', 3] }, 4, 'Give one of "x",3.'],
    [{ maxLength: 1 }, 'ab', 'Give at most 1 character.'],
    [{ exclusiveMinimum: 3 }, 3, 'Give more than 3.'],
    [{ multipleOf: 5 }, 3, 'Give a multiple of 5.'],
    [{ oneOf: [{}, true] }, 3, 'This is more than one of what may stand here.'],
    [false, 3, undefined],
  ] as const)('of %j and %j', (schema, value, message) => {
    expect(problemsOf(schema, value).map((each) => each.message)).toEqual(message === undefined ? [] : [message]);
  });

  test('of what is missing, where it is to be', () => {
    expect(problemsOf({ type: 'object', required: ['a"b'] }, {})).toEqual([
      { path: ['a"b'], message: 'This has to be there.' },
    ]);
  });
});
