/** The webhook receiver: where summaries go, run as a process of its own by receiver-control.ts. */
import { join } from 'node:path';
import { readDeliveryList, recordDelivery } from './deliveries.ts';
import { host, readOrders } from './hosting.ts';
import { jsonOf } from './json-lines.ts';
import type { Call, Reply } from './loopback.ts';

const orders = readOrders();
const path = join(orders.folder, 'deliveries.jsonl');

const { closed } = await host(orders, {
  routes: {
    'POST /summaries': receive,
    'GET /deliveries': () => ({ status: 200, json: readDeliveryList(path) }),
  },
});
await closed;

function receive({ headers, body }: Call): Reply {
  const key = headers['idempotency-key'];
  const summary = jsonOf(body);
  if (typeof key !== 'string' || key === '') return { status: 400, json: { error: 'Idempotency-Key is missing' } };
  if (summary === undefined) return { status: 400, json: { error: 'the body is not JSON' } };
  const { duplicate } = recordDelivery(path, key, summary);
  return { status: 200, json: { received: true, duplicate } };
}
