import type { Context } from '@cairn/core';
import type { Hypothesis } from '../graph/hypothesis.ts';
import type { Site } from '../site.ts';
import { restart } from '../world/service-control.ts';

/** Restarts the service at the version that the hypothesis proposes. */
export async function rollBack(site: Site, { remedy }: Hypothesis, ctx: Context): Promise<{ running: string }> {
  const service = await ctx.step(`restart ${ctx.attempt}`, async () => {
    const { version, pid, url } = await restart(site.service, remedy);
    return { version, pid, url };
  });
  ctx.emit(`${service.version} runs as process ${service.pid} on ${service.url}`);
  return { running: service.version };
}
