import type { Soon, Store } from '@cairn/core/store';

/** How the kit gets at the store under test. */
export interface StoreBench {
  /** An empty store. */
  open(): Soon<Store>;
  /** Closes a store and opens what it kept; left out where nothing outlives closing. */
  reopen?(store: Store): Soon<Store>;
  /** Sets the clock of the store under test, in milliseconds since 1970; left out where it has none of its own. */
  setClock?(time: number): Soon<void>;
}

/** Something that holds for every store; `run` rejects where it does not. */
export interface StoreClaim {
  readonly name: string;
  readonly run: (bench: StoreBench) => Promise<void>;
}

/** A store on trial. */
export interface Trial {
  readonly store: Store;
  /** The store after closing and opening it again, where it can be; what is read from then on was really kept. */
  readonly again: () => Promise<Store>;
  /** A store that goes by its own clock, and what sets that; undefined where it has none. */
  readonly own: { readonly store: Store; readonly setClock: NonNullable<StoreBench['setClock']> } | undefined;
}

/** Makes a claim of a test that gets a store of its own. */
export function claim(name: string, test: (trial: Trial) => Promise<void>): StoreClaim {
  const run = async (bench: StoreBench): Promise<void> => {
    let store = await bench.open();
    const setClock = bench.setClock?.bind(bench);
    const again = async (): Promise<Store> => {
      if (bench.reopen !== undefined) store = await bench.reopen(store);
      return onTime(store, setClock);
    };
    try {
      await test({ store: onTime(store, setClock), again, own: setClock && { store, setClock } });
    } finally {
      await store.close();
    }
  };
  return { name, run };
}

/** A store whose own clock shows what is told to it as the time: a claim is about one clock, unless it is about several. */
function onTime(store: Store, setClock: StoreBench['setClock']): Store {
  if (setClock === undefined) return store;
  const at = async <Answer>(now: number, ask: () => Soon<Answer>): Promise<Answer> => {
    await setClock(now);
    return ask();
  };
  const told: Partial<Store> = {
    heartbeat: (owner, lease, now) => at(now, () => store.heartbeat(owner, lease, now)),
    claim: (thread, owner, now, force) => at(now, () => store.claim(thread, owner, now, force)),
    take: (thread, take) => at(take.now, () => store.take(thread, take)),
    runnable: (now, limit, graphs) => at(now, () => store.runnable(now, limit, graphs)),
  };
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(told, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
