/**
 * A store that is far away, over a line that fails for a moment now and then.
 *
 * - Every call answers later, whoever makes it: it takes one to three turns of the event loop each way. Nothing that is asked together has
 *   to be answered together.
 * - The calls that a runtime makes by itself while it drives a thread fail by chance, before they are done or, as likely, after: Cairn has
 *   to wait for what passes, so no test may notice. What a test asks the store by itself does not fail: who waits for what passes is Cairn.
 * - All else only answers later: it is called for a user, who is told that the store was busy and tries again.
 * - Errors come alone: after one, some calls succeed. So a second try succeeds, and what a test sees is not a matter of luck.
 */

import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { problem, type Store } from '@cairn/core/store';
import { randomOf } from '../random.ts';

/** The most turns of the event loop that a call takes, each way. */
const mostTurns = 3;

/** One in so many calls of a runtime fails, on average. */
const oneIn = 33;

/** At least so many calls between two errors succeed. */
const leastBetween = 6;

/**
 * What only a runtime calls, by itself. Others are called for users and by tests too, as `create` is by an import and `messages` by an
 * export: `one-error.test.ts` has each of those fail.
 */
const mayFail: ReadonlySet<PropertyKey> = new Set<keyof Store>([
  ...(['commit', 'heartbeat', 'claim', 'take', 'retire', 'leave', 'left'] as const),
  ...(['message', 'runnable', 'nextDue', 'version'] as const),
  ...(['keepPlan', 'keepCached', 'cached', 'retag'] as const),
]);

/** What stores that are far away answer to, however they are wrapped. */
const farAway = Symbol('far away');

/** The same store, farther away; the same seed has calls that come in the same order take as long. */
export function distant<Kept extends Store>(store: Kept, seed: number): Kept {
  const random = randomOf(seed);
  const far = async (): Promise<void> => {
    for (let turn = Math.floor(random() * mostTurns); turn >= 0; turn -= 1) await turnOfEventLoop();
  };
  return around(
    store,
    async (_, call) => {
      await far();
      const answer = await call();
      await far();
      return answer;
    },
    true,
  );
}

/** The line to a store for one runtime, which fails for a moment; a store that is near is as it was. */
export function failing<Kept extends Store>(store: Kept, seed: number): Kept {
  if ((store as Kept & { readonly [farAway]?: true })[farAway] !== true) return store;
  const random = randomOf(seed);
  let sinceError = leastBetween;
  const fails = (name: PropertyKey): boolean => {
    if (!mayFail.has(name)) return false;
    sinceError += 1;
    if (random() * oneIn >= 1 || sinceError <= leastBetween) return false;
    sinceError = 0;
    return true;
  };
  const error = (): Error =>
    random() < 0.5
      ? problem('store/busy', { store: store.name, waited: 0 })
      : problem('store/io', { store: store.name, found: 'the line was cut' });
  return around(store, async (name, call) => {
    if (!fails(name)) return call();
    if (random() < 0.5) throw error();
    await call();
    throw error();
  });
}

/** A store whose methods are called through something. */
function around<Kept extends Store>(
  store: Kept,
  through: (name: PropertyKey, call: () => unknown) => Promise<unknown>,
  isFar?: true,
): Kept {
  return new Proxy(store, {
    get(target, name) {
      if (name === farAway && isFar) return true;
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]) =>
        through(name, async () => Reflect.apply(member, target, given) as unknown);
    },
  });
}
