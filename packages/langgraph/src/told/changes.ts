import type { Json } from './past.ts';

/** How a channel's values follow from each other, as a key of Cairn: what all of them allow. */
export type Kind = 'append' | 'merge' | 'set';

/** A change as a row tells it. */
export type Change = { readonly set: unknown } | { readonly append: readonly unknown[] } | { readonly merge: Json };

/** The kinds of all channels in a history. */
export function kindsIn(history: readonly Json[]): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  for (const values of history) {
    for (const key of Object.keys(values)) {
      const kind = kindOf(values[key]);
      const known = kinds.get(key);
      kinds.set(key, known === undefined || known === kind ? kind : 'set');
    }
  }
  return kinds;
}

function kindOf(json: unknown): Kind {
  if (Array.isArray(json)) return 'append';
  return isRecord(json) ? 'merge' : 'set';
}

/** Whether JSON is a record, and not what stands for something that JSON has not. */
function isRecord(json: unknown): json is Json {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  return !Object.keys(json).some((key) => key.startsWith('$'));
}

const empty: Readonly<Record<Kind, unknown>> = { append: [], merge: {}, set: { $undefined: true } };

/** What leads from one state to the next; undefined where they are the same. */
export function changesTo(
  was: Json,
  is: Json,
  kinds: ReadonlyMap<string, Kind>,
): Readonly<Record<string, Change>> | undefined {
  const changes: Record<string, Change> = {};
  for (const key of Object.keys(is)) {
    const change = Object.hasOwn(was, key) ? changeTo(was[key], is[key], kinds.get(key)) : { set: is[key] };
    if (change !== undefined) changes[key] = change;
  }
  for (const key of Object.keys(was)) {
    if (!Object.hasOwn(is, key)) changes[key] = { set: empty[kinds.get(key) ?? 'set'] };
  }
  return Object.keys(changes).length === 0 ? undefined : changes;
}

function changeTo(was: unknown, is: unknown, kind: Kind = 'set'): Change | undefined {
  if (was === is) return undefined;
  if (kind === 'append' && Array.isArray(was) && Array.isArray(is)) {
    const after = is as readonly unknown[];
    if (was.length > after.length || !was.every((item, at) => isSame(item, after[at]))) return { set: after };
    return was.length === after.length ? undefined : { append: after.slice(was.length) };
  }
  if (isSame(was, is)) return undefined;
  if (kind === 'merge' && isRecord(was) && isRecord(is) && Object.keys(was).every((key) => Object.hasOwn(is, key))) {
    const news = Object.entries(is).filter(([key, part]) => !Object.hasOwn(was, key) || !isSame(was[key], part));
    return { merge: Object.fromEntries(news) };
  }
  return { set: is };
}

/** Parts that did not change are mostly the very same, as a checkpoint is made of the one before. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other);
}
