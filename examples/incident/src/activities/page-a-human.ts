import type { Context } from '@cairn/core';
import type { Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import { deliver } from './deliver.ts';

interface Known {
  readonly alert: Alert;
  readonly escalated?: string | undefined;
}

/** Calls a human, and says why. */
export async function pageAHuman(site: Site, { alert, escalated }: Known, ctx: Context): Promise<void> {
  const reason = escalated ?? ctx.error?.message ?? 'no reason was given';
  await deliver(site, 'page', { page: `${alert.service} needs a human`, incident: alert.url, reason }, ctx);
}
