import { listOf, misfit, mustBe, objectWith, text, type Shape } from '../base/problem/given.ts';
import { problem, type Problem } from '../base/problem/problem.ts';
import type { SideWrite } from '../definition/context.ts';
import type { ItemPlace, ItemWrite } from './contract/item.ts';
import type { Store } from './contract/store.ts';
import { placeOfFact } from './recall/fact-place.ts';

/** What is known of a write beside what it writes. */
interface Made {
  /** What it was made for. */
  readonly store: Store;
  /** The keys of what it needs that was not there when it was made. */
  readonly lacks?: readonly string[];
}

const made: unique symbol = Symbol('made');

type Marked = SideWrite & { readonly key?: string; readonly [made]?: Made };

/** A write that tells for which store it was made, and what was not there. */
export function marked(write: ItemWrite, facts: Made): SideWrite {
  const told: Marked = { ...write, [made]: facts };
  return told;
}

/** A write without what it tells. */
export function unmarked<Write extends object>(write: Write): Write {
  const { [made]: _made, ...rest } = write as Write & { readonly [made]?: Made };
  return rest as Write;
}

const aThread: Shape = { expected: 'a thread', fits: (value) => value === null || typeof value === 'string' };
const aWrite = objectWith('a write that a side table or a memory made, awaited', { table: text, thread: aThread });

/** Refuses what is no write of a side table, or was made for another store. */
export function mustBeWrites(writes: readonly SideWrite[], store: Store): void {
  mustBe('writes', writes, listOf({ expected: 'a write', fits: () => true }));
  for (const [at, write] of writes.entries()) {
    if (!aWrite.fits(write)) throw misfit(writes.length === 1 ? 'write' : `writes[${at}]`, write, aWrite);
    const before = (write as Marked)[made]?.store;
    if (before !== undefined && isAnother(before, store)) {
      throw problem('store/another', { store: store.name, table: write.table, made: before.name });
    }
  }
}

/** Where it cannot be told, they may be the same. */
function isAnother({ place: one }: Store, { place: other }: Store): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

/** The places of what writes need that was not there when they were made, and is not written before them. */
export function lackedBy(
  writes: readonly SideWrite[],
  isWritten: (place: ItemPlace) => boolean = () => false,
): readonly ItemPlace[] {
  const keys = new Set<string>();
  return writes.flatMap((write) => {
    const { table, thread, key, [made]: facts } = write as Marked;
    const places = (facts?.lacks ?? []).map((each) => ({ table, thread: null, key: each }));
    const lacked = places.filter((place) => !keys.has(`${table}/${place.key}`) && !isWritten(place));
    if (thread === null && key !== undefined) keys.add(`${table}/${key}`);
    return lacked;
  });
}

/** The problem of a fact that is to come from what is not there. */
export function noSource({ key }: ItemPlace): Problem<'fact/no-source'> {
  return problem('fact/no-source', placeOfFact(key));
}
