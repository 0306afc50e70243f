import type { Status, ThreadRecord } from './record.ts';

/** Which threads are counted, and how they are told apart. */
export interface CountQuery {
  /** Tags that a thread has all of. */
  readonly tags?: readonly string[];
  /** Whether threads of one graph and status are told apart by the version that they last ran with. */
  readonly versions?: boolean;
}

/** So many threads of a graph have a status. */
export interface ThreadCount {
  readonly graph: string;
  readonly status: Status;
  /** The fingerprint of the version that they last ran with, where versions are told apart. */
  readonly fingerprint?: string;
  readonly threads: number;
}

/** Counts threads one by one, for stores that have no quicker way. */
export class ThreadCounting {
  readonly #counted = new Map<string, ThreadCount>();
  readonly #query: CountQuery;

  constructor(query: CountQuery) {
    this.#query = query;
  }

  add({ graph, status, fingerprint, tags }: Pick<ThreadRecord, 'graph' | 'status' | 'fingerprint' | 'tags'>): void {
    if (this.#query.tags?.every((tag) => tags.includes(tag)) === false) return;
    const of = { graph, status, ...(this.#query.versions === true && { fingerprint }) };
    const key = JSON.stringify(Object.values(of));
    this.#counted.set(key, { ...of, threads: (this.#counted.get(key)?.threads ?? 0) + 1 });
  }

  get counts(): readonly ThreadCount[] {
    return [...this.#counted.values()];
  }
}
