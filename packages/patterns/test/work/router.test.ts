import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, sideTable, type Cairn, type SideTable } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { receiver, router, starts, wakes, watchFolder, type Routed } from '@cairn/patterns';

const upload = graph({
  name: 'upload',
  state: { path: z.string() },
  start: 'kept',
  nodes: { kept: { final: true } },
});

const desk = graph({
  name: 'desk',
  state: { heard: append(z.string()) },
  events: { came: z.string() },
  start: 'open',
  nodes: { open: { on: { came: { update: (_s, path) => ({ heard: [path] }) } } } },
});

function routing(cairn: Cairn, seen?: SideTable<Routed>) {
  return router(cairn, {
    ...(seen !== undefined && { seen }),
    on: {
      uploaded: {
        payload: z.object({ path: z.string() }),
        start: ({ payload }) => starts(upload, { path: payload.path }),
        wake: ({ payload }) => [
          wakes(desk, 'came', payload.path, { tags: ['uploads'] }),
          wakes(desk, 'came', `for ada: ${payload.path}`, { thread: 'ada' }),
          wakes(desk, 'came', 'nobody hears this', { thread: 'gone' }),
        ],
      },
      closed: { payload: z.object({}), wake: () => undefined },
    },
  });
}

const event = { id: 'evt_1', type: 'uploaded', payload: { path: 'a.txt' } } as const;

async function desks(cairn: Cairn): Promise<void> {
  await cairn.start(desk, {}, { id: 'ada', tags: ['uploads'] });
  await cairn.start(desk, {}, { id: 'bob', tags: ['uploads'] });
  await cairn.start(desk, {}, { id: 'eve' });
}

async function heard(cairn: Cairn): Promise<readonly (readonly string[])[]> {
  return Promise.all(['ada', 'bob', 'eve'].map(async (id) => (await cairn.thread(desk, id).settled()).state.heard));
}

test('an event starts threads and wakes those of a tag and those of an id, and is known when it is told again', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [upload, desk] });
  await desks(cairn);
  const route = routing(cairn, sideTable(store, 'events'));
  const first = await route(event);
  expect(first).toEqual({ seen: false, started: ['uploaded-evt_1-0'], woken: 3, again: 0, missed: ['gone'] });
  expect(await route(event)).toEqual({ ...first, seen: true });
  expect(await heard(cairn)).toEqual([['a.txt', 'for ada: a.txt'], ['a.txt'], []]);
  await cairn.close();
});

test('an event of no known type, and one with another payload, is refused, and nothing is delivered', async () => {
  const cairn = open({ store: memory(), graphs: [upload, desk] });
  const route = routing(cairn);
  await expect(route({ ...event, type: 'upload' as never })).rejects.toThrow(
    'No event has the type "upload". Known: uploaded, closed.',
  );
  await expect(route({ ...event, payload: {} })).rejects.toThrow(TypeError);
  expect((await cairn.threads()).threads).toEqual([]);
  await cairn.close();
});

test('cut off between two deliveries and told again, each thread has it once', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let at = 1; ; at += 1) {
      const store = memory();
      const clock = virtualClock();
      const calm = open({ store, graphs: [upload, desk], clock });
      await desks(calm);
      await calm.close();
      const dying = powerCuts(store, { at, when });
      const first = open({ store: dying, graphs: [upload, desk], clock });
      void routing(first, sideTable(dying, 'events'))(event).catch(() => undefined);
      await clock.advance('1s');
      const later = virtualClock(clock.now() + 60_000);
      const second = open({ store, graphs: [upload, desk], clock: later });
      const routed = routing(second, sideTable(store, 'events'))(event);
      await later.advance('1m');
      expect((await routed).started).toEqual(['uploaded-evt_1-0']);
      expect(await heard(second)).toEqual([['a.txt', 'for ada: a.txt'], ['a.txt'], []]);
      await second.close();
      if (!dying.isOut) break;
    }
  }
});

test('a folder that is watched tells of each file once it is whole, again where it could not be told, and once over two watchers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-watched-'));
  writeFileSync(join(folder, 'a.txt'), 'one');
  writeFileSync(join(folder, '.hidden'), 'no');
  const ids: string[] = [];
  const refused: unknown[] = [];
  const watched = new AbortController();
  const watching = watchFolder(
    folder,
    async (id, { name }) => {
      ids.push(`${name} ${id}`);
      if (ids.length === 1) throw new Error('not now');
      if (ids.length === 2) writeFileSync(join(folder, 'b.txt'), 'two');
      if (ids.length === 3) watched.abort();
    },
    { every: 10, signal: watched.signal, onError: (error) => refused.push(error) },
  );
  await watching;
  expect(refused).toHaveLength(1);
  expect(ids[0]).toBe(ids[1]);
  expect(ids[2]).toMatch(/^b\.txt /u);
  rmSync(folder, { recursive: true });
});

test('a request brings an event: it is answered with what became of it, or with what is wrong', async () => {
  const cairn = open({ store: memory(), graphs: [upload, desk] });
  const server = createServer(receiver(routing(cairn)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = async (body: string) => {
    const response = await fetch(url, { method: 'POST', body });
    return [response.status, await response.json()];
  };
  expect(await post(JSON.stringify(event))).toMatchObject([202, { started: ['uploaded-evt_1-0'] }]);
  expect((await post('{'))[0]).toBe(400);
  expect((await post(JSON.stringify({ ...event, type: 'other' })))[0]).toBe(400);
  await cairn.close();
  expect((await post(JSON.stringify({ ...event, id: 'evt_2' })))[0]).toBe(500);
  server.closeAllConnections();
  server.close();
});
