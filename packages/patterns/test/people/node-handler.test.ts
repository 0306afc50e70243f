import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  answerByLink,
  answerByWebhook,
  approval,
  nodeHandler,
  signedLinks,
  webhookHeaders,
  type Notice,
  type PersonOptions,
  type Secrets,
} from '@cairn/patterns';
import { memory, open } from '@cairn/core';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const secrets: Secrets = ['a secret of enough bytes'];

async function served(handler: (request: Request) => Promise<Response>) {
  const server = createServer(nodeHandler(handler));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

async function leave(person: PersonOptions = {}) {
  const graph = approval({ name: 'leave', about: z.string(), person });
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(graph, { about: 'a week' }, { id: 'l-1' });
  await thread.settled();
  return { cairn, graph, thread };
}

test('links are answered by a server of Node: looked at, told in JSON, and taken once', async () => {
  const links = signedLinks({ url: 'https://desk.test/answer', secrets });
  let tell: (notice: Notice) => void;
  const told = new Promise<Notice>((resolve) => {
    tell = resolve;
  });
  const { cairn, graph, thread } = await leave({
    links,
    notifier: { send: async (notice) => tell(notice) },
    chain: [{ who: 'ada', for: '1d' }],
  });
  const port = await served(answerByLink({ cairn, graphs: [graph], links }));
  const { search } = new URL((await told).links?.[0]?.url ?? '');
  const url = `http://127.0.0.1:${port}/answer${search}`;
  const page = await fetch(url);
  expect([page.status, page.headers.get('referrer-policy')]).toEqual([200, 'no-referrer']);
  expect(await page.text()).toContain('<button>Approve</button>');
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const press = async () => (await fetch(url, { method: 'POST', headers, body: '{}' })).json();
  const [first, second] = [await press(), await press()];
  expect(first).toMatchObject({ ok: true, thread: 'l-1' });
  expect(second).toMatchObject({ ok: false, code: 'used' });
  expect(await thread.ended()).toMatchObject({ outcome: 'approved', state: { by: 'ada' } });
});

test('webhooks are answered by a server of Node, by the bytes that were signed', async () => {
  const { cairn, graph, thread } = await leave();
  const read = () => ({ thread: 'l-1', event: 'approve', payload: { by: 'ädä' } });
  const port = await served(answerByWebhook({ cairn, graphs: [graph], secrets, read }));
  const body = JSON.stringify({ said: 'ä€😀' });
  const headers = webhookHeaders(secrets, { id: 'm-1', body, now: Date.now() });
  const sent = async (text: string) =>
    (await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body: text })).status;
  expect([await sent(body.replace('ä', 'a')), await sent(body), await sent(body)]).toEqual([403, 200, 200]);
  expect(await thread.ended()).toMatchObject({ state: { by: 'ädä' } });
});

test('what cannot be a request of the web is 400, and what a handler throws is 500', async () => {
  const port = await served(() => Promise.reject(new Error('no')));
  const statusOf = async (options: object) => {
    const asking = ask({ host: '127.0.0.1', port, ...options }).end();
    const [response] = (await once(asking, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    return response.statusCode;
  };
  expect(await statusOf({ path: '/' })).toBe(500);
  expect(await statusOf({ path: '/', method: 'TRACE' })).toBe(400);
  expect(await statusOf({ path: '/', headers: { host: 'a b' } })).toBe(400);
});

test('an answer can be given before all was sent, which is not read then', async () => {
  const port = await served(async () => new Response('enough', { status: 413 }));
  const asking = ask({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-length': '1000000' } });
  asking.on('error', () => undefined);
  asking.write('x');
  const [response] = (await once(asking, 'response')) as [
    { statusCode: number; headers: Record<string, string>; resume(): void },
  ];
  response.resume();
  expect([response.statusCode, response.headers['connection']]).toEqual([413, 'close']);
  asking.destroy();
});
