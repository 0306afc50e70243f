import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Orders } from './hosting.ts';
import { urlOf } from './loopback.ts';
import { claimPlace, forgetPlace, readPlace, type Place } from './place.ts';
import { until } from './until.ts';

/** A program that runs detached, so that it outlives the process that started it and can be found again. */
export interface Daemon {
  readonly folder: string;
  readonly name: string;
  readonly program: URL;
  readonly version: string;
  /** Milliseconds without a request after which it ends itself; half an hour when not given. */
  readonly idle?: number | undefined;
}

/** A daemon that answers. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly version: string;
  readonly healthy: boolean;
}

/** Who is at a place: our program, nobody, something that does not answer, or another program. */
type Sighting = Running | 'nobody' | 'silent' | 'stranger';

const Health: z.ZodType<{ pid: number; version: string; token: string }> = z.object({
  pid: z.number(),
  version: z.string(),
  token: z.string(),
});

/** The daemon of that name in `folder`, if it runs and answers. */
export async function findDaemon(folder: string, name: string): Promise<Running | undefined> {
  const place = readPlace(folder, name);
  const seen = place && (await look(place));
  return typeof seen === 'object' ? seen : undefined;
}

/** Starts a daemon where none runs; of two starts at once one program wins and both get it. */
export async function startDaemon(daemon: Daemon): Promise<Running> {
  for (let left = 3; left > 0; left--) {
    const place = await claimPlace(daemon.folder, daemon.name);
    const seen = await launch(daemon, place);
    if (typeof seen === 'object') return seen;
    if (seen === 'stranger') forgetPlace(daemon.folder, daemon.name, place.token);
  }
  throw new Error(`"${daemon.name}" did not start in three tries. The end of its output:\n${tailOf(daemon)}`);
}

/** Ends a daemon: gracefully, or by force when it does not answer; its place stays recorded. */
export async function endDaemon(folder: string, name: string): Promise<void> {
  const place = readPlace(folder, name);
  if (place === undefined) return;
  const seen = await look(place);
  if (typeof seen === 'object') await end(seen.pid, place, ['SIGTERM', 'SIGKILL']);
  if (seen === 'silent' && place.pid !== undefined) await end(place.pid, place, ['SIGKILL']);
}

/** Ends a daemon and forgets its port and version. */
export async function removeDaemon(folder: string, name: string): Promise<void> {
  await endDaemon(folder, name);
  const place = readPlace(folder, name);
  if (place !== undefined) forgetPlace(folder, name, place.token);
}

async function look(place: Place): Promise<Sighting> {
  const url = urlOf(place.port);
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    const { data } = Health.safeParse(await response.json());
    if (data?.token !== place.token) return 'stranger';
    return { pid: data.pid, port: place.port, url, version: data.version, healthy: response.ok };
  } catch (error) {
    if (error instanceof SyntaxError) return 'stranger';
    return isRefused(error) ? 'nobody' : 'silent';
  }
}

async function launch(daemon: Daemon, place: Place): Promise<Running | 'stranger' | 'ended' | undefined> {
  const child = await spawnDetached(daemon, place);
  return until(async () => {
    // Read before looking: a child that lost the port to a twin ends only after the twin holds it.
    const ended = child.exitCode !== null || child.signalCode !== null;
    const sighting = await look(place);
    // Ours is too late: left alone, it would take the port whenever the twin lets go of it.
    if (typeof sighting === 'object' && sighting.pid !== child.pid) child.kill('SIGKILL');
    if (ended && sighting === 'nobody') return 'ended';
    return sighting === 'nobody' || sighting === 'silent' ? undefined : sighting;
  });
}

async function spawnDetached(daemon: Daemon, place: Place): Promise<ChildProcess> {
  const { name, version, program, idle = 1_800_000 } = daemon;
  const folder = resolve(daemon.folder);
  const orders: Orders = { folder, name, version, port: place.port, token: place.token, idle };
  const file = openSync(outputOf(daemon), 'a');
  const child = spawn(process.execPath, [fileURLToPath(program), JSON.stringify(orders)], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', file, file],
  });
  await once(child, 'spawn').finally(() => closeSync(file));
  child.unref();
  return child;
}

async function end(pid: number, place: Place, signals: readonly NodeJS.Signals[]): Promise<void> {
  for (const signal of signals) {
    const told = new Set([pid]);
    tell(pid, signal);
    const left = async (): Promise<true | undefined> => {
      const seen = await look(place);
      // A twin that was late may have taken the port meanwhile.
      if (typeof seen === 'object' && !told.has(seen.pid)) tell(seen.pid, signal);
      if (typeof seen === 'object') told.add(seen.pid);
      return hasLeft(seen);
    };
    if (await until(left, { within: 5_000 })) return;
  }
  throw new Error(`Process ${pid} still holds port ${place.port} after ${signals.join(' and ')}.`);
}

function hasLeft(seen: Sighting): true | undefined {
  return seen === 'nobody' || seen === 'stranger' ? true : undefined;
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error;
  }
}

function outputOf({ folder, name }: Daemon): string {
  return join(folder, `${name}.out`);
}

function tailOf(daemon: Daemon): string {
  return readFileSync(outputOf(daemon), 'utf8').slice(-2_000);
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && hasCode(error.cause, 'ECONNREFUSED');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
