/**
 * What a value is, as it is shown. Values come as JSON in which a tag stands for what JSON has no word for, `{ "$date": "…" }`; a part
 * that takes too much is `{ "$large": … }` and is fetched by itself.
 */

import { keyOf } from '@cairn/core/store';
import type { Large } from '../../api.ts';

/** A part of a value. */
export interface Part {
  readonly label: string;
  /** How blame and differences name it: an item's place or an entry's key; absent where they name no such part. */
  readonly step?: string | number;
  readonly value: unknown;
}

/** A value that is one text. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly tone: 'text' | 'number' | 'word' | 'other';
  readonly text: string;
}

/** A value that has parts. */
export interface Whole {
  readonly kind: 'whole';
  /** What it is called where it is no plain list or object: `Map`, `Set`, the name of a class. */
  readonly name?: string;
  readonly isList: boolean;
  readonly parts: readonly Part[];
}

/** A value that is not here yet. */
export interface Away {
  readonly kind: 'away';
  readonly bytes: number;
  readonly href: string;
}

export type Shape = Leaf | Whole | Away;

type Reader = (json: unknown) => Shape | undefined;

/** The shape of a value as the API sends it. */
export function shapeOf(json: unknown): Shape {
  if (Array.isArray(json)) return { kind: 'whole', isList: true, parts: itemsOf(json) };
  if (typeof json === 'object' && json !== null) return taggedShape(json) ?? recordShape(json);
  if (typeof json === 'string') return leaf('text', json);
  return leaf(typeof json === 'number' ? 'number' : 'word', String(json));
}

/** Whether a value is a part that is fetched by itself. */
export function isLarge(json: unknown): json is Large {
  return isRecord(json) && isRecord(json['$large']) && Object.keys(json).length === 1;
}

export function isRecord(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function leaf(tone: Leaf['tone'], text: string): Leaf {
  return { kind: 'leaf', tone, text };
}

function taggedShape(json: object): Shape | undefined {
  const [tag, ...others] = Object.keys(json);
  if (tag === undefined || others.length > 0 || !tag.startsWith('$')) return undefined;
  return readers.get(tag)?.((json as Readonly<Record<string, unknown>>)[tag]);
}

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['$number', (json) => leaf('number', String(json))],
  ['$bigint', (json) => leaf('number', `${String(json)}n`)],
  ['$undefined', () => leaf('word', 'undefined')],
  ['$date', (json) => leaf('other', typeof json === 'string' ? `Date ${json}` : 'Invalid Date')],
  ['$url', (json) => leaf('other', `URL ${String(json)}`)],
  ['$regexp', (json) => (Array.isArray(json) ? leaf('other', `/${String(json[0])}/${String(json[1])}`) : undefined)],
  ['$bytes', (json) => bytesLeaf('Uint8Array', json)],
  ['$buffer', (json) => bytesLeaf('Buffer', json)],
  ['$map', mapShape],
  ['$set', setShape],
  ['$error', errorShape],
  ['$class', instanceShape],
  ['$large', largeShape],
]);

function bytesLeaf(name: string, json: unknown): Shape | undefined {
  if (typeof json !== 'string') return undefined;
  const bytes = Math.floor((json.replace(/=+$/u, '').length * 3) / 4);
  const start = json.length > 40 ? `${json.slice(0, 40)}…` : json;
  return leaf('other', `${name}(${bytes}) ${start}`.trim());
}

function mapShape(json: unknown): Shape | undefined {
  if (!Array.isArray(json)) return undefined;
  const parts = (json as readonly unknown[]).map((entry): Part => {
    const [key, value] = Array.isArray(entry) ? (entry as readonly unknown[]) : [entry];
    const isName = typeof key === 'string' || typeof key === 'number';
    return { label: isName ? String(key) : wordsOf(key), step: isName ? key : wordsOf(key), value };
  });
  return { kind: 'whole', name: 'Map', isList: false, parts };
}

function setShape(json: unknown): Shape | undefined {
  if (!Array.isArray(json)) return undefined;
  const parts = (json as readonly unknown[]).map((value): Part => ({ label: '•', value }));
  return { kind: 'whole', name: 'Set', isList: true, parts };
}

function errorShape(json: unknown): Shape | undefined {
  if (!isRecord(json)) return undefined;
  const { name, type: _type, props, ...rest } = json;
  const parts = [...entriesOf(rest), ...entriesOf(isRecord(props) ? props : {})];
  return { kind: 'whole', name: String(name), isList: false, parts };
}

function instanceShape(json: unknown): Shape | undefined {
  if (!Array.isArray(json)) return undefined;
  const [name, data] = json as readonly unknown[];
  if (name === 'cairn/sealed') return leaf('word', '[protected]');
  if (name === 'cairn/unread') return leaf('word', '[cannot be read here]');
  const inner = shapeOf(data);
  return inner.kind === 'whole'
    ? { ...inner, name: String(name) }
    : { kind: 'whole', name: String(name), isList: false, parts: [{ label: 'data', value: data }] };
}

function largeShape(json: unknown): Shape | undefined {
  if (!isRecord(json) || typeof json['bytes'] !== 'number' || typeof json['href'] !== 'string') return undefined;
  return { kind: 'away', bytes: json['bytes'], href: json['href'] };
}

function recordShape(json: object): Whole {
  return { kind: 'whole', isList: false, parts: entriesOf(json as Readonly<Record<string, unknown>>) };
}

function entriesOf(record: Readonly<Record<string, unknown>>): readonly Part[] {
  return Object.entries(record).map(([key, value]) => ({ label: keyOf(key), step: keyOf(key), value }));
}

function itemsOf(list: readonly unknown[]): readonly Part[] {
  return list.map((value, step) => ({ label: String(step), step, value }));
}

/** The words that a value is told by where there is one line for it: `'high'`, `{ by: 'ada' }`, `[ 3 items ]`. */
export function wordsOf(json: unknown, most = 80): string {
  const words: string[] = [];
  write(json, words, { left: most, depth: 0 });
  const text = words.join('');
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

interface Room {
  left: number;
  readonly depth: number;
}

function write(json: unknown, words: string[], room: Room): void {
  const shape = shapeOf(json);
  if (shape.kind === 'leaf') {
    put(words, room, shape.tone === 'text' ? quoted(shape.text, room.left) : shape.text);
  } else if (shape.kind === 'away') put(words, room, `${shape.bytes.toLocaleString('en')} bytes`);
  else writeParts(shape, words, room);
}

function writeParts({ name, isList, parts }: Whole, words: string[], room: Room): void {
  const [open, close] = isList ? ['[', ']'] : ['{', '}'];
  put(words, room, `${name === undefined ? '' : `${name} `}${open}`);
  for (const [at, part] of parts.entries()) {
    if (room.left <= 0) break;
    put(words, room, at === 0 ? ' ' : ', ');
    if (room.depth >= 2) {
      put(words, room, '…');
      break;
    }
    if (!isList) put(words, room, `${part.label}: `);
    const inner = { left: room.left, depth: room.depth + 1 };
    write(part.value, words, inner);
    room.left = inner.left;
  }
  put(words, room, parts.length === 0 ? close : ` ${close}`);
}

function put(words: string[], room: Room, text: string): void {
  words.push(text);
  room.left -= text.length;
}

function quoted(text: string, left: number): string {
  return `'${text.slice(0, Math.max(0, left) + 1)}'`;
}
