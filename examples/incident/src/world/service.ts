/** The checkout service: the program that breaks, run as a process of its own by service-control.ts. */
import { join } from 'node:path';
import { Checkout } from './checkout.ts';
import { readDeployList, recordDeploy } from './deploys.ts';
import { host, readOrders } from './hosting.ts';
import { logTo } from './log.ts';
import type { Served } from './loopback.ts';
import { releaseOf } from './releases.ts';
import { ServiceMetrics } from './service-metrics.ts';

const orders = readOrders();
const { version } = orders;
const deploys = join(orders.folder, 'deploys.jsonl');
const log = logTo(join(orders.folder, 'service.log'), version);
const checkout = new Checkout(releaseOf(version));
const metrics = new ServiceMetrics();

const { closed } = await host(orders, {
  routes: {
    'POST /checkout': ({ body }) => checkout.take(body),
    'GET /metrics': () => ({ status: 200, text: metrics.text({ version, ...checkout.cached() }) }),
    'GET /deploys': () => ({ status: 200, json: readDeployList(deploys) }),
  },
  isHealthy: () => checkout.isHealthy(),
  served: (served) => {
    metrics.count(served);
    if (served.route === 'POST /checkout') logCheckout(served);
  },
});
recordDeploy(deploys, version);
log({ level: 'info', message: `listening, process ${process.pid}` });
await closed;
log({ level: 'info', message: 'stopped' });

function logCheckout({ status, milliseconds }: Served): void {
  const failed = status >= 500;
  const message = failed ? 'cart cache: allocation failed' : status >= 400 ? 'order refused' : 'order taken';
  log({
    level: failed ? 'error' : 'info',
    message,
    route: '/checkout',
    status,
    milliseconds: Math.round(milliseconds),
  });
  const { carts, bytes } = checkout.cached();
  if (carts > 0 && carts % 10 === 0)
    log({ level: 'warn', message: `cart cache: ${carts} carts, ${bytes / 1_048_576} MiB, none evicted` });
}
