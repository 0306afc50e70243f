import { suggest } from '@cairn/core/store';
import type { Schema } from '@cairn/core';
import { z } from 'zod';
import type { Mistakes } from '../document/mistakes.ts';
import { below } from '../document/path.ts';
import {
  dataOf,
  entriesOf,
  entryOf,
  itemsOf,
  numberOf,
  partOf,
  textOf,
  type MappingPiece,
  type Piece,
} from '../document/piece.ts';
import { anything, celNames, listKnown, objectKnown, recordKnown, type Known } from '../cel/known.ts';
import { isOfDay } from '../cel/unreadable.ts';
import { plainTypes } from '../shape/type-schema.ts';
import { plainType } from './plain-type.ts';
import { knownOfSchema } from './schema-known.ts';
import { describedInstead, mappingInstead, typeInstead } from './type-instead.ts';

/** A type that was read: what parses its values, and what expressions know of them. */
export interface ReadType {
  readonly schema: Schema;
  readonly known: Known;
  /** What is known of what may be written there, where that may be something else than what is read: what a schema of the registry makes of it, it alone knows. */
  readonly taken?: Known;
}

/** What types may name besides those that come with every document, and where mistakes are told. */
export interface TypeSite {
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Words of kinds of keys, where one may stand. */
  readonly kinds?: readonly string[];
  readonly mistakes: Mistakes;
}

const unread: ReadType = { schema: z.unknown(), known: anything };

/** So many characters may a type have that is written in words; each "?" and each "list of" is a type around another. */
const longest = 500;

const prefix = /^(?<kind>list|record) of +(?<rest>.+)$/u;

/** Reads a type, such as `list of string`, `[small, large]` or a mapping of fields. */
export function readType(site: TypeSite, piece: Piece, path: string): ReadType {
  if (piece.kind === 'list') return enumeration(piece);
  if (piece.kind === 'scalar')
    return typeof piece.value === 'string' ? readWords(site, piece.value, piece, path) : unread;
  if (entryOf(piece, 'type') === undefined) return readFields(site, piece, path);
  return readDescribed(site, piece, path);
}

/** Reads a type that is written in words: a name, `list of` or `record of` one, with `?` where it may be absent. */
export function readWords(site: TypeSite, words: string, piece: Piece, path: string): ReadType {
  if (words.length <= longest) return readWordsOf(site, words, piece, path);
  const said = `This type has ${words.length} characters. It may have ${longest}: write it as a mapping.`;
  site.mistakes.add('too-large', path, piece.at, said);
  return unread;
}

function readWordsOf(site: TypeSite, words: string, piece: Piece, path: string): ReadType {
  const text = words.trim();
  if (text.endsWith('?')) {
    const inner = readWordsOf(site, text.slice(0, -1), piece, path);
    return { ...inner, schema: zodOf(inner.schema).optional() };
  }
  const { kind, rest } = prefix.exec(text)?.groups ?? {};
  if (kind !== undefined && rest !== undefined) {
    const inner = readWordsOf(site, rest, piece, path);
    return kind === 'list' ? listType(inner) : recordType(inner);
  }
  const plain = plainType(text);
  if (plain !== undefined) return plain;
  const schema = Object.hasOwn(site.schemas, text) ? site.schemas[text] : undefined;
  if (schema !== undefined) return { schema, known: knownOfSchema(schema), taken: anything };
  // What is nearly the word of a kind is told already.
  if (site.mistakes.has(piece.at)) return unread;
  const hint = typeMeant(text, textOf(piece) ?? '', site);
  site.mistakes.add('unknown-type', path, piece.at, `There is no type ${JSON.stringify(text)}. ${hint}`);
  return unread;
}

/** Words of kinds of keys that go before a type, and those that are mappings. */
const keyWords: ReadonlySet<string> = new Set(['append', 'union', 'merge', 'local', 'transient']);
const mappings: Readonly<Record<string, string>> = {
  upsert: '{ type: upsert, of: { id: string }, id: id }',
  reduce: '{ type: reduce, of: number, from: 0, by: current + update }',
  enum: '[small, large]',
  object: '{ by: string }',
};

/** Which type was meant: by its name, by how other languages write it, or by the word before its "of". */
function typeMeant(text: string, whole: string, { schemas, kinds = [] }: TypeSite): string {
  const known = [...plainTypes, ...Object.keys(schemas)];
  const { word } = /^(?<word>\S+) +of\b/u.exec(text)?.groups ?? {};
  const isKnown = (name: string): boolean => known.includes(name);
  const described = mappingInstead(whole, isKnown);
  if (described !== undefined) return `It is written ${described}, without quotes around it.`;
  const instead = typeInstead(text, isKnown);
  if (instead !== undefined) return `It is written "${instead}".`;
  const mapping = mappings[text.split(' ', 1)[0] ?? ''];
  if (mapping !== undefined) return `It is written as a mapping: ${mapping}.`;
  if (word !== undefined && keyWords.has(word)) {
    return `"${word} of" says how updates of a key combine, and stands first: "${word} of list of string".`;
  }
  if (word === undefined) return suggest(text, [...known, ...kinds.filter((kind) => kind === 'sum')]);
  return suggest(word, ['list', 'record', ...kinds]);
}

function readFields(site: TypeSite, piece: MappingPiece | undefined, path: string): ReadType {
  const fields = entriesOf(piece).map(({ key, value }) => [key, readType(site, value, below(path, key))] as const);
  return {
    schema: z.object(Object.fromEntries(fields.map(([key, { schema }]) => [key, zodOf(schema)]))),
    known: objectKnown(new Map(fields.map(([key, { known }]) => [key, known]))),
    taken: objectKnown(new Map(fields.map(([key, type]) => [key, takenBy(type)]))),
  };
}

function readDescribed(site: TypeSite, piece: MappingPiece, path: string): ReadType {
  const of = partOf(piece, 'of');
  const inner = () => (of === undefined ? unread : readType(site, of, below(path, 'of')));
  switch (textOf(partOf(piece, 'type'))) {
    case 'list':
      return refined(site, piece, path, listType(inner()));
    case 'record':
      return refined(site, piece, path, recordType(inner()));
    case 'enum':
      return refined(site, piece, path, of === undefined ? unread : enumeration(of));
    case 'object': {
      const fields = partOf(piece, 'fields');
      const made = readFields(site, fields?.kind === 'mapping' ? fields : undefined, below(path, 'fields'));
      return refined(site, piece, path, made);
    }
    case undefined:
      return unread;
    default: {
      const word = partOf(piece, 'type') as Piece;
      const instead = describedInstead(textOf(word) ?? '');
      if (instead !== undefined) {
        const said = `There is no type ${JSON.stringify(textOf(word))}. It is written "${instead}".`;
        site.mistakes.add('unknown-type', below(path, 'type'), word.at, said);
        return unread;
      }
      return refined(site, piece, path, readWords(site, textOf(word) ?? '', word, below(path, 'type')));
    }
  }
}

function enumeration(piece: Piece): ReadType {
  const values = itemsOf(piece).flatMap((item) =>
    item.kind === 'scalar' && typeof item.value !== 'bigint' ? [item.value] : [],
  );
  if (values.length === 0) return unread;
  const texts = values.filter((value) => typeof value === 'string');
  const all = texts.length === values.length;
  return {
    schema: all ? z.enum(texts as [string, ...string[]]) : z.literal(values),
    known: all ? { cel: 'string' } : anything,
  };
}

/** What is known of what may be written to a type. */
export function takenBy({ known, taken = known }: ReadType): Known {
  return taken;
}

function listType(type: ReadType): ReadType {
  return { schema: z.array(zodOf(type.schema)), known: listKnown(type.known), taken: listKnown(takenBy(type)) };
}

function recordType(type: ReadType): ReadType {
  const schema = z.record(z.string(), zodOf(type.schema));
  return { schema, known: recordKnown(type.known), taken: recordKnown(takenBy(type)) };
}

/** A type with what else a mapping says of it: bounds, a default, whether it may be absent. */
function refined(site: TypeSite, piece: MappingPiece, path: string, type: ReadType): ReadType {
  let schema = bounded(site, piece, path, zodOf(type.schema));
  const description = textOf(partOf(piece, 'description'));
  if (description !== undefined) schema = schema.describe(description);
  const optional = partOf(piece, 'optional');
  if (optional?.kind === 'scalar' && optional.value === true) schema = schema.optional();
  const initial = partOf(piece, 'default');
  if (initial === undefined) return { ...type, schema };
  const value = constantOf(initial, type);
  const checked = schema.safeParse(value);
  if (!checked.success) {
    const said = checked.error.issues.map(({ message }) => message).join('; ');
    site.mistakes.add('unfit-value', below(path, 'default'), initial.at, `The default does not fit its type: ${said}.`);
    return { ...type, schema };
  }
  return { ...type, schema: schema.default(value) };
}

/** A constant of a type as data; where the type is of dates, a text of ISO 8601 is one. */
export function constantOf(piece: Piece, { known }: ReadType): unknown {
  const value = dataOf(piece);
  if (known.cel !== celNames.time || typeof value !== 'string') return value;
  return new Date(/^\d{4}-\d\d-\d\d/u.test(value) && !isOfDay(value) ? Number.NaN : value);
}

function bounded(site: TypeSite, piece: MappingPiece, path: string, schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional) return bounded(site, piece, path, schema.unwrap() as z.ZodType).optional();
  const [least, most] = [numberOf(partOf(piece, 'min')), entryOf(piece, 'max')];
  if (least !== undefined && most !== undefined && least > (numberOf(most.value) ?? Infinity)) {
    const said = 'The most is less than the least, so nothing would fit. Turn them round.';
    site.mistakes.add('unfit-value', below(path, 'max'), most.keyAt, said);
  }
  let made = schema;
  for (const bound of ['min', 'max'] as const) {
    const entry = entryOf(piece, bound);
    const value = numberOf(entry?.value);
    if (entry === undefined || value === undefined) continue;
    if (made instanceof z.ZodNumber || made instanceof z.ZodString || made instanceof z.ZodArray) {
      made = made[bound](value) as z.ZodType;
    } else if (!(made instanceof z.ZodUnknown) && !site.mistakes.has(entry.keyAt)) {
      site.mistakes.add('unfit-value', below(path, bound), entry.keyAt, 'Only numbers, texts and lists have bounds.');
    }
  }
  return made;
}

/** A schema as zod's own, whichever library it is of. */
function zodOf(schema: Schema): z.ZodType {
  if (schema instanceof z.ZodType) return schema;
  return z.unknown().transform((value, context) => {
    const result = schema['~standard'].validate(value);
    if (result instanceof Promise) throw new TypeError('A schema of the registry answers later.');
    if (result.issues === undefined) return result.value;
    for (const { message, path = [] } of result.issues) {
      context.issues.push({
        code: 'custom',
        message,
        input: value,
        path: path.map((step) => (typeof step === 'object' ? step.key : step)),
      });
    }
    return z.NEVER;
  });
}
