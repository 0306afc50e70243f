import { graph, service } from '@cairn/core';
import { consensus } from '@cairn/patterns';
import { z } from 'zod';
import { Claim, Stance } from './claim.ts';
import { byFraud, byMedicine, byPolicy, reviewer, type Office } from './reviewers.ts';

/** Whoever moves money: the same key moves it once. */
export interface Bank {
  pay(claim: string, amount: number, key: string): Promise<void>;
}

/** Three reviewers who have to agree, as far as they take a stance at all: two at least. */
const review = consensus({
  name: 'review',
  task: Claim,
  stance: Stance,
  reviewers: {
    policy: reviewer('You check claims against the cover of the policy.', byPolicy),
    fraud: reviewer('You look for fraud in claims.', byFraud),
    medical: reviewer('You judge whether a treatment was needed.', byMedicine),
  },
  quorum: ({ stances }) => {
    const [first, ...rest] = stances.map(({ stance }) => stance);
    return rest.length > 0 && rest.every((stance) => stance === first) ? first : undefined;
  },
  rounds: 2,
  policy: { timeout: '1m', retry: { attempts: 2 } },
  person: { deadline: '14d' },
  services: { office: service<Office>() },
  limits: { tokens: 20_000 },
});

/** A claim from the post to the payment. */
export const adjudication = graph({
  name: 'adjudication',
  state: {
    claim: Claim,
    stance: Stance.optional(),
    by: z.string().default('the reviewers'),
    why: z.string().optional(),
    rounds: z.number().default(0),
    opinions: z.array(z.string()).default([]),
  },
  services: { bank: service<Bank>() },
  start: 'review',
  nodes: {
    review: {
      graph: review,
      input: (s) => ({ task: s.claim }),
      output: ({ state: { stance, by, why, rounds, stances, abstained } }) => ({
        stance,
        rounds,
        ...(by !== undefined && { by }),
        ...(why !== undefined && { why }),
        opinions: [
          ...stances.map((each) => `${each.round}. ${each.by}: ${each.stance}, ${each.why ?? 'without a word'}`),
          ...abstained.map((each) => `${each.round}. ${each.by} abstains: ${each.reason}`),
        ].toSorted(),
      }),
      next: [
        { when: (s) => s.stance === 'pay', to: 'pay', label: 'it is to be paid' },
        { when: (s) => s.stance === 'refuse', to: 'refused', label: 'it is not' },
        'undecided',
      ],
    },
    pay: {
      run: async ({ claim }, { services, step, key }) => {
        await step('transfer', () => services.bank.pay(claim.id, claim.amount, key('transfer')));
      },
      retry: { attempts: 5, backoff: '1s' },
      next: 'paid',
    },
    paid: { final: true },
    refused: { final: true },
    undecided: { final: true },
  },
});
