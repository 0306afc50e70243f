import { isProblem } from '@cairn/core';
import { z } from 'zod';
import { toAlert, type Alert } from '../world/alert.ts';
import { findDaemon } from '../world/daemon.ts';
import { jsonOf } from '../world/json-lines.ts';
import { serveOnLoopback, type Call, type LoopbackServer, type Reply } from '../world/loopback.ts';
import { claimPlace, forgetPlace, writePlace, type Place } from '../world/place.ts';

/** Starts what an alert calls for and returns the thread's id. */
export type Start = (alert: Alert) => Promise<string>;

/** Another process that plays an incident in the same folder. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
}

const name = 'alerts';

/**
 * Where alerts come in, on loopback. Its port is a lock as well: one process at a time plays incidents in a folder, and
 * when that process dies, however it does, the port is free.
 */
export class AlertEndpoint {
  readonly #server: LoopbackServer;
  readonly #handler: { start?: Start };

  constructor(server: LoopbackServer, handler: { start?: Start }) {
    this.#server = server;
    this.#handler = handler;
  }

  /** Where PagerDuty's webhook is to be posted. */
  get url(): string {
    return `${this.#server.url}/alerts`;
  }

  /** From now on alerts are taken. */
  serve(start: Start): void {
    this.#handler.start = start;
  }

  close(): Promise<void> {
    return this.#server.close();
  }
}

/** Opens the alert endpoint of a folder; {@link AlreadyRunning} when another process has it. */
export async function openAlertEndpoint(folder: string): Promise<AlertEndpoint> {
  for (;;) {
    const place = await claimPlace(folder, name);
    const opened = await openAt(folder, place);
    if (opened !== undefined) return opened;
    const other = await findDaemon(folder, name);
    if (other !== undefined) throw new AlreadyRunning(`Process ${other.pid} plays an incident in this folder already.`);
    forgetPlace(folder, name, place.token);
  }
}

async function openAt(folder: string, place: Place): Promise<AlertEndpoint | undefined> {
  const handler: { start?: Start } = {};
  const { port, token } = place;
  const health = { status: 200, json: { status: 'ok', pid: process.pid, version: 'v1', token } };
  try {
    const routes = { 'GET /healthz': () => health, 'POST /alerts': (call: Call) => take(call, handler.start) };
    const server = await serveOnLoopback(routes, { port });
    writePlace(folder, name, { ...place, pid: process.pid });
    return new AlertEndpoint(server, handler);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

async function take({ body }: Call, start: Start | undefined): Promise<Reply> {
  if (start === undefined) return { status: 503, json: { error: 'not ready yet' } };
  try {
    return { status: 202, json: { thread: await start(toAlert(jsonOf(body))) } };
  } catch (error) {
    if (error instanceof z.ZodError) {
      return {
        status: 400,
        json: { error: 'not an incident.triggered webhook of PagerDuty', issues: issuesOf(error) },
      };
    }
    if (isProblem(error)) return { status: 409, json: { error: error.message, code: error.code } };
    throw error;
  }
}

function issuesOf({ issues }: z.ZodError): string[] {
  return issues.map(({ path, message }) => `${path.length === 0 ? 'the body' : path.join('.')}: ${message}`);
}
