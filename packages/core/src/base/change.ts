/**
 * Changes: what a node adds to the state, as data.
 *
 * 1. A change is applied without the author's code, so any tool can show any state.
 * 2. `apply(apply(values, a), b)` equals `apply(values, combine([a, b]))`, the rounding of sums aside.
 */

import { encode } from './encode.ts';
import { grown } from './grow.ts';
import { seal } from './seal.ts';

/** One key's change. `reduce` keeps the updates beside their result, for the join that applies them again. */
export type Change =
  | { readonly set: unknown }
  | { readonly reduce: readonly unknown[]; readonly set: unknown }
  | { readonly append: readonly unknown[] }
  | { readonly add: number }
  | { readonly union: readonly unknown[] }
  | { readonly merge: Values }
  | { readonly upsert: readonly unknown[]; readonly by: string; readonly remove?: readonly unknown[] }
  | { readonly local: unknown };

/** The changes of one transition, by key. */
export type Changes = Readonly<Record<string, Change>>;

/** The values of a state, by key. */
export type Values = Readonly<Record<string, unknown>>;

const none: readonly unknown[] = seal([], '');

const emptyRecord: Values = seal({}, '');

/** The values after the changes; the values given stay as they were. */
export function apply(values: Values, changes: Changes): Values {
  let next: Record<string, unknown> | undefined;
  for (const key in changes) {
    const change = changes[key];
    if (change === undefined || 'local' in change) continue;
    next ??= { ...values };
    next[key] = applyOne(next[key], change);
  }
  return next ?? values;
}

/** One value after one change. */
export function applyOne(value: unknown, change: Exclude<Change, { local: unknown }>): unknown {
  if ('set' in change) return change.set;
  if ('append' in change) return appended(listOf(value), change.append);
  if ('add' in change) return (typeof value === 'number' ? value : 0) + change.add;
  if ('union' in change) return united(listOf(value), change.union);
  if ('merge' in change)
    return grown({ ...(value as Values | undefined), ...change.merge }, value ?? emptyRecord, change.merge);
  return upserted(listOf(value), change);
}

/** Spread, for `concat` and `slice` leave their fast paths where a list is frozen: 3 against 13 µs for 1,000 items. */
function appended(list: readonly unknown[], items: readonly unknown[]): readonly unknown[] {
  return grown([...list, ...items], list, items);
}

/** Whether a change takes the place of whatever was there. */
export function replaces(change: Change): boolean {
  return 'set' in change && !('reduce' in change);
}

/** One change for each key that stands for all of them, in order. Local changes stay in their lane and are left out. */
export function combine(all: readonly Changes[]): Changes {
  const combined: Record<string, Change> = {};
  let runs: Map<string, Change[]> | undefined;
  for (const changes of all) {
    for (const key in changes) {
      const change = changes[key];
      if (change === undefined || 'local' in change) continue;
      if (!Object.hasOwn(combined, key)) {
        combined[key] = change;
        continue;
      }
      const run = (runs ??= new Map<string, Change[]>()).get(key);
      if (run === undefined) runs.set(key, [combined[key] as Change, change]);
      else run.push(change);
    }
  }
  if (runs !== undefined) for (const [key, run] of runs) combined[key] = combineRun(run);
  return combined;
}

/** Folds one key's changes; whatever came before a `set` is gone with it. */
function combineRun(run: readonly Change[]): Change {
  const from = run.findLastIndex(replaces);
  const rest = from <= 0 ? run : run.slice(from);
  const first = rest[0] as Change;
  if (rest.length === 1) return first;
  if ('set' in first && !('reduce' in first)) return { set: rest.slice(1).reduce(applyLoosely, first.set) };
  if ('reduce' in first) return combineReduced(rest);
  if ('append' in first) return { append: rest.flatMap((change) => ('append' in change ? change.append : none)) };
  if ('add' in first) return { add: rest.reduce((sum, change) => sum + ('add' in change ? change.add : 0), 0) };
  if ('union' in first) {
    return {
      union: united(
        none,
        rest.flatMap((change) => ('union' in change ? change.union : none)),
      ),
    };
  }
  if ('merge' in first) {
    return { merge: Object.assign({}, ...rest.map((change) => ('merge' in change ? change.merge : {}))) as Values };
  }
  return rest.reduce(combineUpserts);
}

function applyLoosely(value: unknown, change: Change): unknown {
  return 'local' in change ? value : applyOne(value, change);
}

function combineReduced(run: readonly Change[]): Change {
  const last = run.at(-1);
  const updates = run.flatMap((change) => ('reduce' in change ? change.reduce : none));
  return { reduce: updates, set: last !== undefined && 'set' in last ? last.set : undefined };
}

function combineUpserts(first: Change, then: Change): Change {
  if (!('upsert' in first) || !('upsert' in then)) return then;
  const gone = new Set(then.remove);
  const kept = first.upsert.filter((item) => !gone.has(idOf(item, first.by)));
  const remove = [...new Set([...(first.remove ?? none), ...gone])];
  return {
    upsert: upserted(kept, { upsert: then.upsert, by: then.by }),
    by: then.by,
    ...(remove.length > 0 && { remove }),
  };
}

function upserted(
  list: readonly unknown[],
  { upsert, by, remove }: { upsert: readonly unknown[]; by: string; remove?: readonly unknown[] },
): readonly unknown[] {
  const items = new Map(list.map((item) => [idOf(item, by), item]));
  for (const id of remove ?? none) items.delete(id);
  for (const item of upsert) items.set(idOf(item, by), item);
  return grown([...items.values()], list, upsert);
}

function idOf(item: unknown, by: string): unknown {
  return typeof item === 'object' && item !== null ? (item as Values)[by] : undefined;
}

function united(list: readonly unknown[], added: readonly unknown[]): readonly unknown[] {
  const seen = new Set(list.map(identity));
  const result = [...list];
  for (const item of added) {
    const id = identity(item);
    if (seen.has(id)) continue;
    seen.add(id);
    result.push(item);
  }
  return grown(result, list, added);
}

const identities = new WeakMap<object, string>();

/** Two values with one identity are the same member of a union: their texts are equal but for the order of keys. */
export function identity(value: unknown): unknown {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value !== 'object' || value === null) return value;
  let text = identities.get(value);
  if (text === undefined) {
    text = JSON.stringify(JSON.parse(encode(value)), sorted);
    identities.set(value, text);
  }
  return text;
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : none;
}
