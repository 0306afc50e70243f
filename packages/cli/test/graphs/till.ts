import { graph } from '@cairn/core';
import { z } from 'zod';

/** What a machine is in, as its node has it drawn. */
export const till = graph({
  name: 'till',
  state: { at: z.unknown(), went: z.unknown() },
  events: { be: z.unknown() },
  start: 'machine',
  nodes: {
    machine: {
      on: { be: { update: (_s, at) => ({ at, went: { taken: ['paying'] } }) } },
      next: [{ when: (s) => s.at === 'over', to: 'end' }],
      drawing: {
        nodes: [
          { id: 'shop', name: 'shop', kind: 'compound', start: true },
          { id: 'shop.in cart', name: 'in cart', kind: 'atomic', parent: 'shop', start: true },
          { id: 'shop."paid v1.0"', name: 'paid v1.0', kind: 'final', parent: 'shop' },
        ],
        edges: [{ id: 'paying', from: 'shop.in cart', to: 'shop."paid v1.0"', kind: 'event', label: 'pay [is open]' }],
        active: { key: 'at' },
        went: { key: 'went' },
      },
    },
    end: { final: true },
  },
});
