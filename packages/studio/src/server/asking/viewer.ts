import type { AnyGraph } from '@cairn/core';
import type { Store, ThreadRecord } from '@cairn/core/store';
import type { ThreadShown } from '../../api.ts';
import { acts, isAmong, looks, type Who } from './who.ts';
import { seenStore } from './seen-store.ts';
import { neededKeys } from '../needed-keys.ts';

/** What a Studio has. */
export interface Offered {
  readonly store: Store;
  /** The graphs that it can start and act on; none where it only looks. */
  readonly graphs: readonly AnyGraph[];
  /** Whether nothing is done here, whoever asks. */
  readonly readOnly: boolean;
  /** Why nothing can be done. */
  readonly why: string;
  /** A text as whoever asks may read it: without the folder of the store's file, where they are not at its machine. */
  readonly told: (text: string) => string;
}

/** Somebody who asks, and what is there for them. */
export class Viewer {
  readonly who: Who;
  readonly store: Store;
  /** Where the API is: `/studio/api/v1/`. */
  readonly root: string;
  readonly #offered: Offered;

  constructor(who: Who, offered: Offered, root: string) {
    this.who = who;
    this.store = seenStore(offered.store, looks(who));
    this.root = root;
    this.#offered = offered;
  }

  /** The graphs that they may do something with here. */
  get graphs(): readonly string[] {
    const threads = acts(this.who);
    if (this.#offered.readOnly || threads === undefined) return [];
    const names = this.#offered.graphs.map(({ name }) => name);
    return names.filter((graph) => threads === 'all' || (threads.graphs ?? [graph]).includes(graph));
  }

  /** The keys without which a thread of a graph does not start; undefined where they can start none. */
  neededBy(name: string): readonly string[] | undefined {
    const graph = this.graphs.includes(name) ? this.#offered.graphs.find((each) => each.name === name) : undefined;
    return graph && neededKeys(graph);
  }

  /** What the store is called to them. */
  get storeName(): string {
    return this.told(this.#offered.store.name);
  }

  /** A text as they may read it. */
  told(text: string): string {
    return this.#offered.told(text);
  }

  /** Whether they may look at every thread. */
  get seesAll(): boolean {
    return looks(this.who) === 'all';
  }

  /** Whether they may do anything at all. */
  get canAct(): boolean {
    return this.graphs.length > 0;
  }

  /** Whether they may query the database: it says everything of every thread. */
  get sql(): boolean {
    return this.seesAll && 'select' in this.#offered.store;
  }

  /** Whether they may act on a thread, and if not, why; `told` is what is said where it is they who may not. */
  may(
    record: Pick<ThreadRecord, 'graph' | 'tags'>,
    told = 'You may look at this thread, and not act on it.',
  ): ThreadShown['may'] {
    const { readOnly, graphs, why } = this.#offered;
    if (readOnly) return { act: false, why };
    const threads = acts(this.who);
    if (threads === undefined || !isAmong(threads, record)) return { act: false, why: told };
    if (!graphs.some(({ name }) => name === record.graph))
      return { act: false, why: `Studio was not given the graph "${record.graph}".` };
    return { act: true };
  }
}
