import type { Store } from '@cairn/core/store';
import type { SqliteStore } from '@cairn/sqlite';

/** Which calls write something that has to be kept, so that there must be a file for it. */
const makes: Readonly<Record<keyof Store, boolean>> = {
  name: false,
  place: false,
  create: true,
  commit: true,
  thread: false,
  threads: false,
  counts: false,
  rows: false,
  jumps: false,
  snapshot: false,
  state: false,
  blobs: false,
  heartbeat: true,
  retire: false,
  claim: false,
  take: false,
  runnable: false,
  nextDue: false,
  leave: false,
  left: false,
  messages: false,
  consumed: false,
  message: false,
  version: false,
  changed: false,
  outputs: false,
  shown: false,
  keepPlan: false,
  plan: false,
  plans: false,
  item: false,
  items: false,
  findItems: false,
  putItems: true,
  cached: false,
  keepCached: true,
  retag: false,
  remove: false,
  trim: false,
  integrity: false,
  close: false,
};

/**
 * A store whose file is made when something is first written to it that somebody may ask for; until then it is `empty`. What
 * turns out to be wrong before that leaves no file behind. Plans, which a runtime keeps when it is opened, come along.
 */
export function lateStore(name: string, empty: SqliteStore, make: () => SqliteStore): SqliteStore {
  let store = empty;
  const plans: Parameters<SqliteStore['keepPlan']>[] = [];
  const late = Object.entries(empty).map(([method, own]: [string, unknown]) => {
    if (typeof own !== 'function') return [method, own] as const;
    return [
      method,
      (...given: readonly unknown[]): unknown => {
        if (store === empty && makes[method as keyof Store]) {
          store = make();
          void empty.close();
          for (const plan of plans) void store.keepPlan(...plan);
        }
        if (store === empty && method === 'keepPlan') plans.push(given as (typeof plans)[number]);
        return (store[method as keyof SqliteStore] as (...all: readonly unknown[]) => unknown)(...given);
      },
    ] as const;
  });
  return { ...(Object.fromEntries(late) as unknown as SqliteStore), name };
}
