import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where this program is: what is thrown by a module was not thrown here. */
const own = new URL('..', import.meta.url).href;

/** Why a module cannot be loaded, and at which line of which file: what it imports may be what is wrong. */
export function loadFailure(error: unknown, folder: string): string {
  if (!(error instanceof Error)) return `it throws ${String(error)}`;
  const place = placeIn(error);
  if (place !== undefined) {
    const [, url = '', line] = place;
    const path = relative(folder, fileURLToPath(url));
    return `${error.message} (${path.startsWith('..') ? fileURLToPath(url) : path}:${line})`;
  }
  // Node keeps the place of what is no JavaScript to itself.
  return error instanceof SyntaxError ? `${error.message} (in it, or in what it imports)` : error.message;
}

/** The first place that the stack names, if it can be one of the author's. */
function placeIn({ stack = '' }: Error): RegExpExecArray | undefined {
  const places = [...stack.matchAll(/(file:\/\/[^\s):]*):(\d+)/gu)].filter(([, url = '']) => !url.startsWith(own));
  return places.find(([, url = '']) => !url.includes('/node_modules/')) ?? places[0];
}
