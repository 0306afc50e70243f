import type { Clock } from '../../base/clock.ts';
import { acceptCached, acceptPlan } from '../contract/accept.ts';
import type { FoundItem, Item, ItemPlace, ItemPut, ItemQuery, ItemSearch } from '../contract/item.ts';
import type { Blob, Owner, Store } from '../contract/store.ts';
import { KeptBlobs } from './kept-blobs.ts';
import { KeptItems } from './kept-items.ts';
import { KeptOwners } from './kept-owners.ts';

/** What a memory store is made with. */
export interface MemoryOptions {
  /**
   * The clock by which it is judged who is alive, as a store has that machines share. Without it each runtime judges by its own, as
   * processes of one machine do.
   */
  readonly clock?: Pick<Clock, 'now'>;
}

type Keeping = Pick<
  Store,
  | 'name'
  | 'place'
  | 'heartbeat'
  | 'blobs'
  | 'keepPlan'
  | 'plan'
  | 'plans'
  | 'cached'
  | 'keepCached'
  | 'item'
  | 'items'
  | 'findItems'
  | 'putItems'
  | 'close'
>;

/** Keeps what is kept apart, plans, results for a while and the items of side tables in memory, and knows who is alive. */
export class MemoryKeeping implements Keeping {
  readonly name = 'memory';
  readonly place: symbol = Symbol('memory');
  protected readonly sideTables: KeptItems = new KeptItems(this.name);
  protected readonly keptBlobs: KeptBlobs = new KeptBlobs();
  readonly #plans = new Map<string, { readonly graph: string; readonly body: string }>();
  readonly #cache = new Map<string, { readonly body: string; readonly until: number }>();

  /** Who drives threads. */
  protected readonly owners: KeptOwners;

  constructor({ clock }: MemoryOptions) {
    this.owners = new KeptOwners(clock);
  }

  heartbeat({ id }: Owner, lease: number, now: number): void {
    this.owners.beat(id, lease, now);
  }

  blobs(hashes: readonly string[]): readonly Blob[] {
    return this.keptBlobs.of(hashes);
  }

  keepPlan(fingerprint: string, graph: string, body: string): void {
    acceptPlan(this.name, body);
    if (!this.#plans.has(fingerprint)) this.#plans.set(fingerprint, { graph, body });
  }

  plan(fingerprint: string): string | undefined {
    return this.#plans.get(fingerprint)?.body;
  }

  plans(graph: string): readonly string[] {
    return [...this.#plans].flatMap(([fingerprint, plan]) => (plan.graph === graph ? [fingerprint] : []));
  }

  cached(key: string, now: number): string | undefined {
    const found = this.#cache.get(key);
    if (found === undefined || found.until > now) return found?.body;
    for (const [each, { until }] of this.#cache) if (until <= now) this.#cache.delete(each);
    return undefined;
  }

  keepCached(key: string, body: string, until: number): void {
    acceptCached(this.name, key, body, until);
    this.#cache.set(key, { body, until });
  }

  item(place: ItemPlace, now: number): Item | undefined {
    return this.sideTables.get(place, now);
  }

  items(query: ItemQuery, now: number): readonly Item[] {
    return this.sideTables.list(query, now);
  }

  findItems(search: ItemSearch, now: number): readonly FoundItem[] {
    return this.sideTables.find(search, now);
  }

  putItems(writes: readonly ItemPut[], now: number): 'ok' | 'stale' {
    return this.sideTables.put(writes, now);
  }

  close(): void {
    // What is in memory goes with the last reference to it.
  }
}
