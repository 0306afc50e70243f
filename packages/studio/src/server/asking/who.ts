import type { ThreadRecord } from '@cairn/core/store';

/** Which threads: all, or those of some graphs, with all of some tags. */
export type Threads =
  | 'all'
  | {
      /** The graphs that they are of; any by default. */
      readonly graphs?: readonly string[];
      /** Tags that a thread has all of. */
      readonly tags?: readonly string[];
    };

/** Somebody who asks Studio, and what they may. */
export interface Who {
  /** It stands in the log with what they did. */
  readonly name: string;
  /** `look` at all threads, which is the default; `act` on all as well; or on which threads they may. */
  readonly may?: 'look' | 'act' | { readonly look?: Threads; readonly act?: Threads };
}

/** Which threads somebody may look at. */
export function looks({ may }: Who): Threads {
  return typeof may === 'object' ? (may.look ?? 'all') : 'all';
}

/** Which threads somebody may act on; undefined for none. */
export function acts({ may }: Who): Threads | undefined {
  if (typeof may === 'object') return may.act;
  return may === 'act' ? 'all' : undefined;
}

/** Whether a thread is one of those. */
export function isAmong(threads: Threads, { graph, tags }: Pick<ThreadRecord, 'graph' | 'tags'>): boolean {
  if (threads === 'all') return true;
  const isOf = threads.graphs === undefined || threads.graphs.includes(graph);
  return isOf && (threads.tags ?? []).every((tag) => tags.includes(tag));
}
