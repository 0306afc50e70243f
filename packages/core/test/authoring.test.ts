// The authoring example of the design, as it stands: only what its functions do is made up here.

import { append, graph, memory, open, sum, type Clock, type Context, type FactsOf, type Thread } from '@cairn/core';
import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

const Alert = z.object({ service: z.string(), severity: z.enum(['low', 'high']) });
const Evidence = z.object({ source: z.string(), line: z.string() });
const Hypothesis = z.object({ cause: z.string(), confidence: z.number() });
type Alert = z.infer<typeof Alert>;
type Evidence = z.infer<typeof Evidence>;
type Hypothesis = z.infer<typeof Hypothesis>;

/** What the functions of the example do, in a test. */
interface Script {
  readonly logsFail: number;
  /** What the investigation comes to, one entry an attempt; the last one stays. */
  readonly hypotheses: readonly Hypothesis[];
  readonly healthy: boolean;
}

const leak: Hypothesis = { cause: 'v1.4.2 leaks', confidence: 0.8 };
const smooth: Script = { logsFail: 0, hypotheses: [leak], healthy: true };
let script = smooth;
let called: string[] = [];
let thoughts = 0;

const classify = async (state: { readonly alert: Alert }) => ({ alert: state.alert });
const readLogs = (_: unknown, ctx: Context) => {
  if (ctx.attempt <= script.logsFail) throw new Error('the log is being rotated');
  return { evidence: [{ source: 'logs', line: 'v1.4.2 fails' }], spent: 1 };
};
const readMetrics = async () => ({ evidence: [{ source: 'metrics', line: 'v1.4.2 grows' }], spent: 2 });
const listDeploys = () => ({ evidence: [{ source: 'deploys', line: 'v1.4.2 is new' }], spent: 3 });
const agreesWithEvidence = (
  update: { readonly hypothesis?: Hypothesis | undefined },
  state: { readonly evidence: readonly Evidence[] },
) => {
  const version = update.hypothesis?.cause.split(' ')[0] ?? '';
  return state.evidence.every(({ line }) => line.includes(version)) || `"${version}" is not in the evidence`;
};
const rollBack = (_: unknown, ctx: Context) => ctx.step('roll back', () => void called.push('rolled back'));
const isHealthy = async () => script.healthy;
const pageAHuman = async (_: unknown, ctx: Context) =>
  void called.push(`paged: ${ctx.error?.message ?? 'nobody agreed'}`);
const postSummary = async (_: unknown, ctx: Context) => void called.push(ctx.key('summary'));

const investigation = graph({
  name: 'investigation',
  state: { alert: Alert, evidence: append(Evidence), hypothesis: Hypothesis.optional() },
  start: 'think',
  nodes: {
    think: {
      run: () => ({ hypothesis: script.hypotheses[Math.min(thoughts++, script.hypotheses.length - 1)] }),
      next: 'concluded',
    },
    concluded: { final: true },
  },
});

const incident = graph({
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
      // oxlint-disable-next-line no-unused-vars -- the design shows that the outcome is there
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

let clock: Clock & { advanceTo(time: number): void };

beforeEach(() => {
  script = smooth;
  called = [];
  thoughts = 0;
  clock = handClock();
});

test('an incident is approved and remediated', async () => {
  const thread = await start('high');
  expect(await thread.settled()).toMatchObject({ status: 'waiting', events: ['approve', 'reject'] });
  await thread.send('approve', { by: 'ada' });
  const result = await thread.settled();
  expect(result).toMatchObject({ status: 'done', outcome: 'closed' });
  expect(result.state).toEqual({
    alert: { service: 'checkout', severity: 'high' },
    evidence: [
      { source: 'logs', line: 'v1.4.2 fails' },
      { source: 'metrics', line: 'v1.4.2 grows' },
      { source: 'deploys', line: 'v1.4.2 is new' },
    ],
    spent: 6,
    hypothesis: leak,
    approvedBy: 'ada',
  });
  expect(called).toEqual(['rolled back', 'INC-42/notify.1#summary']);
  expect(await path(thread)).toEqual(['triage', 'gather', 'investigate', 'approval', 'remediate', 'notify', 'closed']);
});

test('an alert of low severity goes straight to the summary', async () => {
  const thread = await start('low');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { evidence: [], spent: 0 } });
  expect(await path(thread)).toEqual(['triage', 'notify', 'closed']);
});

test('a rejected hypothesis escalates', async () => {
  const thread = await start('high');
  await thread.settled();
  await thread.send('reject', { reason: 'not during the sale' });
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { hypothesis: leak } });
  expect(called).toEqual(['paged: nobody agreed', 'INC-42/notify.1#summary']);
});

test('an approval that nobody gives within a day escalates', async () => {
  const thread = await start('high');
  const waiting = await thread.settled();
  clock.advanceTo(waiting.status === 'waiting' ? (waiting.due ?? 0) : 0);
  expect(await thread.ended()).toMatchObject({ status: 'done', outcome: 'closed' });
  expect(clock.now()).toBe(24 * 3_600_000);
  expect(await path(thread)).toEqual(['triage', 'gather', 'investigate', 'approval', 'escalate', 'notify', 'closed']);
});

test('a hypothesis that the evidence does not bear out is thought over', async () => {
  script = {
    ...smooth,
    hypotheses: [
      { cause: 'v1.4.0 leaks', confidence: 1 },
      { ...leak, confidence: 0.95 },
    ],
  };
  const thread = await start('high');
  expect(await thread.settled()).toMatchObject({ status: 'done', state: { hypothesis: { confidence: 0.95 } } });
  const refused = (await thread.history()).find(({ cause }) => cause === 'attempt');
  expect(refused?.note?.failure?.message).toContain('"v1.4.0" is not in the evidence');
  expect(await path(thread)).toEqual(['triage', 'gather', 'investigate', 'remediate', 'notify', 'closed']);
});

test('a log that cannot be read is tried three times, and done without', async () => {
  script = { ...smooth, logsFail: 3 };
  const thread = await start('high');
  for await (const event of thread.watch({ from: 1 })) {
    if (event.type === 'checkpoint' && event.due !== undefined) clock.advanceTo(event.due);
  }
  expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { spent: 5 } });
  expect(clock.now()).toBe(3_000);
});

test('a remedy that does not heal is tried three times and escalates', async () => {
  script = { ...smooth, healthy: false };
  const thread = await start('high');
  await thread.settled();
  await thread.send('approve', { by: 'ada' });
  expect(await thread.settled()).toMatchObject({ status: 'done', outcome: 'closed' });
  expect(called).toEqual([
    'rolled back',
    'rolled back',
    'rolled back',
    'paged: What node "remediate" returned was refused by its "verify": it gave no reason',
    'INC-42/notify.1#summary',
  ]);
});

type Incident = Thread<FactsOf<typeof incident>>;

async function start(severity: Alert['severity']): Promise<Incident> {
  const cairn = open({ store: memory(), graphs: [incident], clock });
  return cairn.start(incident, { alert: { service: 'checkout', severity } }, { id: 'INC-42' });
}

/** The nodes that the first lane came to. */
async function path(thread: Incident): Promise<(string | undefined)[]> {
  const rows = await thread.history();
  return rows.filter(({ lane, to }) => lane === '' && to !== undefined).map(({ to }) => to);
}

/** A clock that stands still unless it is moved. */
function handClock(): typeof clock {
  let time = 0;
  const waits = new Set<{ readonly at: number; readonly end: () => void }>();
  const ring = () => {
    for (const wait of [...waits].filter(({ at }) => at <= time)) {
      waits.delete(wait);
      wait.end();
    }
  };
  return {
    now: () => time,
    after(milliseconds, then) {
      const wait = { at: time + milliseconds, end: then };
      waits.add(wait);
      if (milliseconds <= 0) queueMicrotask(ring);
      return () => waits.delete(wait);
    },
    advanceTo(next) {
      time = Math.max(time, next);
      ring();
    },
  };
}
