import { expect, test } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { incident } from '../../../../examples/incident/src/graph/incident.ts';
import { toXState } from '../../src/machine/to-xstate.ts';
import { paths } from '../../src/paths/paths.ts';
import { runPaths, testPaths } from '../../src/paths/run-paths.ts';
import { transitionText } from '../../src/paths/transitions.ts';
import { collected } from './collected.ts';
import { sampled } from './sampled.ts';

const guides = ['docs/recipes.md', 'docs/authoring.md', 'docs/lanes.md'];
const modules = [
  'examples/langgraph/src/*/cairn.ts',
  'examples/embed/src/{order,price,quote}.ts',
  'examples/tiers/src/desk.ts',
];

/** How many paths of a graph are run, of those that lead to other nodes. */
const most = 8;

const all = await collected(guides, modules);

test('the guides and the examples have graphs', () => {
  expect(all.length).toBeGreaterThan(60);
});

test.each(all)('a thread of $graph.name in $where is where its model is, over restarts', async ({ graph }) => {
  const found = paths(graph, sampled(graph));
  const { runs } = await runPaths(graph, found.slice(0, most), { restarts: true });
  expect(runs.map(({ wrong }) => wrong)).toEqual(runs.map(() => undefined));
});

test.each(all)('XState starts the machine that is drawn of $graph.name in $where', ({ graph }) => {
  const { config, implementations } = toXState(graph, { profile: 'viz' });
  const machine = createMachine(JSON.parse(JSON.stringify(config)) as typeof config, implementations);
  const actor = createActor(machine).start();
  expect(actor.getSnapshot().status).not.toBe('error');
  actor.stop();
});

const alert = {
  id: 'a',
  title: 'many errors',
  severity: 'high',
  service: 'checkout',
  url: 'https://example.com',
  at: new Date(0),
} as const;

const evidence = [
  { source: 'logs', finding: 'errors', version: '2', orders: 9, errors: 5 },
  { source: 'metrics', finding: 'errors', version: '2', errorRatio: 0.5, keptBytes: 0 },
  { source: 'deploys', finding: 'a deploy', version: '2', at: new Date(0), summary: 'faster', earlier: ['1'] },
] as const;

const hypothesis = (confidence: number): object => ({
  hypothesis: { cause: 'the deploy', suspect: '2', remedy: '1', confidence },
});

test('an incident takes every transition of its graph', async () => {
  const { missed } = await testPaths(incident, {
    input: { alert },
    outcomes: {
      triage: [{ alert: { ...alert, severity: 'low' } }, {}],
      logs: [{ evidence: [evidence[0]] }, new Error('the log is gone')],
      metrics: [{ evidence: [evidence[1]] }],
      deploys: [{ evidence: [evidence[2]] }],
      'investigate.begin': [{ model: 'small' }, {}],
      'investigate.ask': [hypothesis(0.95), new Error('no answer')],
      'investigate.reason': [hypothesis(0.6), {}, new Error('no rule fits')],
      remediate: [{ running: '1' }, new Error('it did not get better')],
    },
    events: { approve: [{ by: 'ada' }], reject: [{ reason: 'too late' }] },
    by: (state) => state['hypothesis'],
  });
  expect(missed.map(transitionText)).toEqual([]);
});
