/**
 * Changes as rows tell them: a value that grows is told by what is new in it.
 *
 * 1. `wholeChanges(toldChanges(changes, values), values)` is `changes`, if the values are those that the changes are made to.
 * 2. What is told by edits is shorter than the value.
 */

import { idOf, type Change, type Values } from './change.ts';
import { differenceOf, isExactly, Misfit, patched, type Edit } from './difference.ts';
import { grown, grownOf } from './value/grow.ts';
import { sealList } from './value/seal.ts';
import { noClasses } from './value/codec.ts';
import { isRecord } from './value/same.ts';
import { UnknownInstance } from './value/unknown-instance.ts';
import { unread } from './value/unread.ts';

/**
 * A change of which some is told by edits: of the key's value; of the entries of a record, whose places begin with the
 * entry's name; of the items of a list, whose places begin with the item's id.
 */
export type PatchedChange =
  | { readonly patch: readonly Edit[] }
  | { readonly reduce: readonly unknown[]; readonly patch: readonly Edit[] }
  | { readonly merge: Values; readonly patch: readonly Edit[] }
  | {
      readonly upsert: readonly unknown[];
      readonly by: string;
      readonly remove?: readonly unknown[];
      readonly patch: readonly Edit[];
    };

export type ToldChange = Change | PatchedChange;

/** The changes of one row, by key. */
export type ToldChanges = Readonly<Record<string, ToldChange>>;

export function isPatched(change: ToldChange): change is PatchedChange {
  return 'patch' in change;
}

/** Changes as they are told of values. Where a name is to be hidden, the value around it is whole: it is sealed by its name. */
export function toldChanges(
  changes: Readonly<Record<string, Change>>,
  values: Values,
  hides: ((name: string) => boolean) | undefined,
): ToldChanges {
  return withSome(changes, (change, key) => {
    if (!mayGrow(change) || !Object.hasOwn(values, key)) return undefined;
    return unlessHidden(hides, key, () => patchOf(change, values[key]));
  });
}

/** Whether any of them may be told by edits: of most rows none may. */
export function someMayGrow(changes: Readonly<Record<string, Change>>): boolean {
  for (const key in changes) if (mayGrow(changes[key] as Change)) return true;
  return false;
}

/** Changes with others in the place of some; the same where there are none. */
export function withSome<Of, Other>(
  changes: Readonly<Record<string, Of>>,
  otherOf: (change: Of, key: string) => Other | undefined,
): Readonly<Record<string, Of | Other>> {
  let some: Record<string, Of | Other> | undefined;
  for (const key in changes) {
    const other = otherOf(changes[key] as Of, key);
    if (other !== undefined) (some ??= { ...changes })[key] = other;
  }
  return some ?? changes;
}

/** What is told by edits, where neither the key nor a name on the way to one of them is to be hidden. */
export function unlessHidden<Told extends { readonly patch: readonly Edit[] }>(
  hides: ((name: string) => boolean) | undefined,
  key: string,
  tell: () => Told | undefined,
): Told | undefined {
  if (hides === undefined) return tell();
  const told = hides(key) ? undefined : tell();
  return told?.patch.some(({ at }) => at.some((name) => hides(String(name)))) === true ? undefined : told;
}

/** Whether a change holds a whole value of which much may have been there before. */
function mayGrow(change: Change): boolean {
  if ('set' in change) return typeof change.set === 'string' || (typeof change.set === 'object' && change.set !== null);
  return 'merge' in change || 'upsert' in change;
}

function patchOf(change: Change, was: unknown): PatchedChange | undefined {
  if ('reduce' in change || 'set' in change) {
    const patch = differenceOf(was, change.set);
    if (patch === undefined) return undefined;
    return 'reduce' in change ? { reduce: change.reduce, patch } : { patch };
  }
  if ('merge' in change) return isRecord(was) ? patchedEntries(change.merge, was) : undefined;
  return 'upsert' in change && Array.isArray(was) ? patchedItems(change, was) : undefined;
}

function patchedEntries(entries: Values, was: Values): PatchedChange | undefined {
  if (!isRecord(entries)) return undefined;
  const patch: Edit[] = [];
  const whole: [string, unknown][] = [];
  for (const [name, value] of Object.entries(entries)) {
    const edits = Object.hasOwn(was, name) ? differenceOf(was[name], value) : undefined;
    if (edits === undefined || edits.length === 0) whole.push([name, value]);
    else for (const edit of edits) patch.push({ ...edit, at: [name, ...edit.at] });
  }
  return patch.length === 0 ? undefined : { merge: grown(Object.fromEntries(whole), entries, entries), patch };
}

type Upsert = Extract<Change, { readonly upsert: unknown }>;

function patchedItems(change: Upsert, was: readonly unknown[]): PatchedChange | undefined {
  const { by } = change;
  const patch: Edit[] = [];
  const whole = change.upsert.filter((item) => {
    const id = isRecord(item) ? idOf(item, by) : undefined;
    if (typeof id !== 'string' && typeof id !== 'number') return true;
    const before = was.find((each) => idOf(each, by) === id);
    const edits = before === undefined ? undefined : differenceOf(before, item);
    if (edits === undefined || edits.length === 0) return true;
    for (const edit of edits) patch.push({ ...edit, at: [id, ...edit.at] });
    return false;
  });
  return patch.length === 0 ? undefined : { ...change, upsert: sealList(whole, '', noClasses), patch };
}

/** What of a change is new: an item or an entry that is as it was is none. Undefined where nothing is. */
export function newsOf(change: Change, was: unknown): Change | undefined {
  if ('upsert' in change && Array.isArray(was)) return newItems(change, was);
  if (!('merge' in change) || !isRecord(was) || !isRecord(change.merge)) return change;
  const entries = Object.entries(change.merge);
  const news = entries.filter(([name, value]) => !Object.hasOwn(was, name) || !isExactly(was[name], value));
  if (news.length === entries.length) return change;
  return news.length === 0 ? undefined : { merge: grown(Object.fromEntries(news), change.merge, change.merge) };
}

function newItems(change: Upsert, was: readonly unknown[]): Change | undefined {
  const { upsert, by, remove } = change;
  const ids = new Map(was.map((item) => [idOf(item, by), item]));
  const items = upsert.filter((item) => {
    const id = idOf(item, by);
    return remove?.includes(id) === true || !ids.has(id) || !isExactly(ids.get(id), item);
  });
  if (items.length === upsert.length) return change;
  if (items.length === 0 && remove === undefined) return undefined;
  return { ...change, upsert: sealList(items, '', noClasses) };
}

/** Changes with all values whole; `values` are those that they are made to. A `Misfit` where edits do not fit them. */
export function wholeChanges(told: ToldChanges, values: Values): Readonly<Record<string, Change>> {
  const whole = withSome(told, (change, key) => (isPatched(change) ? wholeChange(change, values[key]) : undefined));
  return whole as Readonly<Record<string, Change>>;
}

function wholeChange(change: PatchedChange, was: unknown): Change {
  if (was instanceof UnknownInstance) return { set: unread };
  if ('merge' in change) {
    if (!isRecord(was)) throw new Misfit();
    const entries = changedParts(change.patch, (name) => (Object.hasOwn(was, name) ? was[name] : undefined));
    const values = sealList(
      entries.map(([, value]) => value),
      '',
      noClasses,
    );
    return { merge: grownOf({ ...change.merge, ...Object.fromEntries(entries) }, [change.merge, values]) };
  }
  if ('upsert' in change) {
    if (!Array.isArray(was)) throw new Misfit();
    const { patch, ...rest } = change;
    const items = changedParts(patch, (id) => (was as readonly unknown[]).find((item) => idOf(item, change.by) === id));
    return { ...rest, upsert: sealList([...items.map(([, item]) => item), ...change.upsert], '', noClasses) };
  }
  const set = patched(was, change.patch);
  return 'reduce' in change ? { reduce: change.reduce, set } : { set };
}

/** The parts that edits are of, changed; places begin with what a part is known by. */
function changedParts(
  edits: readonly Edit[],
  partBy: (name: string | number) => unknown,
): readonly (readonly [string | number, unknown])[] {
  const parts = new Map<string | number, Edit[]>();
  for (const edit of edits) {
    const [name, ...at] = edit.at;
    if (name === undefined) throw new Misfit();
    const ofPart = parts.get(name);
    if (ofPart === undefined) parts.set(name, [{ ...edit, at }]);
    else ofPart.push({ ...edit, at });
  }
  return Array.from(parts, ([name, own]) => {
    const part = partBy(name);
    if (part === undefined) throw new Misfit();
    return [name, patched(part, own)] as const;
  });
}
