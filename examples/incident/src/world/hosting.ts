import { once } from 'node:events';
import { z } from 'zod';
import { serveOnLoopback, type Routes, type Served } from './loopback.ts';
import { writePlace } from './place.ts';

/** What a detached program is told by the process that starts it, as one JSON argument. */
export interface Orders {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
  readonly port: number;
  readonly token: string;
  /** Milliseconds without a request after which the program ends itself, so that none is left behind for ever. */
  readonly idle: number;
}

const Orders: z.ZodType<Orders> = z.object({
  folder: z.string(),
  name: z.string(),
  version: z.string(),
  port: z.number(),
  token: z.string(),
  idle: z.number(),
});

/** What a detached program does with its port. */
export interface Program {
  readonly routes: Routes;
  readonly isHealthy?: () => boolean;
  readonly served?: (served: Served) => void;
}

export interface Hosted {
  /** Resolves when the program was told to stop, or was idle, and has answered what was open. */
  readonly closed: Promise<void>;
}

/** The orders this process was started with. */
export function readOrders(): Orders {
  return Orders.parse(JSON.parse(process.argv[2] ?? 'null'));
}

/** Serves a program on the port it was given, records its place, and stops gracefully on SIGTERM. */
export async function host(orders: Orders, program: Program): Promise<Hosted> {
  const stop = new AbortController();
  const idle = setTimeout(() => stop.abort(), orders.idle);
  const server = await serveOnLoopback(
    { ...program.routes, 'GET /healthz': () => healthOf(orders, program) },
    { port: orders.port, served: (served) => (idle.refresh(), program.served?.(served)) },
  );
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort());
  const { port, token, version } = orders;
  writePlace(orders.folder, orders.name, { port, token, version, pid: process.pid });
  return { closed: once(stop.signal, 'abort').then(() => (clearTimeout(idle), server.close())) };
}

function healthOf(orders: Orders, program: Program): { status: number; json: unknown } {
  const healthy = program.isHealthy?.() ?? true;
  const { name, version, token } = orders;
  return {
    status: healthy ? 200 : 503,
    json: { status: healthy ? 'ok' : 'failing', name, version, pid: process.pid, token },
  };
}
