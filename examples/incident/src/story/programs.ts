import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { serviceAt, type Site } from '../site.ts';
import { readDeployList, type Deploy } from '../world/deploys.ts';
import { haltReceiver, stopReceiver } from '../world/receiver-control.ts';
import { halt, stop, type Service } from '../world/service-control.ts';

/** Starts the service as it was before anybody did anything: at its bad version, with an empty log. */
export async function startAfresh(site: Site): Promise<Service> {
  await stop(site.service);
  for (const file of ['service.log', 'deploys.jsonl']) rmSync(join(site.service, file), { force: true });
  return serviceAt(site);
}

/** The service's deploy list, which is there even when the service is not. */
export function deployList(site: Site): Deploy[] {
  return readDeployList(join(site.service, 'deploys.jsonl'));
}

/** Ends the service and the receiver for good. */
export async function stopPrograms(site: Site): Promise<void> {
  await Promise.all([stop(site.service), stopReceiver(site.receiver)]);
}

/** Ends the service and the receiver for now: they go on as they were when they are needed. */
export async function haltPrograms(site: Site): Promise<void> {
  await Promise.all([halt(site.service), haltReceiver(site.receiver)]);
}
