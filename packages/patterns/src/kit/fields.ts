import type { InferInput, InferOutput, Schema } from '@cairn/core';
import { isPromise } from './heard.ts';

type Fields = Readonly<Record<string, Schema>>;

/** The record that a schema by field takes. What may be `undefined` may be absent. */
type Fitting<Of extends Fields, Way extends 'input' | 'output'> = {
  readonly [Name in keyof Of]: Way extends 'input' ? InferInput<Of[Name]> : InferOutput<Of[Name]>;
};

/** A schema of a record, of schemas of whatever library by field. Other fields are refused. */
export function fields<const Of extends Fields>(of: Of): Schema<Fitting<Of, 'input'>, Fitting<Of, 'output'>> {
  const validate = (given: unknown) => {
    if (typeof given !== 'object' || given === null) return { issues: [{ message: 'Expected a record.' }] };
    const other = Object.keys(given).find((name) => !Object.hasOwn(of, name));
    if (other !== undefined) return { issues: [{ message: `"${other}" is none of its fields.`, path: [other] }] };
    const issues = [];
    const value: Record<string, unknown> = {};
    for (const [name, schema] of Object.entries(of)) {
      const found = schema['~standard'].validate((given as Record<string, unknown>)[name]);
      if (isPromise(found)) throw new TypeError(`The schema of "${name}" is asynchronous.`);
      if (found.issues !== undefined)
        issues.push(...found.issues.map((issue) => ({ ...issue, path: [name, ...(issue.path ?? [])] })));
      else if (found.value !== undefined) value[name] = found.value;
    }
    return issues.length > 0 ? { issues } : { value };
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate } } as never;
}

/** {@link fields} that say what they are, as far as the schemas do: whoever sends such a record is shown a form of it. */
export function toldFields<const Of extends Fields>(of: Of): Schema<Fitting<Of, 'input'>, Fitting<Of, 'output'>> {
  const { '~standard': standard } = fields(of);
  const told = (way: 'input' | 'output') => (options: object) => ({
    type: 'object',
    properties: Object.fromEntries(Object.entries(of).map(([name, schema]) => [name, toldOf(schema, way, options)])),
    required: Object.keys(of).filter((name) => isNeeded(of[name] as Schema)),
    additionalProperties: false,
  });
  return { '~standard': { ...standard, jsonSchema: { input: told('input'), output: told('output') } } } as never;
}

interface Told {
  readonly jsonSchema?: Readonly<Record<'input' | 'output', (options: object) => object>>;
}

/** What a schema says of itself; nothing where it refers to itself, as it stands in another place here. */
function toldOf(schema: Schema, way: 'input' | 'output', options: object): object {
  const told = (schema['~standard'] as unknown as Told).jsonSchema?.[way](options) ?? {};
  const { $schema: _, ...said } = told as Readonly<Record<string, unknown>>;
  return JSON.stringify(said).includes('"$ref"') ? {} : said;
}

function isNeeded(schema: Schema): boolean {
  const found = schema['~standard'].validate(undefined);
  return isPromise(found) || found.issues !== undefined;
}
