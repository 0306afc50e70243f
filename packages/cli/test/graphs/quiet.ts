import { graph } from '@cairn/core';
import { z } from 'zod';

const reminders = graph({
  name: 'reminders',
  state: {},
  start: 'quiet',
  nodes: { quiet: { after: { '8h': 'again' } }, again: { run: () => ({}), next: 'quiet' } },
});

/** Waits for somebody by a node that holds a graph, in which only time is waited for. */
export const reviewed = graph({
  name: 'reviewed',
  state: {},
  events: { go: z.object({}).optional(), again: z.object({}).optional() },
  start: 'review',
  nodes: {
    review: { graph: reminders, on: { go: 'end', again: 'review' }, after: { '24h': 'end' } },
    end: { final: true },
  },
});

/** Has an activity that waits for nothing that holds the process. */
export const silent = graph({
  name: 'silent',
  state: {},
  start: 'work',
  nodes: {
    work: { run: () => new Promise<object>(() => undefined), timeout: '100ms', next: 'end' },
    end: { final: true },
  },
});
