import { append, graph } from '@cairn/core';
import { z } from 'zod';

/** A parcel that is checked, paid for, measured by a person and weighed. */
export const parcel = graph({
  name: 'parcel',
  state: {
    to: z.string(),
    paid: z.number().default(0),
    size: z.string().optional(),
    weight: z.number().default(0),
    stamps: append(z.string()),
  },
  events: {
    pay: z.object({
      amount: z.number().positive(),
      card: z.string().refine((card) => !card.includes(' '), 'a card has no spaces'),
    }),
    lose: z.object({}).optional(),
  },
  questions: { size: z.object({ size: z.enum(['S', 'M', 'L']) }) },
  start: 'check',
  nodes: {
    check: {
      run: (s) => {
        if (s.to === 'nowhere') throw new Error('there is no such place as "nowhere"');
        return { stamps: ['checked'] };
      },
      next: 'payment',
    },
    payment: { on: { pay: { to: 'measure', update: (_, { amount }) => ({ paid: amount }) }, lose: 'lost' } },
    measure: {
      run: async (_, ctx) => ({ size: (await ctx.ask('size')).size }),
      next: [{ when: (s) => s.size === 'S', to: 'measure', label: 'measured again' }, 'weigh'],
    },
    weigh: { run: (s) => ({ weight: s.to.length }), next: 'sent' },
    sent: { final: true },
    lost: { final: true },
  },
});
