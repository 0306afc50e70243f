import type { Store } from '../../src/store.ts';

/** What was asked of a store, by the name of the call. */
export type Calls = Record<string, number>;

/** A store that counts what is asked of it. It hides the mark of one whose calls fail by chance: tries are not counted. */
export function counted(store: Store): { readonly store: Store; readonly calls: Calls } {
  const calls: Calls = {};
  const counting = new Proxy(store, {
    get(target, name) {
      const value: unknown = typeof name === 'symbol' ? undefined : Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...given: unknown[]): unknown => {
        calls[String(name)] = (calls[String(name)] ?? 0) + 1;
        return Reflect.apply(value, target, given);
      };
    },
  });
  return { store: counting, calls };
}

/** A store that answers some turns of the event loop later, as one behind a network does. */
export function later(store: Store, turns = 2): Store {
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]): Promise<unknown> => {
        for (let left = turns; left > 0; left -= 1) await turn();
        const answer: unknown = await Reflect.apply(value, target, given);
        await turn();
        return answer;
      };
    },
  });
}

/**
 * A store behind a network, and which calls were made of it since that was asked last, in order. Closing it is up to whoever made it, and
 * no call fails by chance.
 */
export function tolled(kept: Store): { readonly store: Store; readonly calls: () => readonly string[] } {
  let made: string[] = [];
  const store = new Proxy(later(kept), {
    get(target, name) {
      const value: unknown = typeof name === 'symbol' ? undefined : Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name === 'close') return () => undefined;
      return (...given: unknown[]): unknown => {
        made.push(String(name));
        return Reflect.apply(value, target, given);
      };
    },
  });
  const calls = (): readonly string[] => {
    const since = made;
    made = [];
    return since;
  };
  return { store, calls };
}
