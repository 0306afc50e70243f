import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { graph, open, type Cairn } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { openAlertEndpoint, type AlertEndpoint } from '../src/story/alert-endpoint.ts';
import { Alert } from '../src/world/alert.ts';
import { incidentTriggered } from '../src/world/pagerduty.ts';

const noted = graph({
  name: 'noted',
  state: { alert: Alert },
  start: 'done',
  nodes: { done: { final: true } },
});

let folder: string;
let cairn: Cairn;
let endpoint: AlertEndpoint;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'incident-alerts-'));
  cairn = open({ store: sqlite(join(folder, 'alerts.db')), graphs: [noted] });
  endpoint = await openAlertEndpoint(folder);
  endpoint.serve(async (alert) => (await cairn.start(noted, { alert }, { id: `INC-${alert.id}` })).id);
});

afterEach(async () => {
  await endpoint.close();
  await cairn.close();
  rmSync(folder, { recursive: true });
});

const symptom = { service: 'checkout', errorRatio: 0.25, at: new Date('2026-03-01T09:30:00.000Z'), id: 'Q2KX7W1N' };

test('an alert starts a thread, and the same alert sent again is the same thread', async () => {
  const body = JSON.stringify(incidentTriggered(symptom));
  const first = await post(body);
  expect(first).toEqual({ status: 202, answer: { thread: 'INC-Q2KX7W1N' } });
  expect(await post(body)).toEqual(first);
  expect((await cairn.threads()).threads.map(({ id }) => id)).toEqual(['INC-Q2KX7W1N']);
});

test('another alert with the id of a known incident is refused', async () => {
  await post(JSON.stringify(incidentTriggered(symptom)));
  const { status, answer } = await post(JSON.stringify(incidentTriggered({ ...symptom, urgency: 'low' })));
  expect(status).toBe(409);
  expect(answer).toMatchObject({ code: 'thread/exists' });
});

test.each([
  ['what is not JSON', 'hello', 'the body: Invalid input'],
  ['another event', JSON.stringify(incidentTriggered(symptom)).replace('triggered', 'resolved'), 'event.event_type: '],
  [
    'an alert without a title',
    JSON.stringify(incidentTriggered(symptom)).replace('"title"', '"name"'),
    'event.data.title: ',
  ],
])('%s gives a problem and stores nothing', async (_, body, issue) => {
  const { status, answer } = await post(body);
  expect(status).toBe(400);
  expect(answer).toMatchObject({ error: 'not an incident.triggered webhook of PagerDuty' });
  expect((answer as { issues: string[] }).issues).toEqual([expect.stringContaining(issue)]);
  expect((await cairn.threads()).threads).toEqual([]);
});

test('one process at a time has the endpoint of a folder', async () => {
  await expect(openAlertEndpoint(folder)).rejects.toThrow(
    `Process ${process.pid} plays an incident in this folder already.`,
  );
  const { url } = endpoint;
  await endpoint.close();
  endpoint = await openAlertEndpoint(folder);
  expect(endpoint.url).toBe(url);
  expect(await post('{}')).toMatchObject({ status: 503 });
});

async function post(body: string): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(endpoint.url, { method: 'POST', body });
  return { status: response.status, answer: await response.json() };
}
