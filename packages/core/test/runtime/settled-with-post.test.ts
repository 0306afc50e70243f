import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { connectionsTo } from './kept-open.ts';
import { opened } from './opened.ts';
import { until } from './until.ts';

const desk = graph({
  name: 'desk',
  state: { heard: append(z.string()), said: append(z.string()) },
  events: { say: z.string(), close: z.undefined(), later: z.string() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { to: 'answer', update: (_s, text) => ({ heard: [text] }) }, close: 'night' } },
    answer: { run: ({ heard }) => ({ said: [`re ${heard.at(-1)}`] }), next: 'listen' },
    night: { on: { later: { to: 'end', update: (_s, text) => ({ heard: [text] }) } } },
    end: { final: true },
  },
});

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };
const texts = ['one', 'two', 'three'];

/** A process that drives nothing, beside one that does. */
function pair(store: Store) {
  const connect = connectionsTo(store);
  const worker = opened(desk, { store: connect() });
  const web = opened(desk, { store: connect(), drive: false });
  const working = worker.work();
  return { web, worker, end: async () => (await worker.close(), await working) };
}

describe.each(Object.entries(stores))('on %s, where nothing is driven, settled waits for', (_, storeOf) => {
  test('the event that went with the start', async () => {
    const { web, end } = pair(storeOf());
    for (const [i, payload] of texts.entries()) {
      const thread = await web.start(desk, {}, { id: 'x', send: { event: 'say', payload, id: `m${i}` } });
      expect((await thread.settled()).state.said.at(-1)).toBe(`re ${payload}`);
    }
    await end();
  });

  test('an event that is queued', async () => {
    const { web, end } = pair(storeOf());
    const thread = await web.start(desk, {}, { id: 'x' });
    for (const payload of texts) {
      await thread.send('say', payload, { queue: true });
      expect((await thread.settled()).state.said.at(-1)).toBe(`re ${payload}`);
    }
    await end();
  });

  test('the event that went with the start, as a watch does', async () => {
    const { web, end } = pair(storeOf());
    for (const [i, payload] of texts.entries()) {
      const thread = await web.start(desk, {}, { id: 'x', send: { event: 'say', payload, id: `m${i}` } });
      const nodes: string[] = [];
      for await (const event of thread.watch({ from: 1 })) if (event.type === 'checkpoint') nodes.push(event.cause);
      expect((await thread.now()).state.said.at(-1)).toBe(`re ${payload}`);
      expect(nodes.filter((cause) => cause === 'event')).toHaveLength(i + 1);
    }
    await end();
  });

  test('several that were queued one after the other', async () => {
    const { web, end } = pair(storeOf());
    const thread = await web.start(desk, {}, { id: 'x' });
    for (const payload of texts) await thread.send('say', payload, { queue: true });
    expect((await thread.settled()).state.said).toEqual(texts.map((text) => `re ${text}`));
    await end();
  });

  test('nothing that is kept until the thread has moved', async () => {
    const { web, end } = pair(storeOf());
    const thread = await web.start(desk, {}, { id: 'x' });
    await thread.send('later', 'kept', { queue: true });
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { heard: [] } });
    await thread.send('close', undefined, { queue: true });
    expect(await thread.settled()).toMatchObject({ status: 'done', state: { heard: ['kept'] } });
    await end();
  });
});

test('a watch ends where what was left is refused by a thread that stays as it is', async () => {
  const connect = connectionsTo(memory());
  const web = opened(desk, { store: connect(), drive: false });
  const thread = await web.start(desk, {}, { id: 'x' });
  // Nothing listens to it here, and it is not kept: only a refusal comes of it.
  await connect().leave('x', JSON.stringify({ type: 'event', name: 'later', payload: 'too early' }), 0, false);
  const watching = (async () => {
    const events: string[] = [];
    for await (const { type } of thread.watch({ from: 1 })) if (type === 'checkpoint') events.push(type);
    return events;
  })();
  const worker = opened(desk, { store: connect() });
  const working = worker.work();
  expect(await watching).toEqual(['checkpoint']);
  await worker.close();
  await working;
});

test('settled ends where what was left is refused by a thread that stays as it is', async () => {
  const store = memory();
  const leave = store.leave.bind(store);
  let left = 0;
  store.leave = (...message) => {
    left += 1;
    return leave(...message);
  };
  const connect = connectionsTo(store);
  const web = opened(desk, { store: connect(), drive: false });
  const thread = await web.start(desk, {}, { id: 'x' });
  const sending = thread.send('later', 'too early').catch((error: unknown) => error);
  await until('the event is left', () => left === 1);
  const settled = thread.settled();
  const worker = opened(desk, { store: connect() });
  const working = worker.work();
  expect(await settled).toMatchObject({ status: 'waiting', seq: 1 });
  expect(await sending).toMatchObject({ code: 'event/not-accepted' });
  await worker.close();
  await working;
});
