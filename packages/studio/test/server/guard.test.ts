import { connect } from 'node:net';
import { graph, memory, open, type Protection } from '@cairn/core';
import { afterEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { studio, type Studio, type StudioOptions } from '../../src/index.ts';
import { serve, type Served } from '../../src/serve.ts';
import { said } from '../../src/server/saying/answer.ts';
import { get, post } from './asking.ts';

const secretive = graph({
  name: 'secretive',
  state: { shown: z.string(), secret: z.string() },
  events: { go: z.object({}).optional() },
  start: 'wait',
  nodes: { wait: { on: { go: 'done' } }, done: { final: true } },
});

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

function acting(options: StudioOptions = {}): Studio {
  const cairn = open({ store: memory(), graphs: [secretive] });
  const made = studio(cairn, options);
  ends.push(
    () => made.close(),
    () => cairn.close(),
  );
  return made;
}

async function served(options?: StudioOptions): Promise<Served> {
  const serving = await serve(acting(options), { port: 0 });
  ends.unshift(() => serving.close());
  return serving;
}

/** Asks over a connection of its own, with headers as they are written here. */
async function raw(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`${head}\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket.setEncoding('utf8')) text += chunk as string;
  return text;
}

it('refuses a name that leads here and is not this machine', async () => {
  const { url } = await served();
  for (const path of ['meta', 'events'])
    expect(await raw(url, `GET /api/v1/${path} HTTP/1.1\r\nHost: evil.example`)).toContain('studio/foreign-host');
  expect(await raw(url, `GET /api/v1/meta HTTP/1.1\r\nHost: ${new URL(url).host}`)).toContain('"api":1');
});

it('refuses pages of other origins, whatever they ask for', async () => {
  const made = acting();
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]) {
    for (const path of ['meta', 'events', 'threads'])
      expect(await get(made, path, headers)).toMatchObject({
        status: 403,
        body: { error: { code: 'studio/foreign-origin' } },
      });
    expect(
      (await post(made, 'threads', { graph: 'secretive' }, { ...headers, 'content-type': 'text/plain' })).status,
    ).toBe(403);
  }
  expect((await get(made, 'meta', { origin: 'http://localhost:4111', 'sec-fetch-site': 'same-origin' })).status).toBe(
    200,
  );
});

it('serves this machine alone where it asks nobody who they are', async () => {
  const request = new Request('http://localhost/api/v1/meta');
  const made = acting();
  for (const address of [undefined, '10.0.0.4', '::ffff:10.0.0.4'])
    expect((await made.fetch(request, address === undefined ? {} : { address })).status).toBe(403);
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1'])
    expect((await made.fetch(request, { address })).status).toBe(200);
  await expect(serve(made, { port: 0, hostname: '0.0.0.0' })).rejects.toThrow('serves this machine alone');
});

it('serves others where it asks who they are, by the names it is given', async () => {
  const authenticate = (request: Request) => (request.headers.get('x-user') === null ? undefined : { name: 'ada' });
  const made = acting({ authenticate, hosts: ['ops.example'] });
  const ask = async (host: string, headers: Record<string, string>): Promise<number> =>
    (await made.fetch(new Request(`https://${host}/api/v1/meta`, { headers }), { address: '10.0.0.4' })).status;
  expect(await ask('ops.example', { 'x-user': 'ada' })).toBe(200);
  expect(await ask('ops.example', { 'x-user': 'ada', host: 'OPS.Example' })).toBe(200);
  expect(await ask('ops.example', { 'x-user': 'ada', host: 'EVIL.example' })).toBe(403);
  expect(await ask('ops.example', {})).toBe(401);
  expect(await ask('evil.example', { 'x-user': 'ada' })).toBe(403);
  expect(await ask('ops.example', { 'x-user': 'ada', origin: 'https://evil.example' })).toBe(403);
});

it('takes JSON alone, and no more than a megabyte of it', async () => {
  const made = acting();
  const asked = { graph: 'secretive', input: { shown: 'x', secret: 'y' } };
  expect((await post(made, 'threads', asked, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post(made, 'threads', asked, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
    415,
  );
  expect((await post(made, 'threads', 'no json')).status).toBe(400);
  expect((await post(made, 'threads', '[1]')).status).toBe(400);
  const large = JSON.stringify({ ...asked, input: { shown: 'x'.repeat(1_100_000), secret: 'y' } });
  expect((await post(made, 'threads', large)).status).toBe(413);
});

it('has nothing kept, sniffed, framed, or run that stands in its answers', async () => {
  const made = acting();
  const { headers } = await get(made, 'meta');
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'content-type': 'application/json; charset=utf-8',
  });
  const page = await made.fetch(new Request('http://localhost/threads/%3Cscript%3Ealert(1)%3C%2Fscript%3E?x=%3Cb%3E'));
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'self'");
  expect(policy).not.toContain('unsafe');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await page.text()).not.toMatch(/alert|<b>/u);
  expect((await made.fetch(new Request('http://localhost/assets/..%2F..%2Fpackage.json'))).status).not.toBe(500);
});

it('refuses to be mounted at what is no path', () => {
  expect(() => acting({ path: '/"><script>' })).toThrow('is none');
});

it('sends nothing of what protected keys hold, though the runtime reads it', async () => {
  const protect: Protection = {
    keys: ['secret'],
    seal: (text) => `sealed:${Buffer.from(text).toString('hex')}`,
    open: (text) => Buffer.from(text.slice(7), 'hex').toString(),
  };
  const cairn = open({ store: memory(), graphs: [secretive], protect });
  const thread = await cairn.start(secretive, { shown: 'plain', secret: 'the-cat' }, { id: 'S-1' });
  await thread.settled();
  const made = studio(cairn, { authenticate: () => ({ name: 'ada', may: 'act' }) });
  ends.push(
    () => made.close(),
    () => cairn.close(),
  );
  for (const path of [
    'threads',
    'threads/S-1',
    'threads/S-1/log',
    'threads/S-1/diff?at=1',
    'threads/S-1/blame?key=secret',
    'inbox',
    'inbox/S-1',
    'threads?text=the-cat',
  ]) {
    const { status, body } = await get(made, path);
    expect({ path, status }).toEqual({ path, status: 200 });
    expect(JSON.stringify(body)).not.toContain('the-cat');
  }
  const exported = await made.fetch(new Request('http://localhost/api/v1/threads/S-1/export'));
  expect(await exported.text()).not.toContain('the-cat');
});

it('takes what a proxy hands on for what it is: from elsewhere', async () => {
  const made = acting();
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'])
    expect(await get(made, 'meta', { [name]: '203.0.113.8' })).toMatchObject({
      status: 403,
      body: { error: { code: 'studio/not-here' } },
    });
});

it('calls whoever is at this machine by the name that it was given, and serves nobody else for that', async () => {
  const made = acting({ operator: 'grace' });
  expect((await get(made, 'meta')).body).toMatchObject({ who: 'grace', acts: true });
  for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'])
    expect((await get(made, 'meta', { [name]: '203.0.113.8' })).status).toBe(403);
});

it.each(['/studiox', '/', '/elsewhere', '/api/v1/meta', '/studiox/api/v1/meta'])(
  'answers nothing at %s, where it is not mounted',
  async (path) => {
    const { status } = await acting({ path: '/studio' }).fetch(new Request(`http://localhost${path}`), {
      address: '127.0.0.1',
    });
    expect(status).toBe(404);
  },
);

it('takes nobody for no one, however that is said', async () => {
  const made = acting({ authenticate: () => null as never });
  expect((await get(made, 'meta')).status).toBe(401);
});

it('refuses what nests deeper than a value may, before it is read', async () => {
  const made = acting({ authenticate: () => ({ name: 'ada', may: 'act' }) });
  const deep = `{"graph":"secretive","input":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect(await post(made, 'threads', deep)).toMatchObject({ status: 400, body: { error: { code: 'studio/invalid' } } });
  const text = JSON.stringify({ graph: 'secretive', id: 'T-1', input: { shown: '['.repeat(5_000), secret: '\\"[' } });
  expect((await post(made, 'threads', text)).status).toBe(200);
});

it('gives each answer headers of its own, which whoever serves it may write into', () => {
  const made = vi.fn<() => void>(function noResponse() {});
  vi.stubGlobal('Response', made);
  said({ first: true });
  said({ second: true });
  vi.unstubAllGlobals();
  const [first, second] = (made.mock.calls as unknown as [string, ResponseInit][]).map(([, { headers }]) => headers);
  expect(first).toEqual(second);
  expect(first).not.toBe(second);
});

it('tells where it is served with the path that it is mounted at', async () => {
  const { url } = await served({ path: '/console' });
  expect(new URL(url).pathname).toBe('/console/');
});
