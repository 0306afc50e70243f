import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Duration } from '@cairn/core';
import { lengthOf } from '../kit/number.ts';
import { textOf } from '../people/body-of.ts';
import { nodeHandler, type NodeHandler } from '../people/node-handler.ts';

/** A file that came, as {@link watchFolder} tells of it. */
export interface FoundFile {
  readonly name: string;
  readonly path: string;
  /** The SHA-256 of its contents, in hexadecimal digits. */
  readonly hash: string;
  /** In bytes. */
  readonly size: number;
}

/** How a folder is watched. */
export interface WatchFolderOptions {
  /** How often it is looked at; every second by default. */
  readonly every?: Duration;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Hears what could not be told, which is told again at the next look; or why the folder could not be looked at, without a file. */
  readonly onError?: (error: unknown, file?: FoundFile) => void;
}

/**
 * Tells of each file that is in a folder, or comes there, until its signal aborts, also where the folder is gone for a while. Files whose names begin with a dot,
 * folders and symbolic links are passed over. A file is told of once it is no longer written to; its id is made of its name and its contents, so one that is there twice, or was there
 * when the process died, is the same event.
 */
export async function watchFolder(
  folder: string,
  tell: (id: string, file: FoundFile) => Promise<unknown>,
  { every = '1s', signal, onError }: WatchFolderOptions,
): Promise<void> {
  const pausing = lengthOf('watchFolder', 'every', every);
  const told = new Set<string>();
  let before = new Map<string, string>();
  while (!signal.aborted) {
    const now = await looked(folder).catch((error: unknown) => {
      onError?.(error);
      return before;
    });
    for (const [name, version] of now) {
      if (before.get(name) !== version || told.has(`${name} ${version}`)) continue;
      const file = await fileAt(folder, name);
      if (file === undefined) continue;
      try {
        await tell(createHash('sha256').update(`${name}/${file.hash}`).digest('hex'), file);
        told.add(`${name} ${version}`);
      } catch (error) {
        onError?.(error, file);
      }
    }
    before = now;
    await pause(pausing, undefined, { signal }).catch(() => undefined);
  }
}

/** The files of a folder, hidden ones left out, and what changes when they are written to. */
async function looked(folder: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    const facts = await stat(join(folder, entry.name)).catch(() => undefined);
    if (facts !== undefined) found.set(entry.name, `${facts.size} ${facts.mtimeMs}`);
  }
  return found;
}

async function fileAt(folder: string, name: string): Promise<FoundFile | undefined> {
  const path = join(folder, name);
  const contents = await readFile(path).catch(() => undefined);
  if (contents === undefined) return undefined;
  return { name, path, hash: createHash('sha256').update(contents).digest('hex'), size: contents.length };
}

/** The most that is read of an event, in bytes. */
const most = 1_048_576;

/** What takes events that are sent: {@link receiver}. */
export interface Receiver extends NodeHandler {
  /** The same for requests of the web, as Hono, Next, Bun and Deno have them. */
  readonly fetch: (request: Request) => Promise<Response>;
}

/**
 * Answers requests that bring an event as JSON, `{ id, type, payload }`, of at most a mebibyte: 202 with what became of it, 400 where it is none, 413 where
 * it is longer, 500 where it could not be brought, so that whoever sent it sends it again. Who may call it is to be seen to before.
 *
 * @example
 * const events = receiver(router(cairn, { on }));
 * createServer(events); // node:http
 * app.post('/events', (c) => events.fetch(c.req.raw)); // Hono
 */
export function receiver(
  route: (event: { readonly id: string; readonly type: never; readonly payload: unknown }) => Promise<object>,
): Receiver {
  const fetch = async ({ body }: Request): Promise<Response> => {
    try {
      const text = body === null ? '' : await textOf(body as AsyncIterable<Uint8Array>, most);
      if (text === undefined) return Response.json({ error: 'It is too long.' }, { status: 413 });
      return Response.json(await route(eventIn(text)), { status: 202 });
    } catch (error) {
      const isTheirs = error instanceof TypeError || error instanceof SyntaxError;
      const said = isTheirs ? error.message : 'It could not be brought.';
      return Response.json({ error: said }, { status: isTheirs ? 400 : 500 });
    }
  };
  return Object.assign(nodeHandler(fetch), { fetch });
}

function eventIn(text: string): { readonly id: string; readonly type: never; readonly payload: unknown } {
  const { id, type, payload } = Object(JSON.parse(text)) as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof type !== 'string') throw new TypeError('An event has an id and a type.');
  return { id, type: type as never, payload };
}
