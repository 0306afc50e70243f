import { serve as listen } from '@hono/node-server';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopback } from './server/asking/guard.ts';
import type { Studio } from './server/studio.ts';

/** Where Studio is listened for. */
export interface ServeOptions {
  /** 4111 by default; 0 for any that is free. */
  readonly port?: number;
  /** The address to listen at, `127.0.0.1` by default. Beyond this machine only a Studio is served that asks who somebody is. */
  readonly hostname?: string;
}

/** A Studio that listens. */
export interface Served {
  /** Where it is, with the path that it is mounted at: `http://127.0.0.1:4111/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves Studio on this machine's loopback address, or at another where it asks who somebody is. */
export async function serve(
  studio: Studio,
  { port = 4111, hostname = '127.0.0.1' }: ServeOptions = {},
): Promise<Served> {
  if (!isLoopback(hostname) && !studio.asksWho)
    throw new TypeError(`Studio is not served at ${hostname}: without "authenticate" it serves this machine alone.`);
  let server: ReturnType<typeof listen> | undefined;
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    const fetch = (request: Request, { incoming }: { readonly incoming: IncomingMessage }): Promise<Response> =>
      studio.fetch(request, { address: incoming.socket.remoteAddress });
    server = listen({ fetch: fetch as never, port, hostname }, resolve);
    server.once('error', reject);
  });
  const shown = hostname.includes(':') ? `[${hostname}]` : hostname;
  return {
    url: `http://${shown}:${address.port}${studio.path}`,
    close: async () => {
      await studio.close();
      const closed = new Promise<void>((resolve) => void server?.close(() => resolve()));
      // A browser keeps connections open on which it asks nothing.
      if (server !== undefined && 'closeIdleConnections' in server) server.closeIdleConnections();
      await closed;
    },
  };
}
