/**
 * What is asked for, out of a JSON Schema: fields that a person fills in. Whatever a schema says beyond that is held against the value
 * when it is there; what has no field is written as JSON. The schema has its keys as they are, and all values of fields are as the API
 * takes them.
 */

import { asSent } from '../values/as-sent.ts';
import { stepsIn } from './pointer.ts';
import { problemsOf } from './validate.ts';

/** Says of a schema that what it describes is a date, and no text: JSON Schema has no word for that. */
export const dateKeyword = '$date';

/** Says the same of a bigint. */
export const bigintKeyword = '$bigint';

interface Said {
  readonly title?: string;
  readonly about?: string;
  /** What it is before anything is filled in. */
  readonly initial?: unknown;
}

export type Field = Said &
  (
    | {
        readonly kind: 'text';
        readonly isLong: boolean;
        readonly format?: string;
        readonly most?: number;
        /** Whether the schema takes a text without characters. */
        readonly mayBeEmpty?: true;
      }
    | { readonly kind: 'number'; readonly isWhole: boolean; readonly least?: number; readonly most?: number }
    /** A whole number of any size. */
    | { readonly kind: 'bigint' }
    /** A moment: a date, or a text that says one. */
    | { readonly kind: 'moment'; readonly isDate: boolean }
    | { readonly kind: 'yes-no' }
    | { readonly kind: 'choice'; readonly values: readonly unknown[] }
    /** Nothing to fill in: there is one value, or none. */
    | { readonly kind: 'fixed'; readonly value: unknown }
    | { readonly kind: 'list'; item(): Field }
    | { readonly kind: 'record'; readonly entries: readonly Entry[] }
    | { readonly kind: 'variants'; readonly variants: readonly Variant[] }
    | { readonly kind: 'json' }
  );

export interface Entry {
  readonly name: string;
  readonly isNeeded: boolean;
  readonly field: Field;
}

export interface Variant {
  readonly name: string;
  readonly field: Field;
}

type Schema = Readonly<Record<string, unknown>>;

/** How deep fields lie in fields; schemas that name themselves have no end. */
const deepest = 5;

/** The fields for what a schema describes; JSON where it describes nothing that is known. */
export function fieldOf(schema: unknown): Field {
  return read(schema, { root: schema, depth: 0 });
}

/** Whether what a schema describes is nothing at all: then there is nothing to fill in. */
export function isOfNothing(schema: unknown): boolean {
  const field = fieldOf(schema);
  return field.kind === 'fixed' && field.value === undefined;
}

interface Place {
  readonly root: unknown;
  readonly depth: number;
}

function read(given: unknown, place: Place): Field {
  if (given === false) return { kind: 'fixed', value: undefined };
  if (!isSchema(given)) return { kind: 'json' };
  const schema = resolved(given, place.root);
  const said = saidIn(schema);
  return { ...(place.depth > deepest ? { kind: 'json' as const } : bare(schema, place)), ...said };
}

function bare(schema: Schema, place: Place): Field {
  if (schema[dateKeyword] === true) return { kind: 'moment', isDate: true };
  if (schema[bigintKeyword] === true) return { kind: 'bigint' };
  if ('const' in schema) return { kind: 'fixed', value: asSent(schema['const']) };
  if (isSchema(schema['not']) && Object.keys(schema['not']).length === 0) return { kind: 'fixed', value: undefined };
  if (Array.isArray(schema['enum'])) return choice(schema['enum'].map(asSent));
  const variants = schema['anyOf'] ?? schema['oneOf'];
  if (Array.isArray(variants)) return variantsOf(variants as readonly unknown[], place);
  if (Array.isArray(schema['allOf'])) return allOf(schema, schema['allOf'] as readonly unknown[], place);
  const { type } = schema;
  if (Array.isArray(type)) {
    return variantsOf(
      (type as readonly unknown[]).map((each) => ({ ...schema, type: each })),
      place,
    );
  }
  return ofType(type ?? ('properties' in schema ? 'object' : undefined), schema, place);
}

function ofType(type: unknown, schema: Schema, place: Place): Field {
  switch (type) {
    case 'string':
      return schema['format'] === 'date-time' ? { kind: 'moment', isDate: false } : textField(schema);
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        isWhole: type === 'integer',
        ...bound('least', schema['minimum']),
        ...bound('most', schema['maximum']),
      };
    case 'boolean':
      return { kind: 'yes-no' };
    case 'null':
      return { kind: 'fixed', value: null };
    case 'array':
      return isSchema(schema['items'])
        ? { kind: 'list', item: () => read(schema['items'], { ...place, depth: place.depth + 1 }) }
        : { kind: 'json' };
    case 'object':
      return recordOf(schema, place);
    default:
      return { kind: 'json' };
  }
}

function textField(schema: Schema): Field {
  const { format, maxLength } = schema;
  const isLong = format === undefined && (typeof maxLength !== 'number' || maxLength > 120);
  const mayBeEmpty = problemsOf(schema, '').length === 0;
  return {
    kind: 'text',
    isLong,
    ...(typeof format === 'string' && { format }),
    ...bound('most', maxLength),
    ...(mayBeEmpty && { mayBeEmpty }),
  };
}

function recordOf(schema: Schema, place: Place): Field {
  const properties = schema['properties'];
  if (!isSchema(properties)) return { kind: 'json' };
  const needed = new Set(Array.isArray(schema['required']) ? (schema['required'] as readonly unknown[]) : []);
  const entries = Object.entries(properties).map(([name, each]): Entry => {
    return { name, isNeeded: needed.has(name), field: read(each, { ...place, depth: place.depth + 1 }) };
  });
  return { kind: 'record', entries };
}

/** One of several: a choice where each is one value, and otherwise which of them, then its fields. */
function variantsOf(schemas: readonly unknown[], place: Place): Field {
  const fields = schemas.map((each) => read(each, { ...place, depth: place.depth + 1 }));
  const [only, ...others] = fields;
  if (only !== undefined && others.length === 0) return only;
  const values = fields.map((field) => {
    return field.kind === 'fixed' ? [field.value] : field.kind === 'choice' ? field.values : undefined;
  });
  if (values.every((each) => each !== undefined)) return choice(values.flat());
  return { kind: 'variants', variants: fields.map((field, at) => ({ name: variantName(field, at), field })) };
}

function allOf(schema: Schema, all: readonly unknown[], { root, depth }: Place): Field {
  const parts = [schema, ...all.map((each) => (isSchema(each) ? resolved(each, root) : {}))];
  if (!parts.slice(1).every((each) => isSchema(each['properties']))) return { kind: 'json' };
  const properties = Object.fromEntries(parts.flatMap((each) => Object.entries(each['properties'] ?? {}))) as Schema;
  const required = parts.flatMap((each) => (Array.isArray(each['required']) ? (each['required'] as unknown[]) : []));
  return recordOf({ properties, required }, { root, depth });
}

function choice(values: readonly unknown[]): Field {
  return values.length === 1 ? { kind: 'fixed', value: values[0] } : { kind: 'choice', values };
}

const names: Readonly<Record<Field['kind'], string>> = {
  text: 'text',
  number: 'number',
  bigint: 'whole number of any size',
  moment: 'date and time',
  'yes-no': 'yes or no',
  choice: 'one of these',
  fixed: 'nothing',
  list: 'list',
  record: 'fields',
  variants: 'one of several',
  json: 'JSON',
};

function variantName(field: Field, at: number): string {
  if (field.title !== undefined) return field.title;
  if (field.kind === 'fixed') return field.value === undefined ? 'nothing' : JSON.stringify(field.value);
  if (field.kind !== 'record') return names[field.kind];
  // What tells records apart is an entry with one value.
  const told = field.entries.find((each) => each.field.kind === 'fixed' && typeof each.field.value === 'string');
  if (told?.field.kind === 'fixed') return String(told.field.value);
  return field.entries.length === 0 ? `fields ${at + 1}` : field.entries.map(({ name }) => name).join(', ');
}

function resolved(schema: Schema, root: unknown): Schema {
  let found = schema;
  for (let hops = 0; hops < 10 && typeof found['$ref'] === 'string'; hops += 1) {
    const { $ref, ...rest } = found;
    const there = atPointer(root, $ref);
    if (!isSchema(there)) return rest;
    found = { ...there, ...rest };
  }
  return found;
}

/** What a pointer within the schema names: `#/$defs/tree`. */
function atPointer(root: unknown, pointer: string): unknown {
  if (!pointer.startsWith('#')) return undefined;
  return stepsIn(pointer).reduce<unknown>((at, key) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Schema)[key] : undefined;
  }, root);
}

function saidIn(schema: Schema): Said {
  const { title, description } = schema;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { about: description }),
    ...('default' in schema && { initial: asSent(schema['default']) }),
  };
}

function bound<Name extends string>(name: Name, given: unknown): Partial<Record<Name, number>> {
  const isReal = typeof given === 'number' && Math.abs(given) < Number.MAX_SAFE_INTEGER;
  return isReal ? ({ [name]: given } as Record<Name, number>) : {};
}

function isSchema(given: unknown): given is Schema {
  return typeof given === 'object' && given !== null && !Array.isArray(given);
}
