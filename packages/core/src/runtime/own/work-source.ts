import { ask, moment } from '../../store/ask.ts';
import type { Soon, Store } from '../../store/contract/store.ts';

/** Where an agenda finds what is to be done. */
export interface WorkSource {
  /** Threads with something to do by `now`, the one that waited longest first; fewer than `limit` are all. */
  runnable(now: number, limit: number): Soon<readonly string[]>;
  /** When the next is due, later than `after`. */
  nextDue(after: number): Soon<number | undefined>;
  /** A number that changes when others may have made work. */
  version(): Soon<number>;
  /** A thread that was driven here goes on by itself at `due`, which may be never. */
  note(id: string, due: number): void;
}

/** All that a store has for these graphs. */
export function workOfStore(store: Store, graphs: readonly string[]): WorkSource {
  return {
    runnable: (now, limit) => ask(moment, () => store.runnable(now, limit, graphs)),
    nextDue: (after) => ask(moment, () => store.nextDue(after, graphs)),
    version: () => ask(moment, () => store.version()),
    note() {
      // The store knows.
    },
  };
}

/** The threads that were driven here, and nothing else. */
export function ownWork(): WorkSource {
  const dues = new Map<string, number>();
  return {
    runnable(now, limit) {
      const due = [...dues].filter(([, at]) => at <= now).toSorted(([, left], [, right]) => left - right);
      return due.slice(0, limit).map(([id]) => id);
    },
    nextDue(after) {
      let next = Infinity;
      for (const due of dues.values()) if (due > after) next = Math.min(next, due);
      return next === Infinity ? undefined : next;
    },
    version: () => 0,
    note(id, due) {
      if (due === Infinity) dues.delete(id);
      else dues.set(id, due);
    },
  };
}
