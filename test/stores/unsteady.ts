/**
 * A store that is far away, over a line that fails for a moment now and then.
 *
 * - Every call answers later: it takes one to three turns of the event loop each way. Nothing that is asked together has to
 *   be answered together.
 * - The calls that a runtime makes by itself while it drives a thread fail by chance, before they are done or, as likely, after: Cairn has
 *   to wait for what passes, so no test may notice.
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
  ...(['commit', 'heartbeat', 'claim', 'retire', 'leave', 'left'] as const),
  ...(['message', 'runnable', 'nextDue', 'version'] as const),
  ...(['keepPlan', 'keepCached', 'cached', 'retag'] as const),
]);

/** The same store, farther away; the same seed has the same calls fail, where they come in the same order. */
export function unsteady<Kept extends Store>(store: Kept, seed: number): Kept {
  const random = randomOf(seed);
  let sinceError = 0;
  const far = async (): Promise<void> => {
    for (let turn = Math.floor(random() * mostTurns); turn >= 0; turn -= 1) await turnOfEventLoop();
  };
  const fate = (name: PropertyKey): 'well' | 'before' | 'after' => {
    if (!mayFail.has(name)) return 'well';
    sinceError += 1;
    if (random() * oneIn >= 1 || sinceError <= leastBetween) return 'well';
    sinceError = 0;
    return random() < 0.5 ? 'before' : 'after';
  };
  const error = (): Error =>
    random() < 0.5
      ? problem('store/busy', { store: store.name, waited: 0 })
      : problem('store/io', { store: store.name, found: 'the line was cut' });
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return async (...given: readonly unknown[]): Promise<unknown> => {
        const when = fate(name);
        await far();
        if (when === 'before') throw error();
        const answer: unknown = await Reflect.apply(member, target, given);
        await far();
        if (when === 'after') throw error();
        return answer;
      };
    },
  });
}
