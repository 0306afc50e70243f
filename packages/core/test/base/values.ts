import fc from 'fast-check';

/** A string with the characters that storage gets wrong: NUL, lone surrogates, quotes, `$`. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('\u0000', '\ud800', '\udfff', '$', '"', '\\', 'é', '😀', '\u2028'), { maxLength: 6 })
    .map((parts) => parts.join('')),
);

const key: fc.Arbitrary<string> = fc
  .oneof(text, fc.constantFrom('$date', '$$date', '$', '$class', 'toJSON', 'constructor', 'length', '0', 'then'))
  .filter((name) => name !== '__proto__');

const primitive: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.boolean(),
  fc.double(),
  fc.integer(),
  fc.bigInt(),
  fc.constantFrom(
    null,
    undefined,
    Number.NaN,
    -0,
    0,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    2 ** 53,
    5e-324,
  ),
);

const builtIn: fc.Arbitrary<unknown> = fc.oneof(
  fc.date({ noInvalidDate: false }),
  fc.uint8Array(),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.webUrl().map((url) => new URL(url)),
  fc.constantFrom(/a/gu, /[/\]]+\n/iy, new RegExp(''), new RegExp('/')),
);

const standardErrors = [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError];

/** Any value as JSON brings it back: without -0, which it has no word for. */
export const json: fc.Arbitrary<unknown> = fc.jsonValue().map((any): unknown => JSON.parse(JSON.stringify(any)));

/** Any value that state may hold, nested every way. */
export const value: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    primitive,
    builtIn,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => new Set(items)),
    fc
      .record({ kind: fc.constantFrom(...standardErrors), message: text, cause: tie('value'), code: tie('value') })
      .map(({ kind: StandardError, message, cause, code }) =>
        Object.assign(new StandardError(message, { cause }), { code }),
      ),
    fc
      .tuple(text, fc.array(tie('value'), { maxLength: 3 }))
      .map(([message, errors]) => new AggregateError(errors, message)),
  ),
})).value;
