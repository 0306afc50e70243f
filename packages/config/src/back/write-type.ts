import type { Schema } from '@cairn/core';
import type { z } from 'zod';
import { Mistakes } from '../document/mistakes.ts';
import { readDocument } from '../document/read-document.ts';
import type { RegistryParts } from '../registry/registry.ts';
import { readType } from '../values/read-type.ts';
import { boundsOf, defOf } from './bounds.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A type as a document has it: words, a list of values, or a mapping. */
export type WrittenType = string | readonly unknown[] | Fields;

/** A schema as a document writes it, by a name of the registry where it has one; undefined where no type of a document is the same. */
export function writeType(schema: Schema, registry: RegistryParts): WrittenType | undefined {
  const type = told(schema, registry);
  if (type === undefined || !isConstant(type)) return undefined;
  const text = JSON.stringify(type);
  const mistakes = new Mistakes(text);
  const piece = readDocument(text, mistakes);
  if (piece === undefined) return undefined;
  const read = readType({ schemas: registry.schemas ?? {}, mistakes }, piece, '');
  return mistakes.any || looksOf(read.schema) !== looksOf(schema) ? undefined : type;
}

function told(schema: Schema, registry: RegistryParts): WrittenType | undefined {
  const name = nameIn(registry.schemas, schema);
  if (name !== undefined && /^[\p{L}\p{N}_$.-]+$/u.test(name)) return name;
  if (!('_zod' in schema)) return undefined;
  const type = toldByZod(schema as unknown as z.core.$ZodTypes, registry);
  const { description } = schema as { readonly description?: unknown };
  return type === undefined || typeof description !== 'string' ? type : extended(type, { description });
}

/** The name that a registry has something by. */
export function nameIn<Part>(parts: Readonly<Record<string, Part>> | undefined, part: unknown): string | undefined {
  return Object.entries(parts ?? {}).find(([, each]) => each === part)?.[0];
}

function toldByZod(schema: z.core.$ZodTypes, registry: RegistryParts): WrittenType | undefined {
  const def = defOf(schema);
  const bounds = boundsOf(def);
  if (bounds === undefined) return undefined;
  const { isWhole, ...more } = bounds;
  const inner = (each: unknown) => told(each as Schema, registry);
  switch (def.type) {
    case 'string':
      return bounded('string', more);
    case 'number':
      return bounded(isWhole ? 'integer' : 'number', more);
    case 'boolean':
    case 'date':
    case 'bigint':
      return def.type;
    case 'any':
    case 'unknown':
      return 'any';
    case 'undefined':
    case 'void':
      return 'nothing';
    case 'enum':
      return Object.values(def.entries);
    case 'literal':
      return def.values;
    case 'array': {
      const type = holding('list', inner(def.element));
      return type && bounded(type, more);
    }
    case 'record':
      return holding('record', inner(def.valueType));
    case 'object':
      return fieldsOf(def.shape, inner);
    case 'optional':
      // What may be left out, and not be undefined, is no type of a document.
      if (isExact(schema)) return undefined;
      return optional(inner(def.innerType));
    case 'default':
      return withDefault(inner(def.innerType), def);
    default:
      return undefined;
  }
}

function isExact({ _zod: { traits } }: z.core.$ZodType): boolean {
  return traits.has('$ZodExactOptional');
}

function bounded(type: WrittenType, more: Fields): WrittenType {
  return Object.keys(more).length === 0 ? type : extended(type, more);
}

function holding(kind: 'list' | 'record', type: WrittenType | undefined): WrittenType | undefined {
  if (type === undefined) return undefined;
  return typeof type === 'string' && !type.endsWith('?') ? `${kind} of ${type}` : { type: kind, of: type };
}

function fieldsOf(
  shape: Readonly<Record<string, unknown>>,
  inner: (each: unknown) => WrittenType | undefined,
): WrittenType | undefined {
  const fields = Object.entries(shape).map(([key, each]) => [key, inner(each)] as const);
  if (fields.some(([, type]) => type === undefined)) return undefined;
  const made = Object.fromEntries(fields);
  return 'type' in made ? { type: 'object', fields: made } : made;
}

function optional(type: WrittenType | undefined): WrittenType | undefined {
  if (typeof type === 'string') return type.endsWith('?') ? type : `${type}?`;
  return type === undefined || hasDefault(type) ? undefined : extended(type, { optional: true });
}

function withDefault(type: WrittenType | undefined, def: { readonly defaultValue: unknown }): WrittenType | undefined {
  // A default that is made anew each time may be another each time.
  const value = def.defaultValue;
  if (type === undefined || hasDefault(type) || !isConstant(value)) return undefined;
  return JSON.stringify(value) === JSON.stringify(def.defaultValue) ? extended(type, { default: value }) : undefined;
}

function hasDefault(type: WrittenType): boolean {
  return typeof type === 'object' && isDescribed(type) && 'default' in type;
}

function isDescribed(type: WrittenType): boolean {
  return typeof type === 'object' && 'type' in type;
}

/** A type that says more of itself, as a mapping. */
function extended(type: WrittenType, more: Fields): Fields {
  if (typeof type === 'string') return { type, ...more };
  if (Array.isArray(type)) return { type: 'enum', of: type, ...more };
  return isDescribed(type) ? { ...(type as Fields), ...more } : { type: 'object', fields: type, ...more };
}

function isConstant(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
    return isPlain && Object.values(value).every(isConstant);
  }
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/** What a schema says of itself, but for its description; its library where it can say nothing. */
function looksOf(schema: Schema): string {
  const standard = schema['~standard'] as unknown as {
    readonly vendor: string;
    readonly jsonSchema?: { input(options: { readonly target: string }): unknown };
  };
  try {
    const said = standard.jsonSchema?.input({ target: 'draft-2020-12' });
    if (said !== undefined) return JSON.stringify(said, sorted);
  } catch {
    // It has no JSON Schema.
  }
  return standard.vendor;
}

function sorted(_key: string, part: unknown): unknown {
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  const kept = Object.entries(part).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(kept.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
