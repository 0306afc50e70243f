import { graph } from '@cairn/core';
import { z } from 'zod';

/** Waits for so many days, or without an end. */
export const days = graph({
  name: 'days',
  state: { days: z.number() },
  events: { go: z.object({}) },
  start: 'which',
  nodes: {
    which: {
      next: [
        { when: (s) => s.days === 2, to: 'two' },
        { when: (s) => s.days === 7, to: 'seven' },
        { when: (s) => s.days === 30, to: 'thirty' },
        'open',
      ],
    },
    two: { on: { go: 'gone' }, after: { '2d': 'gone' } },
    seven: { on: { go: 'gone' }, after: { '7d': 'gone' } },
    thirty: { on: { go: 'gone' }, after: { '30d': 'gone' } },
    open: { on: { go: 'gone' } },
    gone: { final: true },
  },
});
