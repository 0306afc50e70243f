import { graph, local, run } from '@cairn/core';
import { z } from 'zod';
import { answering, ask, grade, retrieve } from './given.ts';

const text = z.string();
const answer = answering();

const app = graph({
  name: 'self-rag',
  state: { question: text, documents: z.array(text).default([]), answer: text.default(''), good: local(z.boolean()) },
  start: 'retrieve',
  nodes: {
    retrieve: { run: async ({ question }) => ({ documents: await retrieve(question) }), next: 'generate' },
    generate: {
      run: async ({ documents }) => ({ answer: await answer(documents) }),
      verify: async ({ answer: said }, { documents }, ctx) =>
        (await grade(`Does "${said}" stand in ${documents.join(', ')}?`, ctx)).yes,
      retry: { attempts: 5 },
      next: 'judge',
    },
    judge: {
      run: async (s, ctx) => ({ good: (await grade(`Does "${s.answer}" answer ${s.question}?`, ctx)).yes }),
      next: [{ when: ({ good }) => good === true, to: 'end' }, 'rewrite'],
    },
    rewrite: { run: async (s, ctx) => ({ question: await ask(`Rewrite: ${s.question}`, ctx) }), next: 'retrieve' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { question: 'tea' })).state;
}
