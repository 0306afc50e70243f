import {
  sayingOf,
  type FoundItem,
  type Item,
  type ItemPlace,
  type ItemSaying,
  type ItemSearch,
  type ItemTies,
} from '../contract/item.ts';
import { findable, mustBeAsLong, ranked, type Findable } from '../contract/likeness.ts';

/** What is known of an item beside itself. */
interface Tied {
  readonly findable: Findable;
  readonly sayings: readonly ItemSaying[];
  /** The version since which it says what it says. */
  readonly since: number;
}

/** By what items in memory are found, and what goes with what. */
export class KeptFinds {
  readonly #tied = new Map<Item, Tied>();
  /** What is said by what needs the item at a place, or is of a thread. */
  readonly #tiedTo = new Map<string, Set<Item>>();

  add(item: Item, ties: ItemTies, sayings: readonly ItemSaying[], since: number): void {
    if (sayingOf(ties) !== undefined) this.#tie(item, { findable: findable(item, ties), sayings, since });
  }

  #tie(item: Item, tied: Tied): void {
    this.#tied.set(item, tied);
    for (const name of namesIn(item, tied)) this.#tiedTo.set(name, (this.#tiedTo.get(name) ?? new Set()).add(item));
  }

  /** Has another stand in the place of an item, said by these. */
  replace(item: Item, by: Item, sayings: readonly ItemSaying[]): void {
    const tied = this.#tied.get(item);
    this.drop(item);
    if (tied !== undefined) this.#tie(by, { ...tied, sayings, findable: { ...tied.findable, item: by } });
  }

  /** What says an item; undefined where it is there by itself. */
  sayingsOf(item: Item): readonly ItemSaying[] | undefined {
    return this.#tied.get(item)?.sayings;
  }

  sinceOf(item: Item): number {
    return this.#tied.get(item)?.since ?? item.version;
  }

  drop(item: Item): void {
    const tied = this.#tied.get(item);
    if (tied === undefined) return;
    this.#tied.delete(item);
    for (const name of namesIn(item, tied)) {
      const items = this.#tiedTo.get(name);
      items?.delete(item);
      if (items?.size === 0) this.#tiedTo.delete(name);
    }
  }

  /** What something says that needs the item at a place. */
  needing({ table, thread, key }: ItemPlace): readonly Item[] {
    return thread === null ? [...(this.#tiedTo.get(`${table}/${key}`) ?? [])] : [];
  }

  /** What something says that is of a thread. */
  of(thread: string): readonly Item[] {
    return [...(this.#tiedTo.get(`@${thread}`) ?? [])];
  }

  find(store: string, items: readonly Item[], search: ItemSearch): readonly FoundItem[] {
    const { table, vector } = search;
    const found = items.map((item) => this.#tied.get(item)?.findable ?? findable(item, {}));
    const lengths = found.flatMap(({ vectors }) => vectors.map(({ length }) => length));
    if (vector !== undefined) mustBeAsLong(store, table, vector.length, lengths);
    const all = [...this.#tied.values()].map((tied) => tied.findable);
    return ranked(found, all, search);
  }
}

function namesIn({ table }: Item, { sayings }: Pick<Tied, 'sayings'>): ReadonlySet<string> {
  return new Set(
    sayings.flatMap(({ needs = [], of }) => [
      ...needs.map(({ key }) => `${table}/${key}`),
      ...(of === undefined ? [] : [`@${of}`]),
    ]),
  );
}
