import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import type { Store } from '@cairn/core/store';
import { problem } from '../../packages/core/src/base/problem/problem.ts';

/** How a store behaves that is far away, over a line that fails now and then. */
export interface Unsteadiness {
  /** Numbers from 0 up to 1, from a seed. */
  readonly random: () => number;
  /** At most so many turns of the event loop lie between it and whoever calls, each way; undefined where it answers at once. */
  readonly turns: number | undefined;
  /** How likely a call fails: before it was done, and, as likely, after. */
  readonly fails: () => number;
  /** At most so many turns later than an answer comes what a call fails with, when other things have happened. */
  readonly late: number;
}

/** These end what their caller has; what failed of it would fail at the end of everything. */
const steady: ReadonlySet<PropertyKey> = new Set(['close', 'retire']);

/** The same store, farther away: each call answers later, and sometimes an error that passes comes instead of the answer. */
export function unsteady(store: Store, { random, turns, fails, late }: Unsteadiness): Store {
  const pause = async (most: number): Promise<void> => {
    for (let left = Math.floor(random() * (most + 1)); left > 0; left -= 1) await turnOfEventLoop();
  };
  const failed = (): Error => problem('store/io', { store: store.name, found: 'the line was cut' });
  const failLate = async (): Promise<never> => {
    await pause(late);
    throw failed();
  };
  const fail = (): Promise<never> => {
    if (turns === undefined && random() < 0.5) throw failed();
    return failLate();
  };
  const callFar = async (call: () => unknown, most: number, luck: number, share: number): Promise<unknown> => {
    await pause(most);
    if (luck < share) return failLate();
    const answer: unknown = await call();
    await pause(most);
    return luck < 2 * share ? failLate() : answer;
  };
  const callNear = (call: () => unknown, luck: number, share: number): unknown => {
    if (luck < share) return fail();
    const answer = call();
    if (luck >= 2 * share) return answer;
    return answer instanceof Promise ? answer.then(fail) : fail();
  };
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]): unknown => {
        const [luck, share] = [random(), steady.has(name) ? 0 : fails()];
        const call = (): unknown => Reflect.apply(member, target, given);
        return turns === undefined ? callNear(call, luck, share) : callFar(call, turns, luck, share);
      };
    },
  });
}
