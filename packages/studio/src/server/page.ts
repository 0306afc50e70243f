import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the page's files are, as they are built: beside the code as it is published, and where tests and `pnpm build` put them for the sources. */
const folders = ['page/', '../page/', '../../built/page/', '../../dist/page/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

/** Nothing is loaded from elsewhere, nothing that stands in the page itself is run, and nobody shows it in a frame. */
const policy =
  "default-src 'self'; img-src 'self' data:; base-uri 'self'; object-src 'none'; form-action 'none'; frame-ancestors 'none'";

const guarded = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** A file of the page, or the page itself: its own router knows what else is asked for. */
export async function pageIn(path: string, base: string): Promise<Response> {
  const folder = folders.find((each) => existsSync(join(each, 'assets')));
  if (folder === undefined) return new Response('The page of Studio was not built: pnpm run build.', { status: 503 });
  const asset = /^\/assets\/[\w.-]+$/u.exec(path)?.[0];
  if (asset !== undefined && existsSync(join(folder, asset))) {
    const headers = {
      ...guarded,
      'content-type': types[extname(asset)] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    };
    return new Response(await readFile(join(folder, asset)), { headers });
  }
  if (asset !== undefined) return new Response('There is no such file.', { status: 404, headers: guarded });
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  return new Response(
    html.replace('<head>', () => `<head><base href="${base}/">`),
    {
      headers: { ...guarded, 'content-type': types['.html'] ?? '', 'cache-control': 'no-cache' },
    },
  );
}
