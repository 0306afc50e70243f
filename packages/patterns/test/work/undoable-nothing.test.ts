import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open } from '@cairn/core';
import { nothingDone, undoable } from '@cairn/patterns';

test('that a step did nothing says nothing of its node, which is undone, whether or not it is told on', async () => {
  const undone: string[] = [];
  const trip = undoable({
    name: 'trip',
    state: { isTold: z.boolean() },
    undo: { room: ({ key }) => void undone.push(`room ${key}`) },
    start: 'stay',
    nodes: {
      stay: {
        run: async ({ isTold }, { step }) => {
          await step('flight', () => '12A');
          try {
            await step('room', () => Promise.reject(nothingDone('no room is free')), { undo: 'room' });
          } catch (error) {
            throw isTold ? error : new Error('then not', { cause: error });
          }
        },
        undo: ({ result }) => void undone.push(`stay ${result === undefined}`),
        next: 'booked',
      },
      booked: { final: true },
    },
  });
  const cairn = open({ store: memory(), graphs: [trip] });
  for (const isTold of [true, false]) {
    const ended = await (await cairn.start(trip, { isTold })).ended();
    expect(ended).toMatchObject({ outcome: 'undone', state: { undone: ['stay'] } });
  }
  expect(undone).toEqual(['stay true', 'stay true']);
  await cairn.close();
});
