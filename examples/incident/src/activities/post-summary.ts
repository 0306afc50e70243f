import type { Context } from '@cairn/core';
import type { Hypothesis } from '../graph/hypothesis.ts';
import type { Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import { deliver } from './deliver.ts';

interface Known {
  readonly alert: Alert;
  readonly hypothesis?: Hypothesis | undefined;
  readonly approvedBy?: string | undefined;
  readonly running?: string | undefined;
  readonly escalated?: string | undefined;
}

/** Posts what became of the incident. */
export async function postSummary(site: Site, known: Known, ctx: Context): Promise<void> {
  const { alert, hypothesis, approvedBy } = known;
  const summary = { text: sentenceFor(known), incident: alert.url, cause: hypothesis?.cause, approvedBy };
  await deliver(site, 'summary', summary, ctx);
}

/** What became of the incident, in one sentence. */
export function sentenceFor({ alert, running, escalated }: Known): string {
  if (running !== undefined) return `${alert.service} works again at ${running}.`;
  if (escalated !== undefined) return `${alert.service} waits for a human: ${escalated}.`;
  return `${alert.service} needs nothing: the alert is of low severity.`;
}
