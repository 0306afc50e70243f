import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type Node } from 'yaml';
import type { Mistakes } from './mistakes.ts';
import { below } from './path.ts';
import type { MappingEntry, Piece, ScalarPiece, Span } from './piece.ts';

/** How long a document's text may be, how many parts it may have, those behind aliases counted each time, and how deep they may stand. */
const longest = 100_000;
const largest = 20_000;
const deepest = 64;

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
  const document = parseDocument(text, { prettyErrors: false, schema: 'core', uniqueKeys: false, strict: true });
  const [first] = document.errors;
  if (first?.code === 'RESOURCE_EXHAUSTION') {
    mistakes.add('too-large', '', first.pos[0], tooDeep);
    return undefined;
  }
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    mistakes.add('syntax', '', pos[0], message.endsWith('.') ? message : `${message}.`);
  }
  // What stands behind a mistake of syntax may be read as anything.
  if (first !== undefined) return undefined;
  if (document.contents === null) {
    mistakes.add(
      'syntax',
      '',
      0,
      'The document is empty. Write a graph, a mapping with its name, state, start and nodes.',
    );
    return undefined;
  }
  const reading = new Reading(text, document, mistakes);
  const piece = reading.read(document.contents, '', 0);
  return reading.isOver ? undefined : piece;
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
  readonly #document: Document;
  readonly #mistakes: Mistakes;
  readonly #targets = new Map<Node, Node | undefined>();
  #left = largest;

  constructor(text: string, document: Document, mistakes: Mistakes) {
    this.#text = text;
    this.#document = document;
    this.#mistakes = mistakes;
  }

  /** Whether there is more than a document may have. */
  get isOver(): boolean {
    return this.#left < 0;
  }

  read(node: Node, path: string, depth: number, at: Span = spanOf(node)): Piece {
    this.#left--;
    if (this.isOver || depth > deepest) return this.#tooLarge(path, at);
    if (isAlias(node)) {
      const target = this.#targets.get(node) ?? node.resolve(this.#document);
      this.#targets.set(node, target);
      if (target !== undefined) return this.read(target, path, depth + 1, at);
      return { kind: 'scalar', at, value: null };
    }
    if (isSeq(node)) {
      const items: Piece[] = [];
      for (const [index, item] of node.items.entries()) {
        items.push(this.#item(item, `${path}[${index}]`, depth, at));
        if (this.isOver) break;
      }
      return { kind: 'list', at, items };
    }
    if (isMap(node)) return this.#mapping(node.items, path, depth, at);
    return this.#scalar(isScalar(node) ? node.value : null, at);
  }

  #mapping(items: readonly { key: unknown; value: unknown }[], path: string, depth: number, at: Span): Piece {
    const byKey = new Map<string, MappingEntry>();
    for (const { key, value } of items) {
      const keyAt = isNode(key) ? spanOf(key) : at;
      const name = isScalar(key) ? key.value : undefined;
      if (typeof name !== 'string' && typeof name !== 'number') {
        this.#mistakes.add('syntax', path, keyAt, 'A key must be a text.');
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

  #scalar(value: unknown, at: Span): ScalarPiece {
    if (typeof value !== 'string') return { kind: 'scalar', at, value: value as ScalarPiece['value'] };
    const found = value === '' ? -1 : this.#text.slice(at.start, at.end).indexOf(value);
    return { kind: 'scalar', at, value, ...(found !== -1 && { verbatim: at.start + found }) };
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

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function spanOf(node: Node): Span {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}
