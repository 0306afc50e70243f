import { append, local, merge, reduce, sum, transient, union, upsert } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { below } from '../document/path.ts';
import {
  entryOf,
  numberOf,
  partOf,
  textOf,
  type MappingPiece,
  type Piece,
  type ScalarPiece,
} from '../document/piece.ts';
import { readExpression, wantedOf } from '../expression/expression.ts';
import { anything, celNames, listKnown, recordKnown, type Known } from '../cel/known.ts';
import type { Scopes } from '../expression/scopes.ts';
import type { NamedKey } from '../registry/registry.ts';
import { constantOf, readType, readWords, takenBy, type ReadType, type TypeSite } from './read-type.ts';

/** A key that was read: as Cairn has it, and what expressions know of its value. */
export interface ReadKey {
  readonly entry: NamedKey;
  readonly known: Known;
  /** What is known of what may be written to it. */
  readonly taken: Known;
}

/** What keys may name, and how the document is named where an expression fails. */
export interface KeySite extends TypeSite {
  readonly keys: Readonly<Record<string, NamedKey>>;
  readonly document: string;
  readonly constants: Readonly<Record<string, unknown>>;
  readonly scopes: Scopes;
}

type Schema = ReadType['schema'];

const makers: Readonly<Record<string, (type: ReadType) => ReadKey>> = {
  append: (type) => alike(append(type.schema), listKnown(type.known), listKnown(takenBy(type))),
  union: (type) => alike(union(type.schema), listKnown(type.known), listKnown(takenBy(type))),
  merge: (type) => alike(merge(type.schema), recordKnown(type.known), recordKnown(takenBy(type))),
  local: (type) => alike(local(type.schema), type.known, takenBy(type)),
  transient: (type) => alike(transient(type.schema), type.known, takenBy(type)),
};

/** A key to which is written what it holds, unless something else is taken. */
function alike(entry: NamedKey, known: Known, taken: Known = known): ReadKey {
  return { entry, known, taken };
}

/** The words of kinds, alone or before "of". */
const kinds: readonly string[] = [...Object.keys(makers), 'sum'];

const inWords = /^(?<kind>append|union|merge|local|transient) of +(?<rest>.+)$/u;

/** Reads a key of the state: a type, or what says how updates of it combine. */
export function readKey(site: KeySite, piece: Piece, path: string): ReadKey {
  const words = textOf(piece);
  if (words !== undefined) return readKindInWords(site, words.trim(), piece, path);
  if (piece.kind === 'mapping') {
    const kind = textOf(partOf(piece, 'type')) ?? '';
    const maker = Object.hasOwn(makers, kind) ? makers[kind] : undefined;
    if (maker !== undefined) return maker(inner(site, piece, path));
    if (kind === 'sum') return alike(sum(numberOf(partOf(piece, 'from')) ?? 0), { cel: celNames.number });
    if (kind === 'upsert') return readUpsert(site, piece, path);
    if (kind === 'reduce') return readReduce(site, piece, path);
  }
  const type = readType(site, piece, path);
  return alike(ownSchema(type.schema), type.known, takenBy(type));
}

function readKindInWords(site: KeySite, words: string, piece: Piece, path: string): ReadKey {
  if (words === 'sum') return alike(sum(), { cel: celNames.number });
  const { kind = '', rest } = inWords.exec(words)?.groups ?? {};
  const maker = makers[kind];
  if (maker !== undefined && rest !== undefined) return maker(readWords(site, rest, piece, path));
  const key = Object.hasOwn(site.keys, words) ? site.keys[words] : undefined;
  if (key !== undefined) return { entry: 'kind' in key ? { ...key } : key, known: knownOf(key), taken: anything };
  const type = readWords({ ...site, kinds }, words, piece, path);
  return alike(ownSchema(type.schema), type.known, takenBy(type));
}

/** What is known of a key of the registry, by its kind. */
function knownOf(key: NamedKey): Known {
  if (!('kind' in key)) return anything;
  if (key.kind === 'sum') return { cel: celNames.number };
  if (key.kind === 'merge') return recordKnown(anything);
  return ['append', 'union', 'upsert'].includes(key.kind) ? listKnown(anything) : anything;
}

function inner(site: KeySite, piece: MappingPiece, path: string): ReadType {
  const of = partOf(piece, 'of');
  return readType(site, of ?? piece, below(path, 'of'));
}

function readUpsert(site: KeySite, piece: MappingPiece, path: string): ReadKey {
  const { schema, known } = inner(site, piece, path);
  const id = entryOf(piece, 'id')?.value;
  const name = textOf(id) ?? '';
  if (known.fields === undefined && !['dyn', 'map'].some((each) => known.cel.startsWith(each))) {
    const of = entryOf(piece, 'of');
    const said = `Items are known by a field, so they are objects, such as { ${name || 'id'}: string }.`;
    site.mistakes.add('unfit-value', below(path, 'of'), of?.value.at ?? piece.at, said);
  }
  if (known.fields !== undefined && id !== undefined && !known.fields.has(name)) {
    const said = `Its items have no field ${JSON.stringify(name)}. ${suggest(name, [...known.fields.keys()])}`;
    site.mistakes.add('unknown-key', below(path, 'id'), id.at, said);
  }
  return { entry: upsert(schema, name as never), known: listKnown(known), taken: anything };
}

function readReduce(site: KeySite, piece: MappingPiece, path: string): ReadKey {
  const type = inner(site, piece, path);
  const { schema, known } = type;
  const by = partOf(piece, 'by');
  const constants = site.constants;
  const scope = site.scopes.of({
    parameters: ['current', 'update'],
    known: { current: known, update: takenBy(type), thresholds: anything },
    constants,
  });
  const decide =
    textOf(by) === undefined
      ? undefined
      : readExpression({ ...site, scope }, by as ScalarPiece, below(path, 'by'), wantedOf(takenBy(type)));
  const from = partOf(piece, 'from');
  const apply = (current: unknown, update: unknown) => decide?.(current, update);
  const initial = from === undefined ? null : constantOf(from, type);
  if (from !== undefined) mustFit(site, schema, initial, from, below(path, 'from'));
  return alike(reduce({ schema, initial, apply }), known, takenBy(type));
}

function mustFit({ mistakes }: KeySite, schema: Schema, value: unknown, { at }: Piece, path: string): void {
  const result = schema['~standard'].validate(value);
  if (result instanceof Promise || result.issues === undefined) return;
  const said = result.issues.map(({ message }) => message).join('; ');
  mistakes.add('unfit-value', path, at, `What it begins with does not fit its type: ${said}.`);
}

/** A schema that no other key has, so that each can be told how it was written. */
function ownSchema(schema: Schema): Schema {
  return 'clone' in schema && typeof schema.clone === 'function' ? (schema.clone() as Schema) : schema;
}
