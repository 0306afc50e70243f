/**
 * The lines of an exported thread.
 *
 * 1. A line is one JSON object: what it holds, and at its end a sum by which damage is noticed.
 * 2. Text that a store keeps as JSON stands in a line as JSON, and comes back byte for byte.
 * 3. A line has no character that a terminal obeys or hides: such characters are written as JSON's escapes.
 */

import { hashOf } from '../../base/hash.ts';
import { latePattern } from '../../base/problem/late-pattern.ts';
import type { Item } from '../../store/contract/item.ts';
import type { Blob, Message, StoredRow, StoredSnapshot, ThreadRecord } from '../../store/contract/store.ts';

/** The newest format that is read. A thread of which side tables have nothing is written in the first, which every Cairn reads. */
export const exportFormat = 2;

/** The facts of the thread's record that stand on the first line. */
export type ExportedThread = Pick<
  ThreadRecord,
  'id' | 'graph' | 'fingerprint' | 'status' | 'due' | 'head' | 'created' | 'updated' | 'tags' | 'origin' | 'summary'
>;

/** A plan as data, by the fingerprint of its graph. */
export interface ExportedPlan {
  readonly fingerprint: string;
  readonly graph: string;
  readonly body: string;
}

/** A message that waits, or one that was consumed under a key, or refused in the end, with what came of it. */
export type ExportedMessage = Pick<Message, 'body' | 'at' | 'queued'> & {
  readonly key?: string;
  readonly outcome?: string;
};

/** What a side table has of the thread. */
export type ExportedItem = Pick<Item, 'table' | 'key' | 'body'> & { readonly until?: number };

/** What one line holds. */
export type ExportLine =
  | { readonly cairn: 'thread'; readonly format: number; readonly thread: ExportedThread }
  | { readonly plan: ExportedPlan }
  | { readonly blob: Blob }
  | { readonly row: StoredRow }
  | { readonly snapshot: StoredSnapshot }
  | { readonly message: ExportedMessage }
  | { readonly item: ExportedItem }
  | { readonly end: { readonly rows: number } };

/** Properties that hold text which is JSON itself. */
const nested: ReadonlySet<string> = new Set(['changes', 'detail', 'body', 'summary', 'outcome']);

/** A line as text, without the line break. */
export function writeLine(line: ExportLine): string {
  const parts = Object.entries(line).map(([key, part]) => [key, isObject(part) ? unfolded(part) : (part as unknown)]);
  const text = escaped(JSON.stringify(Object.fromEntries(parts)));
  return `${text.slice(0, -1)},"sum":"${sumOf(text)}"}`;
}

/** Controls, and what has no width or turns the direction of reading. */
const unseen = latePattern(String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]`, 'gu');

function escaped(json: string): string {
  return json.replaceAll(unseen(), (found) =>
    Array.from({ length: found.length }, (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
      '',
    ),
  );
}

function unfolded(part: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    nested.has(key) && typeof value === 'string' ? jsonOf(value) : value,
  ]);
  return Object.fromEntries(entries) as unknown;
}

/** JSON in place of its text, where that gives the same text again. */
function jsonOf(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return text;
  try {
    const json: unknown = JSON.parse(text);
    return JSON.stringify(json) === text ? json : text;
  } catch {
    return text;
  }
}

function sumOf(text: string): string {
  return hashOf(text).slice(0, 8);
}

const sumAtEnd = /,"sum":"(?<sum>[0-9a-f]{8})"\}$/u;

/** What a line's text holds; a text that says what is wrong with it where that cannot be told. */
export function readLine(text: string): Readonly<Record<string, unknown>> | string {
  const sum = sumAtEnd.exec(text)?.groups?.['sum'];
  if (sum !== undefined && sum !== sumOf(text.replace(sumAtEnd, '}'))) return 'its sum does not fit what it holds';
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return `it is not JSON (${(error as Error).message})`;
  }
  return isObject(json) ? json : 'it is not an object';
}

/** What a line's part holds, with the text of what is JSON as the store had it. */
export function foldedAgain(part: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const entries = Object.entries(part).map(([key, value]) => [
    key,
    nested.has(key) && typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}

/** Whether JSON is an object, and not a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
