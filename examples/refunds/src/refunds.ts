import { graph, service } from '@cairn/core';
import { gate, type Links, type Notifier } from '@cairn/patterns';
import { z } from 'zod';

/** What is to be paid back. */
export const Refund = z.object({
  order: z.string(),
  amount: z.number().positive(),
  why: z.string(),
  risk: z.number().min(0).max(1),
});

export type Refund = z.infer<typeof Refund>;

export const Complaint = z.object({ order: z.string(), paid: z.number(), text: z.string() });

export type Complaint = z.infer<typeof Complaint>;

export interface Bank {
  /** Pays once under a key, and gives the receipt of it. */
  pay(refund: Refund, key: string): Promise<string>;
}

const services = {
  propose: service<(complaint: Complaint) => Promise<Refund>>(),
  bank: service<Bank>(),
};

/** Complaints become refunds that rules, and people where these say so, let through. */
export function refundsWith(notifier: Notifier, links: Links) {
  const policy = gate({
    name: 'policy',
    action: Refund,
    rules: [
      { name: 'more than 100', when: ({ amount }) => amount > 100, then: 'ask' },
      { name: 'more than 1000', when: ({ amount }) => amount > 1_000, then: 'ask', approvals: 2 },
      { name: 'risky', when: ({ risk }) => risk > 0.7, then: 'refuse' },
    ],
    person: {
      notifier,
      links,
      chain: [{ who: ['ada', 'grace'], for: '1d' }],
      remind: '8h',
      deadline: '3d',
      notice: ({ action: { order, amount, why }, held }) => ({
        subject: `Refund of ${amount} for ${order}`,
        text: why,
        facts: { order, amount: String(amount), rules: held.map(({ rule }) => rule).join(', ') },
      }),
    },
  });

  return graph({
    name: 'refunds',
    state: {
      complaint: Complaint,
      refund: Refund.optional(),
      rules: z.array(z.string()).default([]),
      by: z.array(z.string()).default([]),
      reason: z.string().optional(),
      receipt: z.string().optional(),
      decided: z.enum(['allowed', 'refused', 'expired']).optional(),
    },
    services,
    start: 'propose',
    nodes: {
      propose: {
        run: async ({ complaint }, ctx) => ({
          refund: await ctx.step('propose', () => ctx.services.propose(complaint)),
        }),
        retry: { attempts: 3, backoff: '1s' },
        next: 'policy',
      },
      policy: {
        graph: policy,
        input: ({ refund, complaint }) => ({
          action: refund ?? { order: complaint.order, amount: complaint.paid, why: complaint.text, risk: 1 },
        }),
        output: ({ state: { action, held, approvals, by, reason }, outcome }) => ({
          refund: action,
          rules: held.map(({ rule }) => rule),
          by: approvals.length > 0 ? approvals.map((each) => each.by) : by === undefined ? [] : [by],
          reason,
          decided: outcome,
        }),
        next: [
          { when: ({ decided }) => decided === 'allowed', to: 'pay', label: 'allowed' },
          { when: ({ decided }) => decided === 'expired', to: 'expired', label: 'nobody answered' },
          'refused',
        ],
      },
      pay: {
        run: async ({ refund }, { step, key, services: { bank } }) => ({
          receipt: refund && (await step('pay', () => bank.pay(refund, key('pay')))),
        }),
        retry: { attempts: 5, backoff: '1s', factor: 3 },
        next: 'paid',
      },
      paid: { final: true },
      refused: { final: true },
      expired: { final: true },
    },
  });
}
