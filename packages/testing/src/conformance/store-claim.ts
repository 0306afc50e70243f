import type { Soon, Store } from '@cairn/core/store';

/** How the kit gets at the store under test. */
export interface StoreBench {
  /** An empty store. */
  open(): Soon<Store>;
  /** Closes a store and opens what it kept; left out where nothing outlives closing. */
  reopen?(store: Store): Soon<Store>;
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
}

/** Makes a claim of a test that gets a store of its own. */
export function claim(name: string, test: (trial: Trial) => Promise<void>): StoreClaim {
  const run = async (bench: StoreBench): Promise<void> => {
    const first = await bench.open();
    let store = first;
    const again = async (): Promise<Store> => {
      if (bench.reopen !== undefined) store = await bench.reopen(store);
      return store;
    };
    try {
      await test({ store: first, again });
    } finally {
      await store.close();
    }
  };
  return { name, run };
}
