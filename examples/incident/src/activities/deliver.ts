import type { Context } from '@cairn/core';
import type { Site } from '../site.ts';
import { ensureReceiver } from '../world/receiver-control.ts';

/** Posts a message to the receiver, under a key that is the same however often this visit is run. */
export async function deliver(site: Site, name: string, message: object, ctx: Context): Promise<void> {
  const { inbox } = await ensureReceiver(site.receiver);
  const status = await ctx.step(name, async () => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': ctx.key(name) };
    const response = await fetch(inbox, { method: 'POST', headers, body: JSON.stringify(message), signal: ctx.signal });
    if (!response.ok) throw new Error(`${inbox} answered ${response.status}.`);
    return response.status;
  });
  ctx.emit(`${inbox} answered ${status}`);
}
