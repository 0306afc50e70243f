import { append, graph, run } from '@cairn/core';
import { agent } from '@cairn/langchain';
import { z } from 'zod';
import { askForMore, askForPlan, llm, tools } from './given.ts';

const text = z.string();
const worker = agent({ name: 'worker', model: llm, tools });

const app = graph({
  name: 'plan-and-execute',
  state: { goal: text, steps: z.array(text).default([]), past: append(text), response: text.optional() },
  start: 'plan',
  nodes: {
    plan: { run: async ({ goal }, ctx) => askForPlan(`Plan: ${goal}`, ctx), next: 'work' },
    work: {
      graph: worker,
      input: ({ steps: [step = ''] }) => ({ messages: step }),
      output: ({ state }, { steps: [step] }) => ({ past: [`${step} -> ${state.messages.at(-1)?.text}`] }),
      next: 'replan',
    },
    replan: {
      run: async (s, ctx) => askForMore(`Goal: ${s.goal}\nDone: ${s.past.join('\n')}\nWhat next?`, ctx),
      next: [{ when: ({ response }) => response === undefined, to: 'work' }, 'end'],
    },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { goal: 'How long is the name of the capital of Norway?' })).state;
}
