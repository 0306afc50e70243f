import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';

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
  expect(dying.writes).toEqual(['heartbeat', 'claim', 'commit']);
});
