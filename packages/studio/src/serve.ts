import { serve as listen } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import type { Studio } from './server/studio.ts';

/** Where Studio is listened for. */
export interface ServeOptions {
  /** 4111 by default; 0 for any that is free. */
  readonly port?: number;
}

/** A Studio that listens. */
export interface Served {
  /** Where it is: `http://127.0.0.1:4111/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves Studio on this machine's loopback address. */
export async function serve(studio: Studio, { port = 4111 }: ServeOptions = {}): Promise<Served> {
  const hostname = '127.0.0.1';
  let server: ReturnType<typeof listen> | undefined;
  const address = await new Promise<AddressInfo>((resolve, reject) => {
    server = listen({ fetch: (request) => studio.fetch(request), port, hostname }, resolve);
    server.once('error', reject);
  });
  return {
    url: `http://${hostname}:${address.port}/`,
    close: async () => {
      await studio.close();
      await new Promise<void>((resolve) => void server?.close(() => resolve()));
    },
  };
}
