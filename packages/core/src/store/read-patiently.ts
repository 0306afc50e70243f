import { ask, type Patience } from './ask.ts';
import type { Store } from './store.ts';

/** The same store, for reading: what meets an error that passes is asked again. What is answered at once comes at once. */
export function readPatiently(store: Store, patience: Patience): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => ask(patience, () => Reflect.apply(member, target, given));
    },
  });
}
