import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Store } from '@cairn/core/store';
import { randomOf } from '../determinism/schedule.ts';

/** A store that answers later, as one behind a network does: up to two turns of the event loop on the way there and back. */
export function later(store: Store, seed: number): Store {
  const random = randomOf(seed);
  const turns = async (): Promise<void> => {
    for (let left = random() % 3; left > 0; left -= 1) await turnOfEventLoop();
  };
  return new Proxy(store, {
    get(_, name) {
      const member: unknown = Reflect.get(store, name, store);
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        await turns();
        const answer: unknown = await Reflect.apply(member, store, args);
        await turns();
        return answer;
      };
    },
  });
}
