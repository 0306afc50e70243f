import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Store } from '@cairn/core/store';
import { problem } from '../../packages/core/src/base/problem.ts';

/** How a store behaves that is far away, over a line that fails now and then. */
export interface Unsteadiness {
  /** Numbers from 0 up to 1, from a seed. */
  readonly random: () => number;
  /** At most so many turns of the event loop lie between it and whoever calls, each way. */
  readonly turns: number;
  /** How likely a call fails: before it was done, and, as likely, after. */
  readonly fails: () => number;
}

/** These end what their caller has; what failed of it would fail at the end of everything. */
const steady: ReadonlySet<PropertyKey> = new Set(['close', 'retire']);

/** The same store, farther away: each call answers later, and sometimes an error that passes comes instead of the answer. */
export function unsteady(store: Store, { random, turns, fails }: Unsteadiness): Store {
  const far = async (): Promise<void> => {
    for (let left = Math.floor(random() * (turns + 1)); left > 0; left -= 1) await turnOfEventLoop();
  };
  const failed = (): Error => problem('store/io', { store: store.name, found: 'the line was cut' });
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        const [luck, share] = [random(), steady.has(name) ? 0 : fails()];
        await far();
        if (luck < share) throw failed();
        const answer: unknown = await Reflect.apply(member, target, given);
        await far();
        if (luck < 2 * share) throw failed();
        return answer;
      };
    },
  });
}
