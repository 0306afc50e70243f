import { append, graph, local, run } from '@cairn/core';
import { z } from 'zod';
import { ask, askForBest, askForSubjects } from './given.ts';

const text = z.string();
const best = text.default('');

const app = graph({
  name: 'map-reduce',
  state: { topic: text, subjects: z.array(text).default([]), subject: local(text), jokes: append(text), best },
  start: 'plan',
  nodes: {
    plan: { run: async (s, ctx) => askForSubjects(`Subjects of ${s.topic}`, ctx), next: 'spread' },
    spread: { next: { each: (s) => s.subjects.map((subject) => ({ subject })), to: 'joke', then: 'choose' } },
    joke: { run: async (s, ctx) => ({ jokes: [await ask(`A joke about ${s.subject}`, ctx)] }), next: 'choose' },
    choose: { run: async (s, ctx) => askForBest(`Which is best? ${s.jokes.join(' ')}`, ctx), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { topic: 'animals' })).state;
}
