import { append, graph, local } from '@cairn/core';
import { agent, messages, textOf } from '@cairn/langchain';
import { z } from 'zod';
import { ScriptedModel } from '../scripted-model.ts';

/** It says the same whenever it is told the same: three words on a topic. */
const lines = Array.from({ length: 100 }, () => (told: readonly { readonly text: string }[]) => {
  const topic = told.at(-1)?.text ?? '';
  return `${topic} is ${topic}.`;
});

const writer = agent({ name: 'writer', model: new ScriptedModel(lines) });

const section = graph({
  name: 'section',
  state: { messages: messages() },
  start: 'write',
  nodes: { write: { graph: writer, share: ['messages'], next: 'written' }, written: { final: true } },
});

/** Sections are written side by side, each by an agent two graphs deep. */
export const sections = graph({
  name: 'sections',
  state: { topics: z.array(z.string()), topic: local(z.string()), said: append(z.string()) },
  start: 'split',
  nodes: {
    split: { next: { each: ({ topics }) => topics.map((topic) => ({ topic })), to: 'section', then: 'end' } },
    section: {
      graph: section,
      input: ({ topic = '' }) => ({ messages: topic }),
      output: ({ state }) => ({ said: [textOf(state.messages)] }),
      next: 'end',
    },
    end: { final: true },
  },
});
