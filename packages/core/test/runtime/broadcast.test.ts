import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Broadcast } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { opened } from './opened.ts';

const desk = graph({
  name: 'desk',
  state: { heard: append(z.string()) },
  events: { say: z.string(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { update: (_s, text) => ({ heard: [text] }) }, close: 'end' } },
    end: { final: true },
  },
});

const ids = Array.from({ length: 230 }, (_, at) => `d${at}`);
const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('on %s, a broadcast', (_, storeOf) => {
  test('is heard by every thread, once, and tells how far it is', async () => {
    const cairn = opened(desk, { store: storeOf() });
    for (const id of ids) await cairn.start(desk, {}, { id });
    const told: Broadcast[] = [];
    const onProgress = (broadcast: Broadcast) => void told.push(broadcast);
    const sent = await cairn.broadcast(desk, { event: 'say', payload: 'all', id: 'news-1' }, { onProgress });
    expect(sent).toEqual({ sent: ids.length, again: 0, damaged: [] });
    expect(told.map((each) => each.sent)).toEqual([100, 200, 230]);
    const again = await cairn.broadcast(desk, { event: 'say', payload: 'all', id: 'news-1' });
    expect(again).toEqual({ sent: 0, again: ids.length, damaged: [] });
    await cairn.recovered();
    for (const id of ids) {
      const thread = cairn.thread(desk, id);
      await thread.send('say', 'then');
      expect((await thread.settled()).state.heard).toEqual(['all', 'then']);
    }
  });

  test('that was stopped goes on where it was, and reaches those that were started since', async () => {
    const cairn = opened(desk, { store: storeOf() });
    for (const id of ids) await cairn.start(desk, {}, { id });
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) };
    const event = { event: 'say', payload: 'all', id: 'news-1' } as const;
    await expect(cairn.broadcast(desk, event, options)).rejects.toThrow('enough');
    await cairn.start(desk, {}, { id: 'late' });
    expect(await cairn.broadcast(desk, event)).toEqual({ sent: 131, again: 100, damaged: [] });
  });

  test('goes to those that a query chooses, and to none that are over', async () => {
    const store = storeOf();
    const cairn = opened(desk, { store });
    for (const id of ['a', 'b', 'c']) await cairn.start(desk, {}, { id, tags: id === 'c' ? [] : ['vip'] });
    await cairn.thread(desk, 'a').send('close');
    await cairn.thread(desk, 'a').ended();
    expect(await cairn.broadcast(desk, { event: 'say', payload: 'hi', id: 'x' }, { tags: ['vip'] })).toMatchObject({
      sent: 1,
    });
    await cairn.recovered();
    expect((await cairn.thread(desk, 'b').settled()).state.heard).toEqual(['hi']);
  });

  test('that is a dry run tells how many would have it, and sends nothing', async () => {
    const cairn = opened(desk, { store: storeOf() });
    for (const id of ['a', 'b']) await cairn.start(desk, {}, { id });
    const event = { event: 'say', payload: 'hi', id: 'x' } as const;
    const dry = () => cairn.broadcast(desk, event, { dryRun: true });
    expect([await dry(), await dry()]).toMatchObject([{ sent: 2, again: 0 }, { sent: 2 }]);
    await cairn.broadcast(desk, event);
    expect(await dry()).toEqual({ sent: 0, again: 2, damaged: [] });
  });

  test('that drives nothing is left for whoever does', async () => {
    const store = storeOf();
    const web = open({ store, graphs: [desk], drive: false });
    await web.start(desk, {}, { id: 'a' });
    await web.broadcast(desk, { event: 'say', payload: 'hi', id: 'x' });
    const worker = opened(desk, { store });
    await worker.recovered();
    expect((await worker.thread(desk, 'a').settled()).state.heard).toEqual(['hi']);
  });

  test.each([
    ['an event that is not declared', { event: 'shout', id: 'x' }, {}, 'event/unknown'],
    ['a payload that does not fit', { event: 'say', payload: 7, id: 'x' }, {}, 'value/invalid'],
    ['no id', { event: 'say', payload: 'x' }, {}, 'value/invalid'],
    ['an id that cannot be one', { event: 'say', payload: 'x', id: 'a@b' }, {}, 'thread/invalid-message-id'],
    ['a status that is none', { event: 'say', payload: 'x', id: 'x' }, { status: ['asleep'] }, 'value/invalid'],
  ])('refuses %s', async (_title, event, options, code) => {
    const cairn = opened(desk, { store: storeOf() });
    await expect(cairn.broadcast(desk, event as never, options as never)).rejects.toMatchObject({ code });
  });
});
