import type { Thread } from '@cairn/core';
import { isProblem, type Store } from '@cairn/core/store';
import type { Actions } from '../../api.ts';
import { Refused } from '../saying/refusal.ts';
import { recordIn } from '../thread.ts';
import { mustBeAsSeen } from './as-seen.ts';
import { Turns } from './turns.ts';

/** By store, as several Studios may show one. */
const turnsOf = new WeakMap<Store, Turns>();

/**
 * Does something to a thread as somebody has seen it. Of one thread one such thing is done after the other, so that the second is refused
 * for what came of the first.
 */
export async function runAsSeen<Made>(
  { store, id }: Pick<Thread, 'store' | 'id'>,
  name: keyof Actions,
  body: Readonly<Record<string, unknown>>,
  run: () => Promise<Made>,
): Promise<Made> {
  const turns = turnsOf.get(store) ?? new Turns();
  turnsOf.set(store, turns);
  const look = async (): Promise<void> => mustBeAsSeen(store, await recordIn(store, id), name, body);
  return turns.take(id, async () => {
    await look();
    try {
      return await run();
    } catch (error) {
      if (!isProblem(error, 'answer/not-asked')) throw error;
      // Somebody else was faster, or nobody asks any more.
      await look();
      const told = `Question "${String(body['key'])}" is not asked any more: the thread went on.`;
      throw new Refused(409, 'studio/changed', told);
    }
  });
}
