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

/** So many checkpoints a second are replayed on a machine that is busy with other things; it is ten times that on its own. */
const slowest = 10_000;

test('a thread of 10,000 checkpoints replays clean, and fast', async () => {
  const cairn = open({ store: memory(), graphs: [counting] });
  const thread = await cairn.start(counting, { left: 10_000 });
  expect(await thread.settled()).toMatchObject({ outcome: 'end', state: { total: 10_000 } });
  const began = performance.now();
  const { checkpoints, divergence } = await replay(thread, counting);
  const seconds = (performance.now() - began) / 1_000;
  expect({ checkpoints, divergence }).toEqual({ checkpoints: 10_001, divergence: undefined });
  expect(checkpoints / seconds).toBeGreaterThan(slowest);
  await cairn.close();
});
