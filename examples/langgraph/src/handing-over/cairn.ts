import { append, graph, local, run } from '@cairn/core';
import { z } from 'zod';
import { kindOf } from './given.ts';

const sorting = graph({
  name: 'sorting',
  state: { question: z.string() },
  start: 'sort',
  nodes: {
    sort: { next: [{ when: ({ question }) => kindOf(question) === 'billing', to: 'billing' }, 'human'] },
    billing: { final: true },
    human: { final: true },
  },
});

const desk = graph({
  name: 'desk',
  state: { question: z.string(), path: append(z.string()), goto: local(z.enum(['billing', 'human'])) },
  start: 'sorting',
  nodes: {
    sorting: {
      graph: sorting,
      input: ({ question }) => ({ question }),
      output: ({ outcome }) => ({ path: [`sorted for ${outcome}`], goto: outcome }),
      next: { choose: (s) => s.goto ?? 'human', among: ['billing', 'human'] },
    },
    billing: { run: () => ({ path: ['billed'] }), next: 'human' },
    human: { run: () => ({ path: ['a person answered'] }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  const threads = [await run(desk, { question: 'my bill' }), await run(desk, { question: 'hello' })];
  return threads.map(({ state: { question, path } }) => ({ question, path }));
}
