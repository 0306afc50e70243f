import type { Schema } from '@cairn/core';
import { anything, celNames, listKnown, objectKnown, recordKnown, type Known } from '../cel/known.ts';
import type { NamedKey } from '../registry/registry.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

const plain: ReadonlyMap<unknown, Known> = new Map([
  ['string', { cel: celNames.text }],
  ['number', { cel: celNames.number }],
  ['integer', { cel: celNames.number }],
  ['boolean', { cel: celNames.flag }],
]);

/** What is known of the values of a key that is written in code, by its kind and by what its schema says of itself. */
export function knownOfKey(key: NamedKey): Known {
  if (!('kind' in key)) return knownOfSchema(key);
  if (key.kind === 'sum') return { cel: celNames.number };
  if (key.kind === 'reduce') return anything;
  const item = knownOfSchema(key.schema);
  if (key.kind === 'merge') return recordKnown(item);
  return key.kind === 'local' || key.kind === 'transient' ? item : listKnown(item);
}

/** What is known of the values that a schema gives, by its JSON Schema; nothing where it has none. */
export function knownOfSchema(schema: Schema): Known {
  const { jsonSchema } = schema['~standard'] as unknown as {
    readonly jsonSchema?: { output(options: { readonly target: string }): unknown };
  };
  try {
    return knownOfJson(jsonSchema?.output({ target: 'draft-2020-12' }));
  } catch {
    // It has values that JSON has not.
    return anything;
  }
}

function knownOfJson(said: unknown): Known {
  if (typeof said !== 'object' || said === null) return anything;
  const { type, items, properties, additionalProperties } = said as JsonSchema;
  if (type === 'array') return listKnown(knownOfJson(items));
  if (type !== 'object') return plain.get(type) ?? anything;
  if (typeof properties !== 'object' || properties === null) return recordKnown(knownOfJson(additionalProperties));
  // What may have more than it says is any object.
  if (additionalProperties !== false) return anything;
  return objectKnown(new Map(Object.entries(properties).map(([name, each]) => [name, knownOfJson(each)])));
}
