import { join } from 'node:path';
import { endDaemon, findDaemon, removeDaemon, startDaemon, type Running } from './daemon.ts';
import { readPlace } from './place.ts';
import { releaseOf } from './releases.ts';

/** The running service, and where its log is. */
export interface Service extends Running {
  readonly name: string;
  readonly log: string;
}

export interface StartOptions {
  /** Milliseconds without a request after which the service ends itself; half an hour when not given. */
  readonly idle?: number;
}

const name = 'checkout';

/** The service in `folder`, if it runs. */
export async function findService(folder: string): Promise<Service | undefined> {
  const running = await findDaemon(folder, name);
  return running && serviceOf(folder, running);
}

/**
 * The service in `folder`: the one that runs, whatever its version, or a new one.
 *
 * One that ended by itself starts again at the version it last ran; `version` is for the first start.
 */
export async function ensureRunning(folder: string, version: string, options: StartOptions = {}): Promise<Service> {
  return (await findService(folder)) ?? start(folder, readPlace(folder, name)?.version ?? version, options);
}

/** Makes the service run at `version`, on the port it had; does nothing if it already runs there and is healthy. */
export async function restart(folder: string, version: string, options: StartOptions = {}): Promise<Service> {
  releaseOf(version);
  const before = await findService(folder);
  if (before?.version === version && before.healthy) return before;
  await endDaemon(folder, name);
  const after = await start(folder, version, options);
  if (after.version === version) return after;
  throw new Error(`The service was started at ${after.version} by someone else while it was to start at ${version}.`);
}

/** Ends the service; it starts again on its port and at its version. */
export async function halt(folder: string): Promise<void> {
  await endDaemon(folder, name);
}

/** Stops the service and forgets its port and version; its log and deploy list stay. */
export async function stop(folder: string): Promise<void> {
  await removeDaemon(folder, name);
}

async function start(folder: string, version: string, { idle }: StartOptions): Promise<Service> {
  releaseOf(version);
  const program = new URL('./service.ts', import.meta.url);
  return serviceOf(folder, await startDaemon({ folder, name, program, version, idle }));
}

function serviceOf(folder: string, running: Running): Service {
  return { ...running, name, log: join(folder, 'service.log') };
}
