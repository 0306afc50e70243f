import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { memory } from '@cairn/core';
import { Hono } from 'hono';
import { afterEach, expect, it } from 'vitest';
import { studio, type Studio } from '../../src/index.ts';

let mounted: Studio;

afterEach(() => mounted.close());

function underPath(): Studio {
  return (mounted = studio(memory(), { path: '/ops/studio', authenticate: () => ({ name: 'ada' }) }));
}

it('is mounted in Hono, its page knowing where it is', async () => {
  const made = underPath();
  const app = new Hono().get('/', ({ text }) => text('the service')).all('/ops/studio/*', (c) => made.fetch(c.req.raw));
  expect(await (await app.request('http://service/')).text()).toBe('the service');
  expect(await (await app.request('http://service/ops/studio/api/v1/meta')).json()).toMatchObject({
    api: 1,
    who: 'ada',
  });
  const page = await (await app.request('http://service/ops/studio/threads/INC-42?at=3')).text();
  expect(page).toContain('<base href="/ops/studio/">');
  const script = /src="\.\/(assets\/[^"]+)"/u.exec(page)?.[1] ?? '';
  const asset = await app.request(`http://service/ops/studio/${script}`);
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
});

it('is mounted where requests are those of Node', async () => {
  const made = underPath();
  const listener = getRequestListener((request) => made.fetch(request), { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/ops/studio/api/v1/counts`);
  expect(await answer.json()).toEqual({ graphs: [] });
  server.close();
});
