/**
 * Where what a saver keeps stands in side tables, all of it under the name of its thread.
 *
 * - `lg`: segments of namespaces, see `segments.ts`, and under the empty key the mark that is another after whatever takes something
 *   away;
 * - `lgw`: what tasks wrote and is too much for a segment, by namespace, checkpoint and task;
 * - `lgt`: long texts and shapes, each once, by number.
 */

import type { Item, ItemPlace, ItemPut } from '@cairn/core/store';

export const tables = { checkpoints: 'lg', writes: 'lgw', texts: 'lgt' } as const;

/** A namespace of a thread. Ids of checkpoints and tasks are short ones, wherever they are written. */
export interface Namespace {
  readonly thread: string;
  readonly ns: string;
}

export function markPlace(thread: string): ItemPlace {
  return { table: tables.checkpoints, thread, key: '' };
}

/** Asks that the items whose keys begin so are still those that were read: none was written since. */
export function seen(table: string, thread: string, prefix: string, items: readonly Item[]): ItemPut {
  return { table, thread, prefix, is: items.reduce((newest, { version }) => Math.max(newest, version), 0) };
}

export function textPlace(thread: string, key: string): ItemPlace {
  return { table: tables.texts, thread, key };
}

/** The segment that begins with the checkpoint of a short id, or, without one, that which new ones come to. */
export function segmentPlace({ thread, ns }: Namespace, id = ''): ItemPlace {
  return { table: tables.checkpoints, thread, key: checkpointsOf(ns) + id };
}

export function writesPlace({ thread, ns }: Namespace, id: string, task: string): ItemPlace {
  return { table: tables.writes, thread, key: writesOf(ns, id) + task };
}

/** What the keys of a namespace's checkpoints begin with. */
export function checkpointsOf(ns: string): string {
  return `${escaped(ns)}\t`;
}

/** What the keys of what was written to a checkpoint begin with. */
export function writesOf(ns: string, id: string): string {
  return `${checkpointsOf(ns)}${escaped(id)}\t`;
}

/** The namespace in the key of a segment. */
export function namespaceIn(key: string): string {
  return unescaped(key.slice(0, key.indexOf('\t')));
}

/** The checkpoint and the task in the key of what was written. */
export function taskIn(key: string): { readonly ns: string; readonly id: string; readonly task: string } {
  const [ns = '', id = '', ...task] = key.split('\t');
  return { ns: unescaped(ns), id: unescaped(id), task: task.join('\t') };
}

function escaped(name: string): string {
  return /[%\t]/u.test(name) ? name.replaceAll('%', '%25').replaceAll('\t', '%09') : name;
}

function unescaped(text: string): string {
  return text.includes('%') ? text.replaceAll('%09', '\t').replaceAll('%25', '%') : text;
}

/** In the order of their code points, so that short ids stand in the order of the ids. */
const digits = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/u;

/** What a key of an id that is no UUID begins with: after all short ones. */
export const noUuid = '~';

function translated(text: string, from: string, to: string): string {
  let result = '';
  for (const digit of text) result += to.charAt(from.indexOf(digit));
  return result;
}

export function isUuid(text: string): boolean {
  return uuid.test(text);
}

/** An id as it stands in keys: a UUID in 22 characters. */
export function shortId(id: string): string {
  if (!uuid.test(id)) return noUuid + id;
  return translated(Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url'), base64, digits);
}

export function longId(text: string): string {
  if (text.startsWith(noUuid)) return text.slice(noUuid.length);
  const hex = Buffer.from(translated(text, digits, base64), 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');
}

/** The key of the n-th long text: keys stand in the order of their numbers. */
export function textKey(number: number): string {
  const text = number.toString(36);
  return `${text.length.toString(36)}${text}`;
}

export function textNumber(key: string): number {
  return Number.parseInt(key.slice(1), 36);
}
