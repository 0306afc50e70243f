import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replay, sum } from '@cairn/core';

const counting = graph({
  name: 'counting',
  state: { left: z.number(), total: sum(), line: z.string().optional() },
  limits: { transitions: 20_000 },
  start: 'step',
  nodes: {
    step: {
      run: (s) => ({ left: s.left - 1, total: 1, line: `line ${s.left}` }),
      next: [{ when: (s) => s.left > 0, to: 'step' }, 'end'],
    },
    end: { final: true },
  },
});

test('a thread of 10,000 checkpoints replays clean', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const thread = await cairn.start(counting, { left: 10_000 });
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { total: 10_000 } });
  const { checkpoints, divergence } = await replay(thread, counting);
  expect({ checkpoints, divergence }).toEqual({ checkpoints: 10_001, divergence: undefined });
  await cairn.close();
});
