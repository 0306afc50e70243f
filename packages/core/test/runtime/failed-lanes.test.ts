import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, local, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

const indices = Array.from({ length: 12 }, (_, index) => index);

test('failed lanes are listed in the order declared, whichever failed first', async () => {
  const clock = virtualClock();
  const fan = graph({
    name: 'fan',
    state: { index: local(z.number()) },
    start: 'fork',
    nodes: {
      fork: { next: { each: () => indices.map((index) => ({ index })), to: 'work', then: 'end' } },
      work: {
        run: async ({ index = 0 }) => {
          await new Promise<void>((resolve) => clock.after(100 - index, resolve));
          throw new Error('It is down.');
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [fan], clock });
  const thread = await cairn.start(fan, {});
  await clock.advance(100);
  expect(await thread.settled()).toMatchObject({ failed: indices.map((index) => ({ lane: `fork.1/${index}` })) });
  await cairn.close();
});
