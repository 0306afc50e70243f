import type { Row } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { agreesWithEvidence } from '../src/activities/agrees-with-evidence.ts';
import { hypothesisFrom } from '../src/activities/correlate.ts';
import { sentenceFor } from '../src/activities/post-summary.ts';
import { evidenceIn } from '../src/activities/read-logs.ts';
import type { DeployEvidence, Evidence, LogEvidence, MetricEvidence } from '../src/graph/evidence.ts';
import { countSteps } from '../src/show/once.ts';

const deploy: DeployEvidence = {
  source: 'deploys',
  finding: '',
  version: 'v2',
  at: new Date('2026-03-01T09:00:00Z'),
  summary: 'Cache carts',
  earlier: ['v1', 'v0'],
};
const logs: LogEvidence = {
  source: 'logs',
  finding: '',
  version: 'v2',
  orders: 40,
  errors: 10,
  signature: 'no memory',
  since: new Date('2026-03-01T09:10:00Z'),
};
const metrics: MetricEvidence = {
  source: 'metrics',
  finding: '',
  version: 'v2',
  errorRatio: 0.25,
  keptBytes: 1_048_576,
};

describe('the rules', () => {
  test.each<[string, Evidence[], number]>([
    ['both symptoms', [logs, metrics, deploy], 0.9],
    ['errors alone', [logs, { ...metrics, keptBytes: 0 }, deploy], 0.6],
    ['a leak alone', [metrics, deploy], 0.6],
  ])('suspect the newest deploy for %s that came after it', (_, evidence, confidence) => {
    expect(hypothesisFrom(evidence)).toMatchObject({ suspect: 'v2', remedy: 'v1', confidence });
  });

  test.each<[string, Evidence[]]>([
    ['no symptoms', [deploy]],
    ['errors older than the deploy', [{ ...logs, since: new Date('2026-03-01T08:59:00Z') }, deploy]],
    ['errors at another version', [{ ...logs, version: 'v1' }, deploy]],
    ['no deploy list', [logs, metrics]],
    ['no version to go back to', [logs, metrics, { ...deploy, earlier: [] }]],
  ])('suspect nothing for %s', (_, evidence) => {
    expect(hypothesisFrom(evidence)).toBeUndefined();
  });
});

describe('a hypothesis', () => {
  const hypothesis = { cause: 'It leaks.', suspect: 'v2', remedy: 'v1', confidence: 1 };
  const evidence = [logs, metrics, deploy];

  test.each([
    [hypothesis, true],
    [undefined, 'the investigation found no likely cause'],
    [{ ...hypothesis, suspect: 'v1' }, 'it suspects v1, but the failures were seen at v2'],
    [{ ...hypothesis, remedy: 'v3' }, 'its remedy is v3, which was not deployed before'],
  ])('%o is held against the evidence', (proposed, verdict) => {
    expect(agreesWithEvidence({ hypothesis: proposed }, { evidence })).toBe(verdict);
  });

  test('that proposes the suspect as its own remedy is refused', () => {
    const back = { ...deploy, earlier: ['v1', 'v2'] };
    const proposed = { ...hypothesis, remedy: 'v2' };
    expect(agreesWithEvidence({ hypothesis: proposed }, { evidence: [logs, back] })).toBe('its remedy is v2 itself');
  });
});

describe('a log', () => {
  const line = {
    time: '2026-03-01T09:10:00Z',
    level: 'info',
    version: 'v2',
    message: 'order taken',
    route: '/checkout',
  } as const;

  test('is read for the version that wrote its last line', () => {
    const failed = { ...line, level: 'error', message: 'no memory' } as const;
    const read = evidenceIn([{ ...failed, version: 'v1' }, line, failed, { ...failed, message: 'late' }, failed]);
    expect(read).toMatchObject({ version: 'v2', orders: 4, errors: 3, signature: 'no memory', since: logs.since });
  });

  test('without errors says so', () => {
    expect(evidenceIn([line]).finding).toBe('v2 logs no errors');
    expect(() => evidenceIn([])).toThrow('The log is empty.');
  });
});

test('an alert that needs nothing is summed up as such', () => {
  const alert = {
    id: 'Q',
    title: '',
    severity: 'low',
    service: 'checkout',
    url: 'https://a.example',
    at: new Date(),
  } as const;
  expect(sentenceFor({ alert })).toBe('checkout needs nothing: the alert is of low severity.');
});

test('a step counts as done twice only within one visit of its node', () => {
  const row = { time: 0, phase: 'running' } as const;
  const rows: Row[] = [
    { ...row, seq: 1, turn: 1, lane: '', cause: 'start', from: '', to: 'a' },
    { ...row, seq: 2, turn: 2, lane: '', cause: 'step', from: 'a', label: 'read' },
    { ...row, seq: 3, turn: 3, lane: '', cause: 'done', from: 'a', to: 'a' },
    { ...row, seq: 4, turn: 4, lane: '', cause: 'step', from: 'a', label: 'read' },
  ];
  expect(countSteps(rows)).toEqual({ steps: 2, twice: 0 });
  expect(countSteps([...rows, { ...row, seq: 5, turn: 5, lane: '', cause: 'step', from: 'a', label: 'read' }])).toEqual(
    {
      steps: 3,
      twice: 1,
    },
  );
});
