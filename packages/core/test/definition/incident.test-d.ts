// The example of the design compiles as it stands.

import { expectTypeOf } from 'vitest';
import { z } from 'zod';
import type { FactsOf } from '../../src/definition/facts.ts';
import { graph } from '../../src/definition/graph.ts';
import type { EventsOf } from '../../src/definition/parts.ts';
import { append, sum } from '../../src/definition/keys.ts';

const Alert = z.object({ service: z.string(), severity: z.enum(['low', 'high']) });
const Evidence = z.object({ source: z.string(), line: z.string() });
const Hypothesis = z.object({ cause: z.string(), confidence: z.number() });
type Alert = z.infer<typeof Alert>;
type Evidence = z.infer<typeof Evidence>;

const classify = async (state: { readonly alert: Alert }) => ({ alert: state.alert });
const readLogs = () => ({ evidence: [{ source: 'logs', line: '' }], spent: 1 });
const readMetrics = async () => ({ evidence: [{ source: 'metrics', line: '' }] });
const listDeploys = () => undefined;
const agreesWithEvidence = (update: { hypothesis?: unknown }, state: { readonly evidence: readonly Evidence[] }) =>
  state.evidence.length > 0 || 'there is no evidence';
const rollBack = () => {};
const isHealthy = async () => true;
const pageAHuman = async () => {};
const postSummary = async () => {};

export const investigation = graph({
  name: 'investigation',
  state: { alert: Alert, evidence: append(Evidence), hypothesis: Hypothesis.optional() },
  start: 'think',
  nodes: {
    think: { run: (state) => ({ hypothesis: { cause: state.alert.service, confidence: 1 } }), next: 'concluded' },
    concluded: { final: true },
    inconclusive: { final: true },
  },
});

export const incident = graph({
  name: 'incident',
  state: {
    alert: Alert, // a schema (any Standard Schema: zod, valibot, arktype): required input
    evidence: append(Evidence), // starts empty; only what is added is stored
    spent: sum(),
    hypothesis: Hypothesis.optional(), // optional or defaulted: may be absent at the start
    approvedBy: z.string().optional(),
  },
  events: {
    approve: z.object({ by: z.string() }),
    reject: z.object({ reason: z.string() }),
  },
  start: 'triage',
  nodes: {
    triage: {
      run: classify,
      timeout: '30s',
      next: [{ when: (s) => s.alert.severity === 'low', to: 'notify', label: 'low severity' }, 'gather'],
    },
    gather: { next: { all: ['logs', 'metrics', 'deploys'], then: 'investigate' } },
    logs: { run: readLogs, retry: { attempts: 3, backoff: '1s' }, onError: 'investigate', next: 'investigate' },
    metrics: { run: readMetrics, next: 'investigate' },
    deploys: { run: listDeploys, next: 'investigate' },
    investigate: {
      graph: investigation, // a subgraph with a state of its own
      input: (s) => ({ alert: s.alert, evidence: s.evidence }),
      output: ({ state, outcome }) => ({ hypothesis: state.hypothesis }),
      verify: agreesWithEvidence, // checked before it enters the state
      retry: { attempts: 2 },
      onError: 'escalate',
      next: [{ when: (s) => s.hypothesis!.confidence > 0.9, to: 'remediate' }, 'approval'],
    },
    approval: {
      // no activity: waits, durably, for days if need be
      on: {
        approve: { to: 'remediate', update: (s, e) => ({ approvedBy: e.by }) },
        reject: 'escalate',
      },
      after: { '24h': 'escalate' },
    },
    remediate: { run: rollBack, verify: isHealthy, retry: { attempts: 3 }, onError: 'escalate', next: 'notify' },
    escalate: { run: pageAHuman, next: 'notify' },
    notify: { run: postSummary, next: 'closed' },
    closed: { final: true },
  },
});

type Incident = FactsOf<typeof incident>;

expectTypeOf<Incident['name']>().toEqualTypeOf<'incident'>();
expectTypeOf<Incident['outcome']>().toEqualTypeOf<'closed'>();
expectTypeOf<FactsOf<typeof investigation>['outcome']>().toEqualTypeOf<'concluded' | 'inconclusive'>();
expectTypeOf<Incident['state']['evidence']>().toEqualTypeOf<readonly Evidence[]>();
expectTypeOf<Incident['state']['approvedBy']>().toEqualTypeOf<string | undefined>();
expectTypeOf<keyof EventsOf<typeof incident>>().toEqualTypeOf<'approve' | 'reject'>();
expectTypeOf({ alert: { service: 'a', severity: 'low' as const } }).toExtend<Incident['input']>();
expectTypeOf({ spent: 1 }).not.toExtend<Incident['input']>();
