import type { Store } from '@cairn/core/store';

/** A connection to a store that outlives it: several runtimes share what is kept, and each closes for itself. */
export function keptOpen(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = name === 'close' ? () => undefined : Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** Gives each who connects a connection of its own to a store. */
export function connectionsTo(store: Store): () => Store {
  return () => keptOpen(store);
}
