import { append, graph, local, upsert } from '@cairn/core';
import { z } from 'zod';
import { busy } from './busy.ts';

const line = z.object({ sku: z.string(), count: z.number().int(), price: z.number() });

/** The order as it was before packing was tried again. */
export const orderBefore = graph({
  name: 'order',
  version: '1',
  state: { customer: z.string(), lines: z.array(line), packed: append(z.string()), line: local(line) },
  services: { busy },
  events: { paid: z.object({ amount: z.number() }) },
  start: 'payment',
  nodes: {
    payment: { on: { paid: 'shipped' } },
    shipped: { final: true },
  },
});

/** An order: a payment that is waited for, a lane a line, three at a time, a carrier that often fails. */
export const order = graph({
  name: 'order',
  version: '2',
  state: {
    customer: z.string(),
    lines: z.array(line),
    line: local(line),
    packed: append(z.string()),
    parcels: upsert(z.object({ id: z.string(), weight: z.number() }), 'id'),
    due: z.date().optional(),
    cents: z.bigint().optional(),
    address: z.map(z.string(), z.string()).optional(),
  },
  services: { busy },
  events: {
    paid: z.object({ amount: z.number().positive(), at: z.string().optional() }),
    withdraw: z.object({ reason: z.string() }),
  },
  start: 'payment',
  nodes: {
    payment: {
      on: {
        paid: {
          to: 'pack',
          update: (_, { amount }) => ({
            cents: BigInt(Math.round(amount * 100)),
            due: new Date(Date.UTC(2027, 0, 7)),
            address: new Map([
              ['street', '1 Foundry Lane'],
              ['town', 'Leeds'],
            ]),
          }),
        },
        withdraw: 'withdrawn',
      },
      after: { '48h': 'lapsed' },
    },
    pack: { next: { each: (s) => s.lines.map((each) => ({ line: each })), to: 'pick', then: 'carrier', limit: 3 } },
    pick: {
      run: async (s, ctx) => {
        const { sku, count } = s.line as z.infer<typeof line>;
        await ctx.services.busy(count * 7_000);
        if (sku === 'broken' && ctx.attempt === 1) throw new Error('the shelf is empty');
        return { packed: [sku], parcels: [{ id: sku, weight: count * 0.4 }] };
      },
      retry: { attempts: 2, backoff: '30s' },
      next: 'carrier',
    },
    carrier: {
      run: async (s, ctx) => {
        await ctx.services.busy(2_500);
        if (s.customer === 'globex') throw new Error('the carrier does not answer');
        if (s.customer === 'initech') {
          const cause = new TypeError('no such postcode: "LS0 0AA"');
          throw new Error('the carrier refused the address', { cause });
        }
        await ctx.step('label', () => ({ id: `L-${s.customer}`, bytes: new Uint8Array([37, 80, 68, 70]) }));
      },
      retry: { attempts: 4, backoff: '6h' },
      next: 'shipped',
      onError: [{ to: 'refused', when: (s, e) => /refused/u.test(e.message) && s.lines.length > 5 }],
    },
    shipped: { final: true },
    refused: { final: true },
    withdrawn: { final: true },
    lapsed: { final: true },
  },
  migrate: [],
});
