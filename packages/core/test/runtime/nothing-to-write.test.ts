import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';

const steps = graph({
  name: 'steps',
  state: { made: z.number().optional() },
  start: 'work',
  nodes: {
    work: {
      run: async (_, { step }) => {
        await step('one', () => 1);
        await step('two', () => 2);
        return { made: 2 };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

test('a turn in which nothing happened writes nothing', async () => {
  const store = powerCuts(memory());
  const clock = virtualClock();
  const cairn = open({ store, graphs: [steps], clock });
  await cairn.start(steps, {});
  await clock.advance(0);
  // One commit for each step, and one for the end.
  expect(store.writes).toEqual(['keepPlan', 'heartbeat', 'create', 'commit', 'commit', 'commit']);
  await cairn.close();
});
