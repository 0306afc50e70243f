import type { Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { Hono } from 'hono';
import type { Meta } from '../api.ts';
import { pageIn } from './page.ts';

/** How Studio is mounted. */
export interface StudioOptions {
  /** The path that it is mounted at, `/` by default. */
  readonly path?: string;
}

/** Studio as a handler. */
export interface Studio {
  fetch(request: Request): Promise<Response>;
  /** Ends what it still sends. */
  close(): Promise<void>;
}

/** A handler that serves Studio's page and its API over a store, to look, or over a runtime, to look and to act. */
export function studio(
  of: Store | { readonly store: Store; readonly cairn: Cairn },
  options: StudioOptions = {},
): Studio {
  const store = 'cairn' in of ? of.store : of;
  const base = (options.path ?? '').replace(/\/+$/u, '');
  const app = new Hono().basePath(base === '' ? '/' : base);
  app.get('/api/v1/meta', (context) =>
    context.json<Meta>({ api: 1, store: store.name, now: Date.now(), acts: 'cairn' in of, graphs: [], sql: false }),
  );
  app.get('*', ({ req }) => pageIn(req.path.slice(base.length), base));
  return {
    fetch: async (request) => app.fetch(request),
    close: async () => undefined,
  };
}
