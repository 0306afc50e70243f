import { graph, service } from '@cairn/core';
import { supervision } from '@cairn/patterns';
import { z } from 'zod';
import { Goal, Piece, type Desk } from './desk.ts';
import { archivist, check, plan, writer } from './team.ts';

const writing = supervision({
  name: 'writing',
  goal: Goal,
  brief: z.string(),
  result: Piece,
  workers: { archivist, writer },
  plan,
  review: check,
  budgets: { archivist: { calls: 5, tokens: 100 }, writer: { calls: 4, tokens: 4_000 } },
  limits: { tokens: 20_000 },
  tries: 2,
  plans: 3,
  policy: { timeout: '1m' },
  person: { deadline: '7d' },
  services: { desk: service<Desk>() },
});

/** An article, from the topic to the page. */
export const article = graph({
  name: 'article',
  state: {
    topic: z.string(),
    text: z.string().optional(),
    course: z.array(z.string()).default([]),
  },
  services: { desk: service<Desk>() },
  start: 'write',
  nodes: {
    write: {
      graph: writing,
      input: (s) => ({ goal: { topic: s.topic } }),
      output: ({ state: { results, rejections, dropped, plans } }) => {
        const written = Object.values(results).findLast((piece) => 'text' in piece);
        return {
          text: written !== undefined && 'text' in written ? written.text : undefined,
          course: [
            ...rejections.map((each) => `plan ${each.plan}, ${each.task} by ${each.worker} rejected: ${each.reason}`),
            ...dropped.map((each) => `plan ${each.plan}, ${each.task} dropped: ${each.reason}`),
            `plan ${plans}, accepted: ${Object.keys(results).join(', ')}`,
          ].toSorted(),
        };
      },
      next: [{ when: (s) => s.text !== undefined, to: 'publish', label: 'there is a text' }, 'left'],
    },
    publish: {
      run: async ({ text }, { services: { desk }, step, key }) => {
        await step('publish', () => desk.publish(text ?? '', key('publish')));
      },
      retry: { attempts: 5, backoff: '1s' },
      next: 'published',
    },
    published: { final: true },
    left: { final: true },
  },
});
