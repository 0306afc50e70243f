/**
 * Entries that need others: each has an id, and names those that come before it.
 *
 * 1. Whatever was given, as a plan that a model made, comes out in an order or as one mistake in words.
 * 2. The order is that of the entries, but for those that are needed later than they stand.
 */

import { inWords } from './problem/given.ts';
import { latePattern } from './problem/late-pattern.ts';
import { listed } from './problem/listed.ts';
import { suggest } from './problem/nearest.ts';

/** What an entry is called, and which others it needs. */
export interface NeedingEntry {
  readonly id: string;
  readonly needs: readonly string[];
}

/** What is wrong with the id or the needs of an entry. */
export interface MistakeInNeeds {
  readonly of: 'id' | 'needs';
  /** The entry's id, as it is put in words. */
  readonly id: string;
  readonly why: string;
}

/** So much may be the name of a lane. */
const longest = 200;

/** The first thing that is wrong with the ids and needs of entries; undefined where they can be ordered. */
export function mistakeInNeeds(
  entries: readonly { readonly id: unknown; readonly needs?: unknown }[],
): MistakeInNeeds | undefined {
  const ids = new Set<unknown>();
  for (const { id } of entries) {
    const why = ids.has(id) ? 'which is the id of another entry as well' : whyNoId(id);
    if (why !== undefined) return { of: 'id', id: inWords(id), why };
    ids.add(id);
  }
  for (const { id, needs = [] } of entries) {
    const why = whyNoNeeds(needs, ids as ReadonlySet<string>);
    if (why !== undefined) return { of: 'needs', id: inWords(id), why };
  }
  const known = entries.map(({ id, needs = [] }) => ({ id, needs }) as NeedingEntry);
  const found = ordered(known);
  if (!('circle' in found)) return undefined;
  const [first = '', ...others] = found.circle;
  const needed = others.map((id) => `"${id}"`);
  const why = needed.length === 0 ? 'itself' : `${listed(needed, ', which needs ')}, which needs it`;
  return { of: 'needs', id: `"${first}"`, why: `${why}, so that it would never begin` };
}

const control = latePattern(String.raw`\p{Cc}`);

function whyNoId(id: unknown): string | undefined {
  if (typeof id !== 'string') return 'which is no text';
  if (id === '') return 'which is empty';
  if (id.length > longest) return `which is longer than ${longest} characters`;
  if (id.includes('/')) return 'which has a "/"';
  return control().test(id) || !id.isWellFormed() ? 'which has what is no character to read' : undefined;
}

function whyNoNeeds(needs: unknown, ids: ReadonlySet<string>): string | undefined {
  if (!Array.isArray(needs)) return `${inWords(needs)}, which is no list of ids`;
  // By its place, as what is there may be undefined.
  const at = needs.findIndex((id) => !ids.has(id as string));
  if (at === -1) return undefined;
  const unknown: unknown = needs[at];
  const hint = typeof unknown === 'string' ? ` ${suggest(unknown, [...ids])}` : '';
  return `${inWords(unknown)}, which is the id of no entry.${hint}`;
}

/** Places of entries: each after those that it needs. What {@link mistakeInNeeds} has nothing to say of can be ordered. */
export function orderByNeeds(entries: readonly NeedingEntry[]): readonly number[] {
  const found = ordered(entries);
  if ('circle' in found) throw new Error(`Entries need each other: ${found.circle.join(', ')}.`);
  return found.order;
}

/** Goes from each entry to those that it needs, and on: however long a chain is, no call waits for another. */
function ordered(
  entries: readonly NeedingEntry[],
): { readonly order: readonly number[] } | { readonly circle: readonly string[] } {
  const placeOf = new Map(entries.map(({ id }, place) => [id, place]));
  const order: number[] = [];
  const isDone = new Set<number>();
  const isOpen = new Set<number>();
  for (const start of entries.keys()) {
    const open = isDone.has(start) ? [] : [{ place: start, next: 0 }];
    isOpen.clear();
    isOpen.add(start);
    for (let at = open.at(-1); at !== undefined; at = open.at(-1)) {
      const needed = (entries[at.place] as NeedingEntry).needs[at.next];
      at.next += 1;
      if (needed === undefined) {
        open.pop();
        isOpen.delete(at.place);
        isDone.add(at.place);
        order.push(at.place);
        continue;
      }
      const place = placeOf.get(needed) as number;
      if (isOpen.has(place))
        return {
          circle: circleFrom(
            open.map((each) => each.place),
            place,
          ).map((each) => (entries[each] as NeedingEntry).id),
        };
      if (isDone.has(place)) continue;
      open.push({ place, next: 0 });
      isOpen.add(place);
    }
  }
  return { order };
}

function circleFrom(open: readonly number[], first: number): readonly number[] {
  return open.slice(open.indexOf(first));
}
