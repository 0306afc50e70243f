import { z } from 'zod';

import type { AnyGraph } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import { append, sum } from '../../src/definition/keys.ts';

const Alert = z.object({ severity: z.enum(['low', 'high']) });
const Evidence = z.object({ source: z.string() });
const Hypothesis = z.object({ cause: z.string(), confidence: z.number() });
const nothing = () => {};

const investigation = graph({
  name: 'investigation',
  state: { alert: Alert, evidence: append(Evidence), hypothesis: Hypothesis.optional() },
  start: 'think',
  nodes: {
    think: {
      run: nothing,
      next: [{ when: (s) => s.hypothesis === undefined, to: 'inconclusive', label: 'no idea' }, 'concluded'],
    },
    concluded: { final: true },
    inconclusive: { final: true },
  },
});

/** The example that the whole design is explained with. */
export const incident: AnyGraph = graph({
  name: 'incident',
  state: {
    alert: Alert,
    evidence: append(Evidence),
    spent: sum(),
    hypothesis: Hypothesis.optional(),
    approvedBy: z.string().optional(),
  },
  events: { approve: z.object({ by: z.string() }), reject: z.object({ reason: z.string() }) },
  start: 'triage',
  nodes: {
    triage: {
      run: nothing,
      timeout: '30s',
      next: [{ when: (s) => s.alert.severity === 'low', to: 'notify', label: 'low severity' }, 'gather'],
    },
    gather: { next: { all: ['logs', 'metrics', 'deploys'], then: 'investigate' } },
    logs: { run: nothing, retry: { attempts: 3, backoff: '1s' }, onError: 'investigate', next: 'investigate' },
    metrics: { run: nothing, next: 'investigate' },
    deploys: { run: nothing, next: 'investigate' },
    investigate: {
      graph: investigation,
      input: (s) => ({ alert: s.alert, evidence: s.evidence }),
      output: ({ state }) => ({ hypothesis: state.hypothesis }),
      verify: () => true,
      retry: { attempts: 2 },
      onError: 'escalate',
      next: [{ when: (s) => s.hypothesis!.confidence > 0.9, to: 'remediate', label: 'sure' }, 'approval'],
    },
    approval: {
      on: { approve: { to: 'remediate', update: (_s, e) => ({ approvedBy: e.by }) }, reject: 'escalate' },
      after: { '24h': 'escalate' },
    },
    remediate: { run: nothing, verify: () => true, retry: { attempts: 3 }, onError: 'escalate', next: 'notify' },
    escalate: { run: nothing, next: 'notify' },
    notify: { run: nothing, next: 'closed' },
    closed: { final: true },
  },
});
