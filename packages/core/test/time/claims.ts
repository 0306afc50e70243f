import { z } from 'zod';
import { append, graph, memory, merge, open, sum, upsert, type Cairn, type Thread } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock, type VirtualClock } from '@cairn/testing';

const search = graph({
  name: 'search',
  state: { query: z.string(), found: append(z.string()) },
  start: 'look',
  nodes: {
    look: { run: (s) => ({ found: [`about ${s.query}`] }), next: 'end' },
    end: { final: true },
  },
});

/** A graph that does a little of everything: it reads reports in lanes, searches, and has a claim approved. */
export const claims = graph({
  name: 'claims',
  state: {
    title: z.string(),
    notes: append(z.string()),
    scores: merge(z.number()),
    people: upsert(z.object({ id: z.string(), role: z.string() }), 'id'),
    spent: sum(),
    verdict: z.object({ by: z.string(), why: z.string().optional() }).optional(),
  },
  events: { approve: z.object({ by: z.string() }), remark: z.string() },
  start: 'read',
  nodes: {
    read: {
      run: () => ({ notes: ['read it'], scores: { first: 1 } }),
      next: [{ when: (s) => s.title === '', to: 'refused', label: 'no title' }, 'fan'],
    },
    fan: { next: { all: ['left', 'right'], then: 'search' } },
    left: { run: () => ({ notes: ['left'], scores: { left: 2 }, spent: 1 }), next: 'search' },
    right: {
      run: async (_state, ctx) => ({ notes: [await ctx.step('look', () => 'right')], spent: 2 }),
      next: 'search',
    },
    search: {
      graph: search,
      input: (s) => ({ query: s.title }),
      output: ({ state }) => ({ notes: state.found, people: [{ id: 'ada', role: 'author' }] }),
      next: 'approval',
    },
    approval: {
      on: {
        approve: {
          to: 'approved',
          update: (_s, e) => ({ verdict: { by: e.by }, people: [{ id: 'ada', role: 'owner' }] }),
        },
        remark: { update: (_s, remark) => ({ notes: [remark] }) },
      },
      after: { '24h': 'refused' },
    },
    approved: { final: true },
    refused: { final: true },
  },
});

/** A runtime with a store and a clock of its own. */
export interface Desk {
  readonly cairn: Cairn;
  readonly store: Store;
  readonly clock: VirtualClock;
}

export function desk(store: Store = memory()): Desk {
  const clock = virtualClock();
  return { cairn: open({ store, graphs: [claims], clock }), store, clock };
}

/** A claim that was remarked on and waits for its approval, at checkpoint 11. */
export async function waitingClaim({ cairn }: Desk, id = 'c'): Promise<Thread> {
  const thread = await cairn.start(claims, { title: 'Rain' }, { id, tags: ['weather', 'north'] });
  await thread.settled();
  await thread.send('remark', 'wet');
  return thread;
}

/** A claim that was approved. */
export async function approvedClaim(of: Desk, id = 'c'): Promise<Thread> {
  await waitingClaim(of, id);
  const thread = of.cairn.thread(claims, id);
  await thread.send('approve', { by: 'ada' });
  await thread.settled();
  return thread;
}
