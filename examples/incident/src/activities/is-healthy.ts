import type { Context } from '@cairn/core';
import { serviceAt, type Site } from '../site.ts';
import { readHealth } from '../world/readers.ts';
import { sendTraffic } from '../world/traffic.ts';

/** Orders that must all be taken. */
const orders = 20;

/** Sees from outside whether the service works at the version that was put in place; a sentence if it does not. */
export async function isHealthy(
  site: Site,
  { running }: { readonly running?: string | undefined },
  ctx: Context,
): Promise<true | string> {
  const { url } = await serviceAt(site);
  const { failed } = await ctx.step(`orders ${ctx.attempt}`, () => sendTraffic(url, orders, ctx.signal));
  const { ok, status, version } = await readHealth(url, ctx.signal);
  ctx.emit(`${failed} of ${orders} orders fail, /healthz says ${status} at ${version}`);
  if (version !== running) return `${version} runs instead of ${running}`;
  if (failed > 0) return `${failed} of ${orders} orders failed`;
  return ok || `/healthz says ${status}`;
}
