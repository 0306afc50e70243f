import { z } from 'zod';
import { activity, registry } from '../src/index.ts';

/** What was transferred, in its order. */
export const transfers: string[] = [];

/** The graph of the README as a document. */
export const refundText = `
name: refund
thresholds: { small: 50 }
state:
  order: string
  amount: number
  approvedBy: string?
events:
  approve: { by: string }
  reject: { reason: string }
start: triage
nodes:
  triage:
    next:
      - { when: state.amount < thresholds.small, to: pay }
      - approval
  approval:
    on:
      approve: { to: pay, update: { approvedBy: event.by } }
      reject: refused
    after: { 24h: refused }
  pay:
    run: transfer
    with: { currency: '"EUR"' }
    retry: { attempts: 3, backoff: 1s }
    onError: refused
    next: paid
  paid: { final: true }
  refused: { final: true }
`;

export const known = registry({
  activities: {
    transfer: activity({
      state: { order: z.string(), amount: z.number() },
      args: z.object({ currency: z.string() }),
      run: async (s, ctx, { currency }) => {
        await ctx.step('transfer', () => transfers.push(`${s.order} ${s.amount} ${currency}`));
      },
    }),
    note: (s) => ({ note: `about ${String(s['topic'])}` }),
  },
  verifiers: { isSound: (update) => update['verdict'] !== 'bad' || 'it is bad' },
  schemas: { Money: z.object({ amount: z.number(), currency: z.string() }) },
});
