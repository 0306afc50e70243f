import { unlessAborted } from '../../base/unless-aborted.ts';
import type { Store } from '../../store/contract/store.ts';

/** The same store, for reading until a signal aborts: what is asked then, or is not answered by then, ends with its reason. */
export function readUntil<Of extends Store>(store: Of, signal: AbortSignal | undefined): Of {
  if (signal === undefined) return store;
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        signal.throwIfAborted();
        const answer: unknown = Reflect.apply(member, target, given);
        return answer instanceof Promise ? unlessAborted(answer, signal) : answer;
      };
    },
  });
}
