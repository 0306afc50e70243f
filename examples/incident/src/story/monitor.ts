import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { incidentTriggered } from '../world/pagerduty.ts';
import { errorRatio, sumOf } from '../world/prometheus.ts';
import { readMetrics } from '../world/readers.ts';

/** What the service measures, as a monitor sees it. */
export interface Measured {
  readonly errorRatio: number;
  readonly residentMiB: number;
}

const Accepted = z.object({ thread: z.string() });

/** Looks at the metrics of the service at `url`. */
export async function measure(url: string): Promise<Measured> {
  const samples = await readMetrics(url);
  const residentMiB = Math.round(sumOf(samples, 'process_resident_memory_bytes') / 1_048_576);
  return { errorRatio: errorRatio(samples, '/checkout'), residentMiB };
}

/** Posts an alert as PagerDuty would, and returns the id of the thread it started. */
export async function raiseAlert(endpoint: string, service: string, { errorRatio: ratio }: Measured): Promise<string> {
  const payload = incidentTriggered({ service, errorRatio: ratio, at: new Date(), id: newIncidentId() });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(payload) });
  if (response.status !== 202) throw new Error(`${endpoint} answered ${response.status}: ${await response.text()}`);
  return Accepted.parse(await response.json()).thread;
}

function newIncidentId(): string {
  const letters = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return `Q${Array.from({ length: 7 }, () => letters[randomInt(letters.length)]).join('')}`;
}
