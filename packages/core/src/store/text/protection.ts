import { callable, listOf, objectWith, optional, text, type Shape } from '../../base/problem/given.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Store } from '../contract/store.ts';
import { protectedStore } from './protected-store.ts';
import type { Protection } from './sealed-text.ts';

/** What `protect` may be. */
export const protection: Shape = objectWith(
  'an object with a list of keys, and seal() and open() where they are given',
  {
    keys: listOf(text),
    seal: optional(callable),
    open: optional(callable),
  },
);

/** A store and a codec by which protected keys are sealed and opened, and what is said of their values is said without them. */
export function protecting(
  store: Store,
  codec: Codec,
  protect: Protection | undefined,
): { store: Store; codec: Codec } {
  if (protect === undefined) return { store, codec };
  const keys = new Set(protect.keys);
  return { store: protectedStore(store, protect), codec: { ...codec, protects: (key) => keys.has(key) } };
}
