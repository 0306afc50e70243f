import type { Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { Hono } from 'hono';
import { acting, type Done } from './acting.ts';
import { headersOf } from './saying/answer.ts';
import { refusing, toConsole } from './saying/refusing.ts';
import { Changes } from './changes.ts';
import { EventStreams } from './events.ts';
import { guard, type From, type Guarding } from './asking/guard.ts';
import { looking, noSuchRoute } from './looking.ts';
import { onceInARow } from './once-in-a-row.ts';
import { SqlDesk } from './sql.ts';
import { pageIn } from './page.ts';
import { withoutFolder } from './saying/without-folder.ts';
import { Viewer, type Offered } from './asking/viewer.ts';
import type { Who } from './asking/who.ts';

/** How Studio is mounted. */
export interface StudioOptions extends Guarding {
  /** The path that it is mounted at, `/` by default. */
  readonly path?: string;
  /** Only looks, whoever asks. */
  readonly readOnly?: boolean;
  /**
   * Hears what somebody did, once it is done: also what leaves no checkpoint, as tags and deletions. It is waited for; what it throws is
   * told to `onError`.
   */
  readonly onAct?: (done: Done) => void | Promise<void>;
  /** Hears what went wrong in answering; without it `console.error` does. */
  readonly onError?: (error: unknown) => void;
}

/** Studio as a handler. */
export interface Studio {
  /** Answers a request. `from` says where it comes from, which has to be known where nobody is asked who they are. */
  fetch(request: Request, from?: From): Promise<Response>;
  /** The path that it is mounted at: `/`, `/studio/`. */
  readonly path: string;
  /** Whether it asks who somebody is, so that others than this machine can be served. */
  readonly asksWho: boolean;
  /** Ends what it still sends. */
  close(): Promise<void>;
}

/**
 * A handler that serves Studio's page and its API: over a runtime, to look and to act, or over a store, to look.
 *
 * Without `authenticate` it serves this machine alone. Protected keys stay sealed, whatever the runtime has the keys for.
 */
export function studio(of: Cairn | Store, options: StudioOptions = {}): Studio {
  const base = baseIn(options.path ?? '/');
  const root = `${base}/api/v1/`;
  const offered = offeredBy(of, options);
  const onError = options.onError ?? toConsole;
  const app = new Hono<{ Bindings: Bound }>().basePath(root.slice(0, -1));
  // Changes are looked for twice a second, and a page whose stream ended comes again.
  const telling = onceInARow(onError);
  const streams = new EventStreams(new Changes(offered.store, 'start' in of, telling), telling);
  app.get('/events', ({ req, env }) => {
    // Hono answers HEAD as GET and lets go of the body, which nobody would end.
    if (req.raw.method === 'HEAD')
      return new Response(null, { headers: headersOf('text/event-stream; charset=utf-8') });
    return streams.open(env.viewer, req.header('last-event-id') ?? null, env.stillMay);
  });
  // Who is on this machine, and is asked nothing, may know where the file is.
  const sql = new SqlDesk(options.authenticate === undefined);
  app.post('/sql', ({ req, env }) => sql.answer(req.raw, env.viewer));
  app.route('/', looking());
  app.route('/', acting('start' in of ? of : undefined, hearing(options.onAct, onError)));
  const refuse = refusing(onError, offered.told);
  app.notFound(({ req }) => refuse(noSuchRoute(req.path), req.raw));
  app.onError((error, { req }) => refuse(error, req.raw));
  const page = async ({ method }: Request, pathname: string): Promise<Response> => {
    if (method !== 'GET' && method !== 'HEAD') return new Response('Ask with GET.', { status: 405 });
    return pageIn(pathname.slice(base.length), base);
  };
  return {
    async fetch(request, from = {}) {
      const { pathname } = new URL(request.url);
      if (pathname !== base && !pathname.startsWith(`${base}/`))
        return new Response(`Studio is mounted at ${base}/.`, { status: 404 });
      if (!pathname.startsWith(root)) return page(request, pathname);
      try {
        const who = await guard(request, from, options);
        const stillMay = (): Promise<boolean> => isStill(who, () => guard(request, from, options));
        return await app.fetch(request, { viewer: new Viewer(who, offered, root), stillMay });
      } catch (error) {
        // What is thrown is no error where a server aborts requests with words.
        return refuse(error, request);
      }
    },
    path: `${base}/`,
    asksWho: options.authenticate !== undefined,
    close: async () => streams.close(),
  };
}

/** Tells what was done to whoever hears of it: that is done, whatever comes of the telling. */
function hearing(onAct: StudioOptions['onAct'], onError: (error: unknown) => void): (done: Done) => Promise<void> {
  return async (done) => {
    try {
      await onAct?.(done);
    } catch (error) {
      onError(error);
    }
  };
}

/** What an answer is made of beside the request. */
interface Bound {
  readonly viewer: Viewer;
  /** Whether who asks is who they were, and may what they might. */
  readonly stillMay: () => Promise<boolean>;
}

async function isStill(who: Who, ask: () => Promise<Who>): Promise<boolean> {
  try {
    return JSON.stringify(await ask()) === JSON.stringify(who);
  } catch {
    return false;
  }
}

/** A path without its last slash. What else than a path would be misread in the page is refused. */
function baseIn(path: string): string {
  if (/^\/(?:[\w.~-]+\/?)*$/u.test(path)) return path.replace(/\/$/u, '');
  throw new TypeError(`Studio is mounted at a path such as "/studio", and "${path}" is none.`);
}

function offeredBy(of: Cairn | Store, { readOnly = false, authenticate }: StudioOptions): Offered {
  const store = 'create' in of ? of : of.store;
  // Who is on this machine, and is asked nothing, may know where the file is.
  const told = authenticate === undefined ? (text: string): string => text : withoutFolder(store.name);
  if ('create' in of)
    return { store, graphs: [], readOnly: true, why: 'Studio only looks here: it has no graphs to act with.', told };
  return { store, graphs: of.graphs, readOnly, why: 'This Studio only looks.', told };
}
