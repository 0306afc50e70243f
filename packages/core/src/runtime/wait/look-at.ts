import { isEndOfStore } from '../../store/contract/end-of-store.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import type { Asked, Changed, Store } from '../../store/contract/store.ts';

/** What came of a look, by thread: of those that are as they were known nothing. */
export type Looked = ReadonlyMap<string, Changed | { readonly error: unknown }>;

/**
 * Looks at threads, in one call. What a store cannot say of all of them for good may be one thread's: they are asked about one by one then,
 * and what is wrong with one is told of that alone. What passes, and the end of a store, are thrown.
 */
export async function lookAt(store: Store, asked: readonly Asked[]): Promise<Looked> {
  if (asked.length === 0) return new Map();
  try {
    const changed = await store.changed(asked);
    return new Map(changed.map((each) => [each.thread, each]));
  } catch (error) {
    if (isPassing(error) || isEndOfStore(error)) throw error;
    const [only, ...others] = asked;
    if (only !== undefined && others.length === 0) return new Map([[only.thread, { error }]]);
  }
  const one = await Promise.all(asked.map((each) => lookAt(store, [each])));
  return new Map(one.flatMap((each) => [...each]));
}
