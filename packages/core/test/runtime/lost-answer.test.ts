import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock, type Cut, type VirtualClock } from '@cairn/testing';

const asking = graph({
  name: 'asking',
  state: { name: z.string().optional() },
  start: 'ask',
  nodes: {
    ask: { run: async (_, { ask }) => ({ name: await ask('name', { answer: z.string() }) }), next: 'end' },
    end: { final: true },
  },
});

test('an answer that could not be stored is refused with the reason, in a process that never saw the question', async () => {
  const store = memory();
  const clock = virtualClock();
  const first = open({ store, graphs: [asking], clock });
  await (await first.start(asking, {}, { id: 'a' })).settled();
  const dying = powerCuts(store, { at: 3, when: 'before' });
  const second = open({ store: dying, graphs: [asking], clock });
  await expect(second.thread(asking, 'a').answer('name', 'Ada')).rejects.toThrow('before write 3, "commit"');
  expect(dying.writes).toEqual(['heartbeat', 'take', 'commit']);
});

/** Asks an hour after its activity began. */
function late(clock: VirtualClock) {
  return graph({
    name: 'late',
    state: { name: z.string().optional() },
    start: 'ask',
    nodes: {
      ask: {
        run: async (_, { ask }) => {
          await new Promise<void>((resolve) => clock.after(3_600_000, resolve));
          return { name: await ask('name', { answer: z.string() }) };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

/** A process that never saw the question is given an answer, which waits for the question. */
async function waitingAnswer(cut?: Cut) {
  const store = memory();
  const clock = virtualClock();
  const graphs = [late(clock)] as const;
  const first = open({ store, graphs, clock });
  await first.start(graphs[0], {}, { id: 'a' });
  await clock.advance('1h');
  await first.close();
  const cairn = open({ store: powerCuts(store, cut), graphs, clock });
  const answering = cairn.thread(graphs[0], 'a').answer('name', 'Ada');
  const answered = answering.catch((error: unknown) => error);
  await clock.advance('1m');
  return { cairn, clock, answered };
}

test('an answer that waits for its question is refused when the runtime is closed', async () => {
  const { cairn, answered } = await waitingAnswer();
  await cairn.close();
  expect(await answered).toMatchObject({ code: 'runtime/closed' });
});

test('an answer that waits for its question is refused when the store fails', async () => {
  const { clock, answered } = await waitingAnswer({ at: 20, when: 'before' });
  await clock.advance('30m');
  expect(String(await answered)).toContain('before write 20, "heartbeat"');
});
