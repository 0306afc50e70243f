import { suggest } from '@cairn/core/store';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  type Document,
  type Node,
  type Scalar,
  type ScalarTag,
} from 'yaml';
import { aliasesIn, type Aliases } from './aliases.ts';
import type { Mistakes } from './mistakes.ts';
import { below } from './path.ts';
import type { MappingEntry, Piece, ScalarPiece, Span } from './piece.ts';
import { placesIn } from './places.ts';
import { syntaxMistakes } from './syntax.ts';

/** How long a document's text may be, how many parts it may have, those behind aliases counted each time, and how deep they may stand. */
const longest = 100_000;
const largest = 20_000;
const deepest = 64;

/** Tags that say what is read without them. */
const plainTags: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
);

const tooDeep = `The document is nested too deep: it may be ${deepest} levels deep.`;

/** Reads YAML or JSON into pieces that know where they stand; undefined where it cannot be read at all. */
export function readDocument(text: string, mistakes: Mistakes): Piece | undefined {
  if (text.length > longest) {
    mistakes.add('too-large', '', 0, `The document has ${text.length} characters. It may have ${longest}.`);
    return undefined;
  }
  if (isTooDeep(text)) {
    mistakes.add('too-large', '', 0, tooDeep);
    return undefined;
  }
  const document = parsed(text);
  const [first] = document.errors;
  if (first?.code === 'RESOURCE_EXHAUSTION') {
    mistakes.add('too-large', '', first.pos[0], tooDeep);
    return undefined;
  }
  const unread = syntaxMistakes(document, text);
  for (const { at, message } of unread) mistakes.add('syntax', '', at, message);
  if (unread.length > 0) return undefined;
  if (document.contents === null) {
    mistakes.add(
      'syntax',
      '',
      0,
      'The document is empty. Write a graph, a mapping with its name, state, start and nodes.',
    );
    return undefined;
  }
  if (document.directives?.yaml.version === '1.1') {
    const said = 'The document says that it is of YAML 1.1. Take that line away: it is read as YAML 1.2.';
    mistakes.add('syntax', '', 0, said);
  }
  const reading = new Reading(text, aliasesIn(document), mistakes);
  const piece = reading.read(document.contents, '', 0);
  return reading.isOver ? undefined : piece;
}

/** A whole number is a number too, where a tag says so. */
const floats: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^[-+]?\d+$/u,
  resolve: Number,
};

/** The reader makes an error of each mistake that it finds, and most of their cost would be where in its code it was. */
function parsed(text: string): Document.Parsed {
  const before = Error.stackTraceLimit;
  Reflect.set(Error, 'stackTraceLimit', 0);
  try {
    return parseDocument(text, {
      prettyErrors: false,
      schema: 'core',
      uniqueKeys: false,
      strict: true,
      customTags: (tags) => [...tags, floats],
    });
  } finally {
    Reflect.set(Error, 'stackTraceLimit', before);
  }
}

/**
 * Whether a text opens so many brackets, or so many lists on one line, that its reader would be long about finding out that it is too
 * deep. Brackets within texts are counted as well, and stand in pairs there, or are few.
 */
function isTooDeep(text: string): boolean {
  let open = 0;
  for (const character of text) {
    if (character === '[' || character === '{') open++;
    else if ((character === ']' || character === '}') && open > 0) open--;
    if (open > 10 * deepest) return true;
  }
  return /(?:[-?:][ \t]+){100}/u.test(text);
}

class Reading {
  readonly #text: string;
  readonly #aliases: Aliases;
  readonly #mistakes: Mistakes;
  #left = largest;

  constructor(text: string, aliases: Aliases, mistakes: Mistakes) {
    this.#text = text;
    this.#aliases = aliases;
    this.#mistakes = mistakes;
  }

  /** Whether there is more than a document may have. */
  get isOver(): boolean {
    return this.#left < 0;
  }

  /** `by` is where the alias stands by which the node is read. */
  read(node: Node, path: string, depth: number, by?: Span): Piece {
    const at = by ?? spanOf(node);
    this.#left--;
    if (this.isOver || depth > deepest) return this.#tooLarge(path, at);
    if (isAlias(node)) {
      const target = this.#aliases.targets.get(node);
      if (target !== undefined) return this.read(target, path, depth + 1, at);
      const said = `No anchor "&${node.source}" stands before this alias.`;
      const hint = suggest(node.source, this.#aliases.lost.get(node) ?? []);
      this.#mistakes.add('syntax', path, spanOf(node), `${said} ${hint}`);
      return { kind: 'scalar', at, value: null };
    }
    this.#checkTag(node, path, at);
    if (isSeq(node)) {
      const items: Piece[] = [];
      for (const [index, item] of node.items.entries()) {
        items.push(this.#item(item, `${path}[${index}]`, depth, at));
        if (this.isOver) break;
      }
      return { kind: 'list', at, items };
    }
    if (isMap(node)) return this.#mapping(node.items, path, depth, at);
    return isScalar(node) ? this.#scalar(node, path, at, by !== undefined) : { kind: 'scalar', at, value: null };
  }

  #checkTag({ tag }: { readonly tag?: string }, path: string, at: Span): void {
    if (tag === undefined || plainTags.has(tag)) return;
    const name = tag.replace('tag:yaml.org,2002:', '!!');
    const said = `The tag ${name} is not read. Write a text, a number, true, false, null, a list or a mapping.`;
    this.#mistakes.add('syntax', path, at, said);
  }

  #mapping(items: readonly { key: unknown; value: unknown }[], path: string, depth: number, at: Span): Piece {
    const byKey = new Map<string, MappingEntry>();
    for (const { key, value } of items) {
      const keyAt = isNode(key) ? spanOf(key) : at;
      const name = keyOf(key);
      if (typeof name !== 'string' && typeof name !== 'number') {
        this.#mistakes.add('syntax', path, keyAt, 'A key must be a text.');
        continue;
      }
      if (name === '<<' && isScalar(key) && key.type === 'PLAIN') {
        const said =
          'Merge keys, "<<", are not read. Write the entries out, or let an alias stand for the whole mapping.';
        this.#mistakes.add('syntax', path, keyAt, said);
        continue;
      }
      const known = String(name);
      const place = below(path, known);
      if (byKey.has(known))
        this.#mistakes.add('syntax', place, keyAt, `The key ${JSON.stringify(known)} stands here twice.`);
      const missing = { start: keyAt.end, end: keyAt.end };
      byKey.set(known, { key: known, keyAt, value: this.#item(value, place, depth, missing) });
      if (this.isOver) break;
    }
    return { kind: 'mapping', at, entries: [...byKey.values()], byKey };
  }

  #item(node: unknown, path: string, depth: number, missing: Span): Piece {
    return isNode(node) ? this.read(node, path, depth + 1) : { kind: 'scalar', at: missing, value: null };
  }

  #scalar(node: Scalar, path: string, at: Span, isAliased: boolean): ScalarPiece {
    const { value, type } = node;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      this.#mistakes.add('wrong-shape', path, at, 'This number is not finite. Write one that is.');
      return { kind: 'scalar', at, value: 0 };
    }
    if (typeof value === 'number' && isAnother(node.source ?? '', value)) {
      const said = `This whole number would be read as ${value}: numbers hold all those up to ${Number.MAX_SAFE_INTEGER}, and few beyond. Write it as a text, in quotes.`;
      this.#mistakes.add('wrong-shape', path, at, said);
    }
    if (typeof value !== 'string') return { kind: 'scalar', at, value: isPlain(value) ? value : null };
    if (isAliased) return { kind: 'scalar', at, value };
    return { kind: 'scalar', at, value, placeOf: placesIn(this.#text, at, type, value) };
  }

  #tooLarge(path: string, at: Span): Piece {
    if (this.#left > -2) {
      const said = `The document is too large: it may have ${largest} parts, those behind aliases counted each time, and be ${deepest} levels deep.`;
      this.#mistakes.add('too-large', path, at, said);
    }
    this.#left = -2;
    return { kind: 'scalar', at, value: null };
  }
}

/** A key as it is read; undefined where it is no text and no number. */
function keyOf(key: unknown): string | number | undefined {
  if (!isScalar(key)) return undefined;
  const { value } = key;
  if (typeof value === 'symbol') return '<<';
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Whether a whole number is written that is not the one that is read, nor what that one is written as. */
function isAnother(source: string, value: number): boolean {
  if (Number.isSafeInteger(value) || !/^(?:[-+]?\d+|0x[\da-f]+|0o[0-7]+)$/iu.test(source)) return false;
  const whole = BigInt(source);
  return whole !== BigInt(value) && String(whole) !== String(value);
}

function isPlain(value: unknown): value is ScalarPiece['value'] {
  return value === null || ['number', 'bigint', 'boolean'].includes(typeof value);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
