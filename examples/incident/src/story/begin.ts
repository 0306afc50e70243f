import { fact, heading } from '../show/paint.ts';
import type { Site } from '../site.ts';
import { ensureReceiver } from '../world/receiver-control.ts';
import { sendTraffic } from '../world/traffic.ts';
import { measure, raiseAlert } from './monitor.ts';
import { startAfresh } from './programs.ts';

/** Orders sent before anybody looks at the metrics. */
const orders = 40;

/** Lets the service fail until a monitor notices and raises the alarm; gives the id of the thread that this starts. */
export async function beginIncident(site: Site, endpoint: string): Promise<string> {
  heading('A service that fails');
  const [service, receiver] = await Promise.all([startAfresh(site), ensureReceiver(site.receiver)]);
  fact('service', `${service.name} ${service.version} on ${service.url}, process ${service.pid}`);
  fact('receiver', `${receiver.inbox}, process ${receiver.pid}`);
  const before = await measure(service.url);
  const { sent, failed } = await sendTraffic(service.url, orders);
  const after = await measure(service.url);
  fact(
    'traffic',
    `${sent} orders sent, ${failed} failed; memory went from ${before.residentMiB} to ${after.residentMiB} MiB`,
  );
  const thread = await raiseAlert(endpoint, service.name, after);
  fact('alert', `posted to ${endpoint}, which started ${thread}`);
  return thread;
}
