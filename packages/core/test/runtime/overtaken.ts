import type { Commit, Store } from '@cairn/core/store';
import { ask, briefly } from '../../src/store/ask.ts';

/** A store where somebody, `thief`, takes a thread from its owner whenever rows that begin with a cause are about to be written. */
export function overtaken(store: Store, cause: string, thread: string): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const call = (...given: unknown[]): unknown => Reflect.apply(value, target, given);
      if (name !== 'commit') return call;
      return async (commit: Commit): Promise<unknown> => {
        if (commit.rows[0]?.cause === cause) await ask(briefly, () => target.claim(thread, 'thief', 0, true));
        return call(commit);
      };
    },
  });
}
