import { memory, open } from '@cairn/core';
import { approval, nothingDone, saga, supervision, worker } from '@cairn/patterns';
import { powerCuts, virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('an approval as a step of a saga says by nothingDone that it was rejected, and is not undone', async () => {
  const undone: string[] = [];
  const asks = approval({ name: 'asks', about: z.string(), person: { deadline: '1ms' } });
  const trip = saga({
    name: 'trip',
    task: z.object({}),
    steps: {
      seat: { do: () => undefined, undo: () => void undone.push('seat') },
      asked: {
        needs: ['seat'],
        do: worker(asks, {
          input: () => ({ about: 'the price' }),
          output: ({ outcome }) => {
            if (outcome !== 'approved') throw nothingDone(`it is ${outcome}`);
          },
        }),
        undo: () => void undone.push('asked'),
      },
    },
  });
  const cairn = open({ store: memory(), graphs: [trip] });
  const ended = await (await cairn.start(trip, { task: {} })).ended();
  await cairn.close();
  expect(ended).toMatchObject({ outcome: 'allUndone', state: { reason: 'asked: it is expired' } });
  expect(undone).toEqual(['seat']);
});

test.each(['before', 'after'] as const)(
  'a call that the death of a process cut off is made again as the same call, and its worker has no other (%s a write)',
  async (when) => {
    for (let at = 1; ; at += 1) {
      const keys = new Set<string>();
      const supervised = supervision({
        name: 'supervised',
        goal: z.string(),
        brief: z.string(),
        result: z.string(),
        workers: {
          w: (_given, { key, spend }) => {
            keys.add(key('call'));
            spend('tokens', 100);
            return 'r';
          },
        },
        plan: () => [{ id: 'a', worker: 'w', brief: '' }],
        budgets: { w: { calls: 1, tokens: 100 } },
        limits: { tokens: 100 },
      });
      const store = memory();
      const clock = virtualClock();
      const dying = powerCuts(store, { at, when });
      const first = open({ store: dying, graphs: [supervised], clock });
      await first.start(supervised, { goal: 'g' }, { id: 'a' }).catch(() => undefined);
      await clock.advance(0);
      if (!dying.isOut) break;
      const later = virtualClock(clock.now() + 60_000);
      const second = open({ store, graphs: [supervised], clock: later });
      const thread = await second.start(supervised, { goal: 'g' }, { id: 'a' });
      await later.advance('1m');
      expect({ at, ...(await thread.now()) }).toMatchObject({
        outcome: 'done',
        spent: { 'w.calls': 1, 'w.tokens': 100, tokens: 100 },
      });
      expect(keys.size).toBe(1);
      await second.close();
    }
  },
);
