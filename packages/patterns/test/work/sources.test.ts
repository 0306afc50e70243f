import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { memory, open, graph } from '@cairn/core';
import { receiver, router, starts, watchFolder, type Receiver } from '@cairn/patterns';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';

const intake = graph({ name: 'intake', state: { path: z.string() }, start: 'kept', nodes: { kept: { final: true } } });

function routing() {
  const cairn = open({ store: memory(), graphs: [intake] });
  onTestFinished(() => cairn.close());
  return router(cairn, {
    on: { came: { payload: z.object({ path: z.string() }), start: ({ payload }) => starts(intake, payload) } },
  });
}

test.each(['', ' ', 'a b', 'a@b', 'a\u0000b', 'x'.repeat(151)])('an event with the id %j is none', async (id) => {
  await expect(routing()({ id, type: 'came', payload: { path: '/a' } })).rejects.toThrow('The id of an event');
});

test.each(['__proto__', 'constructor', 'toString'])('an event of the type %s is of nobody', async (type) => {
  const route = routing() as unknown as (event: object) => Promise<object>;
  await expect(route({ id: 'a', type, payload: {} })).rejects.toThrow('No event has the type');
});

const mounted: Readonly<Record<string, (events: Receiver) => Parameters<typeof createServer>[1]>> = {
  'by node:http': (events) => events,
  'by Hono, as a request of the web': (events) => {
    const app = new Hono().post('/', (c) => events.fetch(c.req.raw));
    const listener = getRequestListener(app.fetch);
    return (request, response) => void listener(request, response);
  },
};

describe.each(Object.entries(mounted))('a receiver that is mounted %s', (_how, mount) => {
  async function served() {
    const server = createServer(mount(receiver(routing())));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async (body: string) => (await fetch(url, { method: 'POST', body })).status;
  }

  test('takes an event, and refuses with 400 what is none', async () => {
    const statusOf = await served();
    const event = (id: unknown) => JSON.stringify({ id, type: 'came', payload: { path: '/ä' } });
    expect(await statusOf(event('a-1'))).toBe(202);
    const none = ['null', '5', '[]', '{', '', event('a b'), event(''), event('a@b'), event(5), event('x'.repeat(151))];
    for (const body of none) expect([body.slice(0, 20), await statusOf(body)]).toEqual([body.slice(0, 20), 400]);
  });

  test('refuses with 413 what is too long to be read', async () => {
    const statusOf = await served();
    // It may be told before all of it was sent, by an answer or by the end of the connection.
    const long = await statusOf(JSON.stringify({ id: 'l', payload: 'x'.repeat(3_000_000) })).catch(() => 413);
    expect(long).toBe(413);
  });
});

test('a folder that is gone for a while is watched on, and dot files and symbolic links are passed over', async () => {
  const base = await mkdtemp(join(tmpdir(), 'watched-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const folder = join(base, 'in');
  const ends = new AbortController();
  const [told, heard]: [string[], unknown[]] = [[], []];
  const watching = watchFolder(folder, async (_id, { name }) => told.push(name), {
    every: '5ms',
    signal: ends.signal,
    onError: (error) => heard.push(error),
  });
  await expect.poll(() => heard[0]).toMatchObject({ code: 'ENOENT' });
  await mkdir(folder);
  await writeFile(join(base, 'else.txt'), 'e');
  await symlink(join(base, 'else.txt'), join(folder, 'link.txt'));
  await writeFile(join(folder, '.hidden'), 'h');
  await writeFile(join(folder, 'a.txt'), 'a');
  await expect.poll(() => told).toEqual(['a.txt']);
  await rm(folder, { recursive: true });
  await mkdir(folder);
  await writeFile(join(folder, 'b.txt'), 'b');
  await expect.poll(() => told).toEqual(['a.txt', 'b.txt']);
  ends.abort();
  await watching;
});
