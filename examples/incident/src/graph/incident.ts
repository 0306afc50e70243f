import { append, graph, service } from '@cairn/core';
import { z } from 'zod';
import { agreesWithEvidence } from '../activities/agrees-with-evidence.ts';
import { classify } from '../activities/classify.ts';
import { isHealthy } from '../activities/is-healthy.ts';
import { listDeploys } from '../activities/list-deploys.ts';
import { pageAHuman } from '../activities/page-a-human.ts';
import { postSummary } from '../activities/post-summary.ts';
import { readLogs } from '../activities/read-logs.ts';
import { sampleMetrics } from '../activities/sample-metrics.ts';
import { rollBack } from '../activities/roll-back.ts';
import type { Site } from '../site.ts';
import { Alert } from '../world/alert.ts';
import { Evidence } from './evidence.ts';
import { Hypothesis } from './hypothesis.ts';
import { investigation } from './investigation.ts';

/** The graph of an incident. */
export const incident = graph({
  name: 'incident',
  description: 'From an alert to a service that works, or to a human who was called.',
  state: {
    alert: Alert,
    evidence: append(Evidence),
    hypothesis: Hypothesis.optional(),
    approvedBy: z.string().optional(),
    /** The version that was put in place. */
    running: z.string().optional(),
    /** Why a human was called. */
    escalated: z.string().optional(),
  },
  events: {
    approve: z.object({ by: z.string() }),
    reject: z.object({ reason: z.string() }),
  },
  /** Where it happens. */
  services: { site: service<Site>() },
  limits: { tokens: 20_000 },
  start: 'triage',
  nodes: {
    triage: {
      run: (s, ctx) => classify(ctx.services.site, s.alert, ctx),
      timeout: '30s',
      next: [{ when: (s) => s.alert.severity === 'low', to: 'notify', label: 'low severity' }, 'gather'],
    },
    gather: { next: { all: ['logs', 'metrics', 'deploys'], then: 'investigate' } },
    logs: {
      run: (_, ctx) => readLogs(ctx.services.site, ctx),
      retry: { attempts: 3, backoff: '1s' },
      onError: 'investigate',
      next: 'investigate',
    },
    metrics: { run: (_, ctx) => sampleMetrics(ctx.services.site, ctx), retry: { attempts: 3 }, next: 'investigate' },
    deploys: {
      run: (s, ctx) => listDeploys(ctx.services.site, s.alert, ctx),
      retry: { attempts: 3 },
      next: 'investigate',
    },
    investigate: {
      graph: investigation,
      input: (s) => ({ alert: s.alert, evidence: s.evidence }),
      output: ({ state, outcome }) => (outcome === 'found' ? { hypothesis: state.hypothesis } : {}),
      verify: agreesWithEvidence,
      retry: { attempts: 2 },
      onError: { to: 'escalate', update: (_, error) => ({ escalated: error.message }) },
      next: [{ when: (s) => s.hypothesis!.confidence > 0.9, to: 'remediate', label: 'as good as certain' }, 'approval'],
    },
    approval: {
      on: {
        approve: { to: 'remediate', update: (_, e) => ({ approvedBy: e.by }) },
        reject: { to: 'escalate', update: (_, e) => ({ escalated: `the remedy was rejected: ${e.reason}` }) },
      },
      after: { '24h': { to: 'escalate', update: () => ({ escalated: 'nobody answered for a day' }) } },
    },
    remediate: {
      run: (s, ctx) => rollBack(ctx.services.site, s.hypothesis!, ctx),
      verify: (update, _, ctx) => isHealthy(ctx.services.site, update, ctx),
      retry: { attempts: 3, backoff: '1s' },
      onError: { to: 'escalate', update: (_, error) => ({ escalated: error.message }) },
      next: 'notify',
    },
    escalate: {
      run: (s, ctx) => pageAHuman(ctx.services.site, s, ctx),
      retry: { attempts: 3, backoff: '1s' },
      next: 'notify',
    },
    notify: {
      run: (s, ctx) => postSummary(ctx.services.site, s, ctx),
      retry: { attempts: 3, backoff: '1s' },
      next: 'closed',
    },
    closed: { final: true },
  },
});

export type Incident = typeof incident;
