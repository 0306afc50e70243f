import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';

/** A node at work that an event leaves for good, and what its signal came to. */
function given() {
  const signals: AbortSignal[] = [];
  const work = graph({
    name: 'work',
    state: {},
    events: { enough: z.object({}).optional() },
    start: 'busy',
    nodes: {
      busy: {
        run: (_s, ctx) => {
          signals.push(ctx.signal);
          return new Promise<object>(() => undefined);
        },
        on: { enough: 'end' },
        next: 'end',
      },
      end: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [work] });
  onTestFinished(() => cairn.close());
  return { cairn, work, signals };
}

test('cancelling aborts what runs', async () => {
  const { cairn, work, signals } = given();
  const thread = await cairn.start(work);
  await thread.cancel('enough');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await thread.settled()).toMatchObject({ status: 'cancelled', reason: 'enough' });
});

test('an event that ends the thread aborts what runs', async () => {
  const { cairn, work, signals } = given();
  const thread = await cairn.start(work);
  await thread.send('enough');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  expect(await thread.settled()).toMatchObject({ status: 'done' });
});
