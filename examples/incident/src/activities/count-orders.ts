import type { WorkerContext } from '@cairn/patterns';
import { serviceAt, type Site } from '../site.ts';
import { readLogTail } from '../world/readers.ts';

/** Counts the orders in the service's log as it is now, at whatever version. */
export async function countOrders(
  site: Site,
  { step }: Pick<WorkerContext, 'step'>,
): Promise<{ orders: number; failed: number }> {
  const { log } = await serviceAt(site);
  return step('count', async () => {
    const orders = (await readLogTail(log, 1_000)).filter(({ route }) => route === '/checkout');
    return { orders: orders.length, failed: orders.filter(({ level }) => level === 'error').length };
  });
}
