import { append, graph, run } from '@cairn/core';
import { z } from 'zod';
import { ask, grade, retrieve, searchWeb } from './given.ts';

const app = graph({
  name: 'corrective-rag',
  state: {
    question: z.string(),
    found: z.array(z.string()).default([]),
    documents: append(z.string()),
    answer: z.string().optional(),
  },
  start: 'retrieve',
  nodes: {
    retrieve: { run: async (s) => ({ found: await retrieve(s.question) }), next: 'grade' },
    grade: {
      run: async ({ question, found }, ctx) => {
        const grades = await Promise.all(found.map((each) => grade(`Does this tell of ${question}? ${each}`, ctx)));
        return { documents: found.filter((_each, at) => grades[at]?.relevant) };
      },
      next: [{ when: (s) => s.documents.length < s.found.length, to: 'rewrite' }, 'generate'],
    },
    rewrite: { run: async (s, ctx) => ({ question: await ask(`Rewrite: ${s.question}`, ctx) }), next: 'search' },
    search: { run: async (s) => ({ documents: await searchWeb(s.question) }), next: 'generate' },
    generate: {
      run: async (s, ctx) => ({ answer: await ask(`${s.question}? ${s.documents.join(', ')}`, ctx) }),
      next: 'end',
    },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { question: 'tea' })).state;
}
