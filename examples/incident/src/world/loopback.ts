import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route is given of a request. */
export interface Call {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a route answers: a value sent as JSON, or plain text. */
export interface Reply {
  readonly status: number;
  readonly json?: unknown;
  readonly text?: string;
}

/** Routes by method and path: `'POST /checkout'`. */
export type Routes = Readonly<Record<string, (call: Call) => Reply | Promise<Reply>>>;

/** A request that was answered; `route` is `'other'` when no route matched. */
export interface Served {
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
}

export interface LoopbackOptions {
  /** 0 lets the system choose. */
  readonly port?: number;
  /** Called before the reply leaves, so that what it records is there when the caller reads the reply. */
  readonly served?: (served: Served) => void;
}

export interface LoopbackServer {
  readonly port: number;
  readonly url: string;
  /** Refuses new connections at once and resolves when the open requests were answered. */
  close(): Promise<void>;
}

const bodyLimit = 1_048_576;

/** Serves `routes` on 127.0.0.1, one request a connection. */
export async function serveOnLoopback(routes: Routes, options: LoopbackOptions = {}): Promise<LoopbackServer> {
  const server = createServer((request, response) => void serve(routes, request, response, options.served));
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, url: urlOf(port), close: () => closed(server) };
}

/** The address of a loopback port. */
export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = await serveOnLoopback({});
  await server.close();
  return server.port;
}

async function serve(
  routes: Routes,
  request: IncomingMessage,
  response: ServerResponse,
  served: LoopbackOptions['served'],
): Promise<void> {
  const started = performance.now();
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const name = `${request.method} ${pathname}`;
  const reply = await replyTo(routes[name], request);
  const route = name in routes ? name : 'other';
  served?.({ route, status: reply.status, milliseconds: performance.now() - started });
  send(response, reply);
}

async function replyTo(route: Routes[string] | undefined, request: IncomingMessage): Promise<Reply> {
  if (route === undefined) return { status: 404, json: { error: 'not found' } };
  try {
    const body = await bodyOf(request);
    if (body === undefined) return { status: 413, json: { error: 'body too large' } };
    return await route({ headers: request.headers, body });
  } catch (error) {
    return { status: 500, json: { error: String(error) } };
  }
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, reply: Reply): void {
  const type = reply.text === undefined ? 'application/json' : 'text/plain; charset=utf-8';
  response.writeHead(reply.status, { 'content-type': type, connection: 'close' });
  response.end(reply.text ?? JSON.stringify(reply.json ?? null));
}

async function closed(server: ReturnType<typeof createServer>): Promise<void> {
  const done = once(server, 'close');
  server.close();
  const deadline = setTimeout(() => server.closeAllConnections(), 2_000);
  await done;
  clearTimeout(deadline);
}
