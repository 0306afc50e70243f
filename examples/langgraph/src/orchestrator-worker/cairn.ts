import { append, graph, local, run } from '@cairn/core';
import { z } from 'zod';
import { ask, askForPlan, Section } from './given.ts';

const text = z.string();

const app = graph({
  name: 'orchestrator-worker',
  state: {
    topic: text,
    sections: z.array(Section).default([]),
    section: local(Section),
    written: append(text),
    report: text.default(''),
  },
  start: 'plan',
  nodes: {
    plan: { run: async ({ topic }, ctx) => askForPlan(`Plan a report on ${topic}`, ctx), next: 'spread' },
    spread: { next: { each: (s) => s.sections.map((section) => ({ section })), to: 'write', then: 'bind' } },
    write: {
      run: async ({ section }, ctx) => ({ written: [await ask(`Write ${section?.name}: ${section?.about}`, ctx)] }),
      next: 'bind',
    },
    bind: { run: ({ written }) => ({ report: written.join('\n\n') }), next: 'end' },
    end: { final: true },
  },
});

export async function play() {
  return (await run(app, { topic: 'tea' })).state;
}
