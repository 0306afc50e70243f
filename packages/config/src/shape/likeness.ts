import { meant } from '../document/meant.ts';
import { entryOf, textOf, type MappingPiece, type Piece } from '../document/piece.ts';
import type { JsonSchema } from './json-schema.ts';
import { standsFor } from './word-instead.ts';

/** The texts of which a schema takes one. */
export function textsOf({ enum: values = [] }: JsonSchema): readonly string[] {
  return values.filter((each) => typeof each === 'string');
}

/** Whether a scalar is within what a schema of its kind allows. */
export function isWithin(schema: JsonSchema, piece: Piece): boolean {
  if (piece.kind !== 'scalar') return true;
  const { value } = piece;
  if (schema.enum !== undefined) return schema.enum.some((each) => each === value);
  if (typeof value === 'number') {
    if (schema.type === 'integer' && !Number.isInteger(value)) return false;
    const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema;
    return value >= minimum && value > exclusiveMinimum && value <= maximum;
  }
  if (typeof value !== 'string') return true;
  return value.length >= (schema.minLength ?? 0) && new RegExp(schema.pattern ?? '', 'u').test(value);
}

/** How much a mapping looks like what a schema is of. */
export function likenessOf({ properties = {}, required = [], not }: JsonSchema, piece: MappingPiece): number {
  const word = entryOf(piece, 'type')?.value;
  const type = Object.hasOwn(properties, 'type') ? properties['type'] : undefined;
  let score = 0;
  if (type !== undefined && word !== undefined && !(textOf(word) !== undefined && isWithin(type, word))) {
    // What is nearly the word of a kind is meant as that.
    score -= meant(textOf(word) ?? '', textsOf(type)) === '' ? 1_000 : 0.5;
  }
  if (type?.enum !== undefined && word !== undefined && isWithin(type, word)) score += 200;
  if (not?.required.every((name) => entryOf(piece, name) !== undefined)) score -= 2_000;
  for (const name of required) if (!piece.entries.some(({ key }) => isMeant(key, name, properties))) score -= 100;
  for (const { key } of piece.entries) {
    if (Object.hasOwn(properties, key)) score += 1;
    else if (Object.keys(properties).some((name) => standsFor(key, name))) score += 0.5;
  }
  return score;
}

/** Whether a key is a property, or what another language has for it. */
function isMeant(key: string, name: string, properties: Readonly<Record<string, JsonSchema>>): boolean {
  return key === name || (!Object.hasOwn(properties, key) && standsFor(key, name));
}
