import { memory } from '@cairn/core';
import { importThread } from '@cairn/core/inspect';
import { Hono } from 'hono';
import { Viewer } from '../server/asking/viewer.ts';
import { looking, noSuchRoute } from '../server/looking.ts';
import { refusing, toConsole } from '../server/saying/refusing.ts';
import { storeWith } from '../server/store-with.ts';

const root = '/api/v1/';

/** What answers the page in place of a server: the same handler, over a store in memory that has the one thread. */
export interface Answers {
  readonly thread: string;
  /** Where it is asked, which no request is ever sent to. */
  readonly root: URL;
  fetch(request: Request): Promise<Response>;
}

/** Reads an exported thread, and answers what is asked of it. */
export async function answersOf(lines: readonly string[]): Promise<Answers> {
  const imported = memory();
  const thread = await importThread(imported, lines);
  const refuse = refusing(toConsole);
  const why = 'This file only shows the thread.';
  const viewer = new Viewer(
    { name: '' },
    { store: storeWith(imported, { name: 'this file' }), graphs: [], readOnly: true, why, told: (text) => text },
    root,
  );
  const app = new Hono<{ Bindings: { readonly viewer: Viewer } }>().basePath(root.slice(0, -1));
  app.route('/', looking());
  app.notFound(({ req }) => refuse(noSuchRoute(req.path), req.raw));
  app.onError((error, { req }) => refuse(error, req.raw));
  return {
    thread,
    root: new URL(root, 'http://localhost'),
    fetch: async (request) => app.fetch(request, { viewer }),
  };
}
