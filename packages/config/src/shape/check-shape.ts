import { suggest } from '@cairn/core/store';
import { meant } from '../document/meant.ts';
import type { Mistakes } from '../document/mistakes.ts';
import { below } from '../document/path.ts';
import {
  entryOf,
  inWords,
  textOf,
  type ListPiece,
  type MappingPiece,
  type Piece,
  type Span,
} from '../document/piece.ts';
import { checkBeside } from './check-beside.ts';
import type { JsonSchema } from './json-schema.ts';
import { isWithin, likenessOf, textsOf } from './likeness.ts';
import { wordInstead } from './word-instead.ts';

/** Notes all in which a document differs from a JSON Schema, each with its place; `root` has the definitions that it refers to. */
export function checkShape(root: JsonSchema, piece: Piece, mistakes: Mistakes): void {
  new ShapeCheck(root.$defs ?? {}, mistakes).check(root, piece, '', piece.at);
}

class ShapeCheck {
  readonly #defs: Readonly<Record<string, JsonSchema>>;
  readonly #mistakes: Mistakes;

  constructor(defs: Readonly<Record<string, JsonSchema>>, mistakes: Mistakes) {
    this.#defs = defs;
    this.#mistakes = mistakes;
  }

  /** `at` is where a mistake of the whole piece is told: the key that has it, or itself. */
  check(given: JsonSchema, piece: Piece, path: string, at: Span): void {
    const [chosen, ...others] = this.#fitting(this.#alternatives(given), piece);
    if (piece.kind === 'mapping' && this.#isItem(given, chosen, piece)) {
      const title = titleOf(this.#resolved(given));
      const said = `This must be ${title}, but it is a mapping. What it says stands in a list: put it in brackets, [{ … }].`;
      this.#mistakes.add('wrong-shape', path, piece.at, said);
      return;
    }
    if (chosen === undefined || (others.length > 0 && ![chosen, ...others].some((each) => isWithin(each, piece)))) {
      this.#wrong(given, piece, path);
      return;
    }
    if (piece.kind === 'scalar') {
      if (others.length === 0 && !isWithin(chosen, piece)) this.#wrong(given, piece, path);
      return;
    }
    if (piece.kind === 'list') {
      if (piece.items.length < (chosen.minItems ?? 0)) {
        this.#mistakes.add('empty-list', path, at, `This list is empty. It must be ${titleOf(this.#resolved(given))}.`);
      }
      if (chosen.uniqueItems === true) this.#unique(piece, path);
      const { items = {} } = chosen;
      piece.items.forEach((item, index) => this.check(items, item, `${path}[${index}]`, item.at));
      return;
    }
    this.#mapping(chosen, piece, path, at);
  }

  /** Whether a mapping is like what a list has that may stand in its place, and unlike what it is taken for. */
  #isItem(given: JsonSchema, chosen: JsonSchema | undefined, piece: MappingPiece): boolean {
    const score = chosen === undefined ? -Infinity : likenessOf(chosen, piece);
    if (score >= 0) return false;
    return this.#alternatives(given)
      .flatMap(({ type, items }) => (type === 'array' && items !== undefined ? this.#alternatives(items) : []))
      .some((each) => each.type === 'object' && likenessOf(each, piece) >= Math.max(0, score + 1));
  }

  /** Of lists of which each item stands once, the items are texts, or told apart as such. */
  #unique({ items }: ListPiece, path: string): void {
    const seen = new Set<string>();
    items.forEach((item, index) => {
      const text = textOf(item);
      if (text !== undefined && seen.has(text)) {
        const said = `${JSON.stringify(text)} is in this list twice. Leave one out.`;
        this.#mistakes.add('duplicate-entry', `${path}[${index}]`, item.at, said);
      }
      if (text !== undefined) seen.add(text);
    });
  }

  #mapping(schema: JsonSchema, piece: MappingPiece, path: string, at: Span): void {
    const { properties = {}, propertyNames: names, additionalProperties: more = true } = schema;
    checkBeside(schema, piece, path, at, this.#mistakes);
    const free = Object.keys(properties).filter((name) => entryOf(piece, name) === undefined);
    for (const { key, keyAt, value } of piece.entries) {
      if (names !== undefined && !isWithin(names, { kind: 'scalar', at: keyAt, value: key })) {
        this.#wrongName(names, key, keyAt, below(path, key));
      }
      const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
      if (own !== undefined) this.check(own, value, below(path, key), keyAt);
      else if (typeof more === 'object') this.check(more, value, below(path, key), keyAt);
      else if (!more && !this.#mistakes.full) {
        const hint = wordInstead(key, free) ?? suggest(key, free.length > 0 ? free : Object.keys(properties));
        const said = `There is no property ${JSON.stringify(key)} here. ${hint}`;
        this.#mistakes.add('unknown-property', below(path, key), keyAt, said);
      }
    }
    for (const name of schema.required ?? []) {
      if (entryOf(piece, name) !== undefined) continue;
      const said = `${JSON.stringify(name)} is missing. It must be ${titleOf(this.#resolved(properties[name] ?? {}))}.`;
      this.#mistakes.add('missing-property', below(path, name), at, said);
    }
  }

  #wrong(schema: JsonSchema, piece: Piece, path: string): void {
    // An alias of nothing is told already, and is read as null.
    if (piece.kind === 'scalar' && piece.value === null && this.#mistakes.has(piece.at)) return;
    const { title = '' } = this.#resolved(schema);
    const isLength = isDuration(title) && piece.kind === 'scalar';
    const hint = this.#nearest(schema, piece);
    const said = `This must be ${titleOf(this.#resolved(schema))}, but it is ${inWords(piece)}.${hint}`;
    this.#mistakes.add(isLength ? 'invalid-duration' : 'wrong-shape', path, piece.at, said);
  }

  /** The word that was meant, where one of those that a schema has is near. */
  #nearest(schema: JsonSchema, piece: Piece): string {
    const text = textOf(piece);
    if (text === undefined || this.#mistakes.full) return '';
    const all = this.#alternatives(schema);
    const flag = flags.get(text.toLowerCase());
    const hasFlag = all.some(
      ({ type, enum: values }) => type === 'boolean' || (flag !== undefined && values?.includes(flag)),
    );
    if (flag !== undefined && hasFlag) return ` Write ${flag}.`;
    const said = meant(text, all.flatMap(textsOf));
    return said === '' ? '' : ` ${said}`;
  }

  #wrongName(schema: JsonSchema, key: string, at: Span, path: string): void {
    const title = titleOf(schema);
    const code = isDuration(title) ? 'invalid-duration' : 'invalid-name';
    const said = inWords({ kind: 'scalar', at, value: key });
    this.#mistakes.add(code, path, at, `This must be ${title}, but it is ${said}.`);
  }

  #resolved(schema: JsonSchema): JsonSchema {
    return schema.$ref === undefined ? schema : (this.#defs[schema.$ref.slice('#/$defs/'.length)] ?? {});
  }

  #alternatives(schema: JsonSchema): readonly JsonSchema[] {
    const resolved = this.#resolved(schema);
    return resolved.anyOf?.flatMap((each) => this.#alternatives(each)) ?? [resolved];
  }

  /** The alternatives that a piece may be meant as: all of its kind, or of mappings the one most like it. */
  #fitting(alternatives: readonly JsonSchema[], piece: Piece): readonly JsonSchema[] {
    const ofKind = alternatives.filter((each) => isOfKind(each, piece));
    if (piece.kind !== 'mapping' || ofKind.length < 2) return ofKind;
    const likeness = ofKind.map((each) => ({ each, score: likenessOf(each, piece) }));
    const best = Math.max(...likeness.map(({ score }) => score));
    return likeness
      .filter(({ score }) => score === best)
      .map(({ each }) => each)
      .slice(0, 1);
  }
}

/** Texts that YAML had for flags once, by what is written now. */
const flags: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'on', 'y'].map((word) => [word, true] as const),
  ...['no', 'off', 'n'].map((word) => [word, false] as const),
]);

function isDuration(title: string): boolean {
  return title.startsWith('a duration, such as');
}

function titleOf({ title, enum: values = [] }: JsonSchema): string {
  return title ?? values.map((value) => JSON.stringify(value)).join(' or ');
}

function isOfKind(schema: JsonSchema, piece: Piece): boolean {
  const { type } = schema;
  if (piece.kind === 'list') return type === 'array';
  if (piece.kind === 'mapping') return type === 'object';
  if (type === undefined) return schema.enum !== undefined;
  if (piece.value === null) return type === 'null';
  return typeof piece.value === (type === 'integer' ? 'number' : type);
}
