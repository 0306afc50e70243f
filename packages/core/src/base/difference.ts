/**
 * What leads from one value to another, as edits of its parts.
 *
 * 1. `patched(was, differenceOf(was, is))` is `is`, the order of keys included.
 * 2. What is in both is found by identity where it is the same object, and else by its parts.
 * 3. Only lists, records and long texts are told part by part; anything else is set as a whole.
 */

import { encode } from './value/encode.ts';
import { grown } from './value/grow.ts';
import { isRecord } from './value/same.ts';
import { noClasses } from './value/codec.ts';
import { sealList } from './value/seal.ts';

/** Where in a value: indexes of lists and keys of records, from the outside in. */
export type Place = readonly (string | number)[];

/** One edit of a part of a value. A splice is that of arrays: where, how many are removed, and what comes in their place. */
export type Edit =
  | { readonly at: Place; readonly set: unknown }
  | { readonly at: Place; readonly drop: true }
  | {
      readonly at: Place;
      readonly splice: readonly [start: number, removed: number, items: readonly unknown[] | string];
    };

/** A difference of more edits is none: each takes a walk to its place. */
const mostEdits = 64;

/** A text that is shorter is set as a whole. */
const longText = 64;

/** The edits that lead from one value to another; undefined where they would not be shorter than the value. */
export function differenceOf(was: unknown, is: unknown): readonly Edit[] | undefined {
  if (!canDiffer(was, is)) return undefined;
  const edits: Edit[] = [];
  differ(was, is, [], edits);
  return edits.length <= mostEdits && areShorter(edits, is) ? edits : undefined;
}

function areShorter(edits: readonly Edit[], value: unknown): boolean {
  const written = edits.reduce((sum, edit) => sum + weightOf(edit, Infinity), 0);
  return weightOf(value, written) > written;
}

/** Whether parts of one value may be told from parts of another. */
function canDiffer(was: unknown, is: unknown): boolean {
  if (typeof is === 'string') return typeof was === 'string' && is.length >= longText;
  if (Array.isArray(is)) return Array.isArray(was);
  return isRecord(is) && isRecord(was);
}

function differ(was: unknown, is: unknown, at: Place, edits: Edit[]): void {
  if (edits.length > mostEdits || Object.is(was, is)) return;
  if (!canDiffer(was, is)) {
    if (!isExactly(was, is)) edits.push({ at, set: is });
  } else if (typeof is === 'string') differInText(was as string, is, at, edits);
  else if (Array.isArray(is)) differInList(was as readonly unknown[], is, at, edits);
  else differInRecord(was as Part, is as Part, at, edits);
}

type Part = Readonly<Record<string, unknown>>;

function differInRecord(was: Part, is: Part, at: Place, edits: Edit[]): void {
  const before = Object.keys(was);
  const after = Object.keys(is);
  if (before.length === after.length && before.every((key, index) => key === after[index])) {
    for (const key of after) differWithin(was[key], is[key], at, key, edits);
    return;
  }
  const stays = before.filter((key) => Object.hasOwn(is, key));
  const comes = after.filter((key) => !Object.hasOwn(was, key));
  const order = [...stays, ...comes];
  // Keys that come stand at the end; those that are numbers come first in either.
  if (after.some((key, index) => key !== order[index])) {
    edits.push({ at, set: is });
    return;
  }
  for (const key of before) if (!Object.hasOwn(is, key)) edits.push({ at: [...at, key], drop: true });
  for (const key of stays) differWithin(was[key], is[key], at, key, edits);
  for (const key of comes) edits.push({ at: [...at, key], set: is[key] });
}

/** The edits of a part under a key, or the part itself where that is shorter. */
function differWithin(was: unknown, is: unknown, around: Place, key: string | number, edits: Edit[]): void {
  if (Object.is(was, is)) return;
  const at = [...around, key];
  const own: Edit[] = [];
  differ(was, is, at, own);
  if (own.length === 0) return;
  if (areShorter(own, is)) edits.push(...own);
  else edits.push({ at, set: is });
}

function differInList(was: readonly unknown[], is: readonly unknown[], at: Place, edits: Edit[]): void {
  let start = sameFrom(was, 0, is);
  const rest = Math.min(was.length, is.length) - start;
  let before = was;
  // A list that is kept short loses its first items, and what follows has moved.
  const gone = rest === 0 ? -1 : was.findIndex((item, index) => index > start && isExactly(item, is[start]));
  if (gone !== -1) {
    edits.push({ at, splice: [start, gone - start, noItems] });
    before = [...was.slice(0, start), ...was.slice(gone)];
    start = sameFrom(before, start, is);
  }
  let end = 0;
  const most = Math.min(before.length, is.length) - start;
  while (end < most && isExactly(before[before.length - 1 - end], is[is.length - 1 - end])) end += 1;
  const both = most - end;
  for (let index = start; index < start + both; index += 1) {
    differWithin(before[index], is[index], at, index, edits);
  }
  const removed = before.length - end - start - both;
  const items = is.slice(start + both, is.length - end);
  if (removed > 0 || items.length > 0)
    edits.push({ at, splice: [start + both, removed, sealList(items, '', noClasses)] });
}

const noItems = sealList([], '', noClasses);

/** How many items are the same from the beginning. */
function sameFrom(was: readonly unknown[], from: number, is: readonly unknown[]): number {
  let count = from;
  while (count < was.length && count < is.length && isExactly(was[count], is[count])) count += 1;
  return count;
}

function differInText(was: string, is: string, at: Place, edits: Edit[]): void {
  const most = Math.min(was.length, is.length);
  let start = 0;
  while (start < most && was.charCodeAt(start) === is.charCodeAt(start)) start += 1;
  if (isHighSurrogate(is.charCodeAt(start - 1))) start -= 1;
  let end = 0;
  while (end < most - start && was.charCodeAt(was.length - 1 - end) === is.charCodeAt(is.length - 1 - end)) end += 1;
  if (end > 0 && isHighSurrogate(is.charCodeAt(is.length - end - 1))) end -= 1;
  edits.push({ at, splice: [start, was.length - end - start, is.slice(start, is.length - end)] });
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd8_00 && code <= 0xdb_ff;
}

/** Whether two values are written alike: equal in all, the order of keys included. */
export function isExactly(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, at) => isExactly(item, right[at]));
  }
  if (isRecord(left)) return isRecord(right) && isExactlyRecord(left, right);
  return !Array.isArray(right) && !isRecord(right) && encode(left) === encode(right);
}

function isExactlyRecord(left: Part, right: Part): boolean {
  const keys = Object.keys(left);
  const others = Object.keys(right);
  if (keys.length !== others.length) return false;
  return keys.every((key, index) => key === others[index] && isExactly(left[key], right[key]));
}

/** About how long a value's text is, no longer than it is; what is beyond `limit` is not counted. */
function weightOf(value: unknown, limit: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let weight = 2;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && weight <= limit; at += 1) weight += weightOf(value[at], limit - weight) + 1;
  } else if (isRecord(value)) {
    for (const key in value) {
      if (weight > limit) break;
      weight += key.length + 4 + weightOf(value[key], limit - weight);
    }
  } else weight = 16;
  return weight;
}

/** Edits do not fit the value that they are made to. */
export class Misfit extends Error {
  constructor() {
    super('its edits do not fit the value before');
  }
}

/** A value after edits; a {@link Misfit} where there is no such place in it. */
export function patched(value: unknown, edits: readonly Edit[]): unknown {
  return edits.reduce((current, edit) => editedAt(current, edit, 0), value);
}

function editedAt(value: unknown, edit: Edit, depth: number): unknown {
  const key = edit.at[depth];
  if (key === undefined) return edited(value, edit);
  const isLast = depth === edit.at.length - 1;
  if (Array.isArray(value)) {
    if (typeof key !== 'number' || !Number.isInteger(key) || key < 0 || key >= value.length) throw new Misfit();
    const part = editedAt(value[key], edit, depth + 1);
    const list: unknown[] = [...(value as readonly unknown[])];
    list[key] = part;
    return grown(list, value, sealList([part], '', noClasses));
  }
  if (!isRecord(value) || typeof key !== 'string') throw new Misfit();
  if (isLast && 'drop' in edit) return without(value, key);
  if (!Object.hasOwn(value, key) && !(isLast && 'set' in edit)) throw new Misfit();
  const part = editedAt(value[key], edit, depth + 1);
  return grown({ ...value, [key]: part }, value, sealList([part], '', noClasses));
}

function without(value: Part, key: string): Part {
  if (!Object.hasOwn(value, key)) throw new Misfit();
  const { [key]: _, ...rest } = value;
  return grown(rest, value, value);
}

function edited(value: unknown, edit: Edit): unknown {
  if ('set' in edit) return edit.set;
  if ('drop' in edit) throw new Misfit();
  const [start, removed, items] = edit.splice;
  const isText = typeof value === 'string' && typeof items === 'string';
  if (!isText && !(Array.isArray(value) && Array.isArray(items))) throw new Misfit();
  const { length } = value;
  const fits = Number.isInteger(start) && Number.isInteger(removed) && start >= 0 && removed >= 0;
  if (!fits || start + removed > length) throw new Misfit();
  if (typeof value === 'string') return `${value.slice(0, start)}${items as string}${value.slice(start + removed)}`;
  const list = value as readonly unknown[];
  return grown(
    [...list.slice(0, start), ...(items as readonly unknown[]), ...list.slice(start + removed)],
    list,
    items,
  );
}
