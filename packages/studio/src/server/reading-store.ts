import { setImmediate as nextTurn } from 'node:timers/promises';
import { readUntil } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { storeWith } from './store-with.ts';

/** For so many milliseconds at most a request reads without letting others go on. */
const share = 8;

/**
 * The same store for one request: it is read until the signal aborts, and other requests have their turn in between, however much is
 * read from a store that answers at once.
 */
export function readingStore<Of extends Store>(store: Of, signal: AbortSignal): Of {
  const reading = readUntil(store, signal);
  let since = performance.now();
  const inTurn = async (call: () => unknown): Promise<unknown> => {
    await nextTurn();
    since = performance.now();
    return call();
  };
  return new Proxy(reading, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        const call = (): unknown => Reflect.apply(member, target, given);
        return !together.has(name) && performance.now() - since > share ? inTurn(call) : call();
      };
    },
  });
}

/** What answers at once in a store that has it, and is asked for as such. */
const together: ReadonlySet<string | symbol> = new Set(['ownerOf', 'close']);

/**
 * The same store until a time, in milliseconds of `performance.now()`: then its lists of threads end, and {@link Ending.cursor} is where
 * the list goes on.
 */
export function listingUntil<Of extends Store>(
  store: Of,
  end: number,
): { readonly store: Of; readonly ending: Ending } {
  const ending: Ending = {};
  const threads: Store['threads'] = (query) => {
    if (performance.now() < end || query.cursor === undefined) return store.threads(query);
    ending.cursor ??= query.cursor;
    return { threads: [] };
  };
  return { store: storeWith(store, { threads }), ending };
}

/** Where a list was ended before its end. */
export interface Ending {
  cursor?: string;
}
