import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { graph, memory, open, type Cairn } from '@cairn/core';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type * as Api from '../../src/api.ts';
import { studio, type Studio } from '../../src/index.ts';

const order = graph({
  name: 'order',
  state: { by: z.string().optional() },
  events: { pay: z.object({ by: z.string() }) },
  start: 'payment',
  nodes: { payment: { on: { pay: { to: 'paid', update: (_, { by }) => ({ by }) } } }, paid: { final: true } },
});

type Handler = (request: Request) => Promise<Response>;
type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A service that listens. */
interface Service {
  readonly url: string;
  close(): unknown;
}

async function listening(listener: (...given: Parameters<Listener>) => unknown): Promise<Service> {
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** What a service does at its own addresses: it says who it is, and takes JSON, which its framework reads. */
const own = 'the service';

function listenerOf(handler: Handler): Listener {
  return getRequestListener(handler, { overrideGlobalObjects: false });
}

/** Services as the guide has Studio mounted in them. */
const services: Readonly<Record<string, (handler: Handler) => Promise<Service>>> = {
  Hono: (handler) => {
    const app = new Hono()
      .get('/', ({ text }) => text(own))
      .post('/echo', async (c) => c.json(await c.req.json()))
      .all('/ops/studio/*', (c) => handler(c.req.raw));
    return listening(listenerOf(async (request) => app.fetch(request)));
  },
  Express: (handler) => {
    const listener = listenerOf(handler);
    const app = express()
      .use((request, response, next) =>
        request.path.startsWith('/ops/studio') ? void listener(request, response) : next(),
      )
      .use(express.json())
      .get('/', (_, response) => void response.send(own))
      .post('/echo', (request, response) => void response.json(request.body));
    return listening(app);
  },
  Fastify: async (handler) => {
    const listener = listenerOf(handler);
    const app = fastify();
    app.get('/', () => own);
    app.post('/echo', ({ body }) => body);
    await app.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.all('/ops/studio/*', (request, reply) => {
        reply.hijack();
        void listener(request.raw, reply.raw);
      });
    });
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    return {
      url,
      close: () => {
        app.server.closeAllConnections();
        return app.close();
      },
    };
  },
  'a route of Next': (handler) => {
    const GET = (request: Request): Promise<Response> => handler(request);
    const POST = GET;
    const route: Readonly<Record<string, Handler>> = { GET, POST };
    return listening(
      listenerOf(async (request) => {
        const { pathname } = new URL(request.url);
        if (pathname === '/') return new Response(own);
        if (pathname === '/echo') return Response.json(await request.json());
        return (await route[request.method]?.(request)) ?? new Response(null, { status: 405 });
      }),
    );
  },
  'node:http': (handler) => {
    const listener = listenerOf(handler);
    return listening((request, response) => {
      if (request.url?.startsWith('/ops/studio') === true) return void listener(request, response);
      if (request.url === '/') return void response.end(own);
      return void request.pipe(response.setHeader('content-type', 'application/json'));
    });
  },
};

const opened: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

/** A service with a thread, and Studio under a path of it; `left` resolves when a stream that was asked for is left. */
async function mount(start: (handler: Handler) => Promise<Service>) {
  const cairn: Cairn = open({ store: memory(), graphs: [order] });
  await (await cairn.start(order, {}, { id: 'A-1' })).settled();
  const made: Studio = studio(cairn, {
    path: '/ops/studio',
    authenticate: () => ({ name: 'ada', may: 'act' }),
  });
  let leave = (): void => undefined;
  const left = new Promise<void>((resolve) => (leave = resolve));
  const handler: Handler = (request) => {
    if (request.url.endsWith('/events')) request.signal.addEventListener('abort', leave);
    return made.fetch(request);
  };
  const service = await start(handler);
  opened.push(
    () => cairn.close(),
    () => made.close(),
    () => service.close(),
  );
  return { url: service.url, api: `${service.url}/ops/studio/api/v1`, left };
}

const post = (url: string, body: string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

describe.each(Object.entries(services))('in %s', (_, start) => {
  it('the service is what it was, and Studio has its page and its API below its path', async () => {
    const { url, api } = await mount(start);
    expect(await (await fetch(url)).text()).toBe(own);
    expect(await (await post(`${url}/echo`, '{"a":[1]}')).json()).toEqual({ a: [1] });
    expect(await (await fetch(`${api}/meta`)).json()).toMatchObject({ api: 1, who: 'ada', acts: true });
    const page = await (await fetch(`${url}/ops/studio/threads/A-1?at=1`)).text();
    expect(page).toContain('<base href="/ops/studio/">');
    const [, script = ''] = /src="\.\/(assets\/[^"]+)"/u.exec(page) ?? [];
    const asset = await fetch(`${url}/ops/studio/${script}`);
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    await asset.body?.cancel();
  });

  it('what is sent is taken, and what is too much or no JSON is refused', async () => {
    const { api } = await mount(start);
    const sent = await post(`${api}/threads/A-1/send`, '{"event":"pay","payload":{"by":"card"}}');
    expect(sent.status).toBe(200);
    expect(await sent.json()).toMatchObject({ thread: { id: 'A-1', status: 'done' } });
    const log = (await (await fetch(`${api}/threads/A-1/log`)).json()) as Api.LogPage;
    expect(log.rows.at(-1)).toMatchObject({ cause: 'event', note: { context: { by: 'ada' } } });
    expect((await post(`${api}/threads`, '{"graph":')).status).toBe(400);
    const large = await post(`${api}/threads`, JSON.stringify({ graph: 'order', input: 'x'.repeat(2_000_000) }));
    expect(large.status).toBe(413);
    await large.body?.cancel();
    expect((await fetch(`${api}/threads`, { method: 'POST', body: 'text' })).status).toBe(415);
  });

  it('changes are streamed as they happen, and a stream that is left is ended', async () => {
    const { api, left } = await mount(start);
    const ends = new AbortController();
    const response = await fetch(`${api}/events`, { signal: ends.signal });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    const until = async (what: RegExp): Promise<void> => {
      while (!what.test(text)) text += decoder.decode((await reader.read()).value, { stream: true });
    };
    await until(/^id: \d+\nevent: threads\n.*"status":"waiting"/mu);
    await post(`${api}/threads/A-1/send`, '{"event":"pay","payload":{"by":"card"}}');
    await until(/"status":"done"/u);
    ends.abort();
    await left;
    expect(text).toMatch(/^retry: /mu);
  });
});
