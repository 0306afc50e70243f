import type { FoundItem, Item, ItemPlace, ItemSearch, ItemTies } from '../contract/item.ts';
import { findable, ranked, type Findable } from '../contract/likeness.ts';

interface Tied {
  readonly findable: Findable;
  readonly needs: readonly string[];
  readonly of: Set<string>;
}

/** By what items in memory are found, and what goes with what. */
export class KeptFinds {
  readonly #tied = new Map<Item, Tied>();
  /** What needs the item at a place, or is of a thread. */
  readonly #tiedTo = new Map<string, Set<Item>>();

  add(item: Item, ties: ItemTies): void {
    const { words, vectors, needs = [], of = [] } = ties;
    if ((words ?? vectors ?? ties.needs ?? ties.of) === undefined) return;
    this.#tie(item, { findable: findable(item, ties), needs, of: new Set(of) });
  }

  #tie(item: Item, tied: Tied): void {
    this.#tied.set(item, tied);
    for (const name of namesIn(item, tied)) this.#tiedTo.set(name, (this.#tiedTo.get(name) ?? new Set()).add(item));
  }

  /** Has another stand in the place of an item. */
  replace(item: Item, by: Item): void {
    const tied = this.#tied.get(item);
    this.drop(item);
    if (tied !== undefined) this.#tie(by, { ...tied, findable: { ...tied.findable, item: by } });
  }

  /** The threads that an item is of. */
  threadsOf(item: Item): readonly string[] {
    return [...(this.#tied.get(item)?.of ?? [])];
  }

  drop(item: Item): void {
    const tied = this.#tied.get(item);
    if (tied === undefined) return;
    this.#tied.delete(item);
    for (const name of namesIn(item, tied)) this.#release(name, item);
  }

  /** What goes with an item. */
  needing({ table, thread, key }: ItemPlace): readonly Item[] {
    return thread === null ? [...(this.#tiedTo.get(`${table}/${key}`) ?? [])] : [];
  }

  /** What goes with a thread that goes. */
  leftBy(thread: string): readonly Item[] {
    const name = `@${thread}`;
    return [...(this.#tiedTo.get(name) ?? [])].filter((item) => {
      const { of } = this.#tied.get(item) as Tied;
      of.delete(thread);
      this.#release(name, item);
      return of.size === 0;
    });
  }

  #release(name: string, item: Item): void {
    const items = this.#tiedTo.get(name);
    items?.delete(item);
    if (items?.size === 0) this.#tiedTo.delete(name);
  }

  find(items: readonly Item[], search: ItemSearch): readonly FoundItem[] {
    const all = [...this.#tied.values()].map((tied) => tied.findable);
    return ranked(
      items.map((item) => this.#tied.get(item)?.findable ?? findable(item, {})),
      all,
      search,
    );
  }
}

function namesIn({ table }: Item, { needs, of }: Pick<Tied, 'needs' | 'of'>): readonly string[] {
  return [...needs.map((key) => `${table}/${key}`), ...Array.from(of, (id) => `@${id}`)];
}
