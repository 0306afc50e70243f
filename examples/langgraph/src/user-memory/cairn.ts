import { graph, longTermMemory, memory, open } from '@cairn/core';
import { z } from 'zod';
import { ask } from './given.ts';

const store = memory();
const users = longTermMemory(store);

const desk = graph({
  name: 'desk',
  state: { user: z.string(), said: z.string(), answer: z.string().optional() },
  start: 'reply',
  nodes: {
    reply: {
      run: async ({ user, said }, ctx) => {
        const facts = (await users.recall(['users', user])).map(({ text }) => text);
        ctx.write(await users.toRemember(['users', user], { text: said }));
        return { answer: await ask(`Known: ${facts.join(', ') || 'nothing'}. ${said}`, ctx) };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

export async function play() {
  const cairn = open({ store, graphs: [desk] });
  await (await cairn.start(desk, { user: 'ada', said: 'I drink tea' })).ended();
  return (await (await cairn.start(desk, { user: 'ada', said: 'What would I like?' })).ended()).state;
}
