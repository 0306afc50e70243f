import type { Context } from '@cairn/core';
import { serviceAt, type Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import { readHealth } from '../world/readers.ts';

/** Looks at the service from outside; one that is well again makes the alert one of low severity. */
export async function classify(site: Site, alert: Alert, ctx: Context): Promise<{ alert?: Alert }> {
  const { url } = await serviceAt(site);
  const health = await ctx.step('look', () => readHealth(url, ctx.signal));
  ctx.emit(`/healthz says ${health.status} at ${health.version}`);
  return health.ok ? { alert: { ...alert, severity: 'low' } } : {};
}
