import { join } from 'node:path';
import { endDaemon, findDaemon, removeDaemon, startDaemon, type Running } from './daemon.ts';
import { readDeliveryList, type Delivery } from './deliveries.ts';

/** The running receiver; summaries are posted to `inbox`, each with an `Idempotency-Key` header. */
export interface Receiver extends Running {
  readonly inbox: string;
}

const name = 'receiver';

/** The receiver in `folder`: the one that runs, or a new one that goes on with the same file. */
export async function ensureReceiver(folder: string): Promise<Receiver> {
  const program = new URL('./receiver.ts', import.meta.url);
  const running = (await findDaemon(folder, name)) ?? (await startDaemon({ folder, name, program, version: 'v1' }));
  return { ...running, inbox: `${running.url}/summaries` };
}

/** Ends the receiver; it starts again on its port. */
export async function haltReceiver(folder: string): Promise<void> {
  await endDaemon(folder, name);
}

/** Stops the receiver and forgets its port; what it received stays. */
export async function stopReceiver(folder: string): Promise<void> {
  await removeDaemon(folder, name);
}

/** Everything the receiver in `folder` ever received, duplicates marked, oldest first. */
export function readDeliveries(folder: string): Delivery[] {
  return readDeliveryList(join(folder, 'deliveries.jsonl'));
}
