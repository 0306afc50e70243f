import { append, fatal, graph, merge, sum, union } from '@cairn/core';
import { z } from 'zod';
import { busy } from './busy.ts';

const reading = graph({
  name: 'reading',
  state: { source: z.string(), lines: append(z.string()) },
  services: { busy },
  start: 'query',
  nodes: {
    query: {
      run: async (s, { services }) => {
        await services.busy(4_000);
        return { lines: [`${s.source}: 412 of 3,300 requests failed`] };
      },
      next: 'parse',
    },
    parse: { run: (s) => ({ lines: [`${s.source}: since 14:02`] }), next: 'read' },
    read: { final: true },
  },
});

const probe = graph({
  name: 'probe',
  state: { source: z.string(), lines: append(z.string()), isCertain: z.boolean().default(false) },
  services: { busy },
  start: 'look',
  nodes: {
    look: {
      graph: reading,
      input: (s) => ({ source: s.source }),
      output: ({ state }) => ({ lines: state.lines }),
      next: 'judge',
    },
    judge: {
      run: (s) => ({ isCertain: s.lines.length > 2 }),
      next: [{ when: (s) => s.isCertain, to: 'sure', label: 'certain' }, 'look'],
    },
    sure: { final: true },
  },
});

const investigation = graph({
  name: 'investigation',
  state: { service: z.string(), evidence: append(z.string()), cause: z.string().optional() },
  services: { busy },
  start: 'probe',
  nodes: {
    probe: {
      graph: probe,
      input: (s) => ({ source: s.service }),
      output: ({ state }) => ({ evidence: state.lines }),
      next: 'reason',
    },
    reason: {
      run: async (s, ctx) => {
        await ctx.services.busy(21_000);
        ctx.spend('tokens', 1_820);
        return { cause: await ctx.step('model', () => `the newest deploy of ${s.service}`) };
      },
      next: 'found',
    },
    found: { final: true },
  },
  limits: { tokens: Infinity },
});

/** An alert, three lanes of evidence, an investigation three graphs deep, an approval, a remedy that fails, a lesson. */
export const incident = graph({
  name: 'incident',
  version: '3',
  state: {
    service: z.string(),
    severity: z.enum(['low', 'high', 'critical']).default('high'),
    tool: z.string().default('v1'),
    evidence: append(z.string()),
    metrics: merge(z.number()),
    people: union(z.string()),
    spent: sum(),
    cause: z.string().optional(),
    approvedBy: z.string().optional(),
    lesson: z.object({ text: z.string(), follow: z.boolean() }).optional(),
  },
  services: { busy },
  events: {
    approve: z.object({
      by: z.string().min(1).describe('Who answers for it'),
      within: z.enum(['now', 'tonight', 'weekend']).default('now'),
      notify: z.array(z.string()).optional(),
    }),
    reject: z.object({ reason: z.string().min(3) }),
    note: z.string(),
  },
  questions: { lesson: z.object({ text: z.string().min(10), follow: z.boolean() }) },
  limits: { tokens: 50_000 },
  on: { note: { update: (_, text) => ({ evidence: [`note: ${text}`] }) } },
  start: 'triage',
  nodes: {
    triage: {
      run: async (s, { services }) => {
        await services.busy(1_200);
        return { spent: 1, metrics: { [`${s.service} errors`]: 0.12 } };
      },
      next: [{ when: (s) => s.severity === 'low', to: 'closed', label: 'low severity' }, 'gather'],
    },
    gather: { next: { all: ['logs', 'metrics', 'deploys'], then: 'investigate' } },
    logs: {
      run: async (_, { services }) => {
        await services.busy(8_000);
        return { evidence: ['errors since 14:02'], people: ['ada'] };
      },
      next: 'investigate',
    },
    metrics: {
      run: async (s, { services, attempt }) => {
        await services.busy(3_000);
        if (attempt < 3) throw new Error(`the metrics of ${s.service} answer 503`);
        return { evidence: ['12% of requests fail'], metrics: { latency: 2.4 } };
      },
      retry: { attempts: 4, backoff: '10s' },
      next: 'investigate',
    },
    deploys: { run: () => ({ evidence: ['v42 at 14:01'], people: ['bob'] }), next: 'investigate' },
    investigate: {
      graph: investigation,
      input: (s) => ({ service: s.service, evidence: s.evidence }),
      output: ({ state }) => ({ cause: state.cause, spent: 3 }),
      next: 'approval',
    },
    approval: {
      on: { approve: { to: 'remediate', update: (_, e) => ({ approvedBy: e.by }) }, reject: 'closed' },
      after: { '72h': 'closed' },
    },
    remediate: {
      run: async (s, { services }) => {
        await services.busy(45_000);
        if (s.service === 'billing' && s.tool === 'v1') throw new Error('the deploy tool v1 cannot reach billing');
        if (s.service === 'ledger') throw fatal('the ledger may not be rolled back');
        return { spent: 2 };
      },
      retry: { attempts: 2, backoff: '1m' },
      next: 'learn',
    },
    learn: {
      run: async (s, ctx) => ({
        lesson: await ctx.ask('lesson', { payload: { cause: s.cause, evidence: s.evidence } }),
      }),
      next: 'closed',
    },
    closed: { final: true },
  },
});
