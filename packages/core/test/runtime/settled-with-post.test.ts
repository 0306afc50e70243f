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

/** Tells other desks of what it hears. */
const caller = graph({
  name: 'caller',
  state: {},
  events: { call: z.string() },
  start: 'idle',
  nodes: {
    idle: { on: { call: { to: 'tell', update: () => ({}) } } },
    tell: { run: (_s, ctx) => ctx.send(desk, 'x', 'say', `told ${ctx.visit}`), next: 'idle' },
  },
});

const graphs = [desk, caller];

type Way = 'in a process that drives nothing' | 'in the process that drives' | 'in another process that drives';
const ways: readonly Way[] = [
  'in a process that drives nothing',
  'in the process that drives',
  'in another process that drives',
];

/** Whoever waits, and a process that drives, which may be the same. */
function pair(store: Store, way: Way) {
  const connect = connectionsTo(store);
  const worker = opened(desk, { store: connect(), graphs });
  const drive = way !== 'in a process that drives nothing';
  const web = way === 'in the process that drives' ? worker : opened(desk, { store: connect(), graphs, drive });
  const working = worker.work();
  return { web, end: async () => (await web.close(), await worker.close(), await working) };
}

const places = Object.entries(stores).flatMap(([name, storeOf]) => ways.map((way) => ({ name, storeOf, way })));

describe.each(places)('on $name, $way, settled waits for', ({ storeOf, way }) => {
  test('the event that went with the start', async () => {
    const { web, end } = pair(storeOf(), way);
    for (const [i, payload] of texts.entries()) {
      const thread = await web.start(desk, {}, { id: 'x', send: { event: 'say', payload, id: `m${i}` } });
      expect((await thread.settled()).state.said.at(-1)).toBe(`re ${payload}`);
    }
    await end();
  });

  test('an event that is queued', async () => {
    const { web, end } = pair(storeOf(), way);
    const thread = await web.start(desk, {}, { id: 'x' });
    for (const payload of texts) {
      await thread.send('say', payload, { queue: true });
      expect((await thread.settled()).state.said.at(-1)).toBe(`re ${payload}`);
    }
    await end();
  });

  test('the event that went with the start, as a watch does', async () => {
    const { web, end } = pair(storeOf(), way);
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
    const { web, end } = pair(storeOf(), way);
    const thread = await web.start(desk, {}, { id: 'x' });
    for (const payload of texts) await thread.send('say', payload, { queue: true });
    expect((await thread.settled()).state.said).toEqual(texts.map((text) => `re ${text}`));
    await end();
  });

  test('an event of a broadcast', async () => {
    const { web, end } = pair(storeOf(), way);
    const thread = await web.start(desk, {}, { id: 'x' });
    for (const payload of texts) {
      await thread.settled();
      await web.broadcast(desk, { event: 'say', payload, id: payload });
      expect((await thread.settled()).state.said.at(-1)).toBe(`re ${payload}`);
    }
    await end();
  });

  test('what another thread sent before it rested', async () => {
    const { web, end } = pair(storeOf(), way);
    const thread = await web.start(desk, {}, { id: 'x' });
    const calls = await web.start(caller, {}, { id: 'c' });
    for (const visit of [1, 2, 3]) {
      await thread.settled();
      await calls.send('call', '');
      await calls.settled();
      expect((await thread.settled()).state.said.at(-1)).toBe(`re told ${visit}`);
    }
    await end();
  });

  test('nothing that is kept until the thread has moved', async () => {
    const { web, end } = pair(storeOf(), way);
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
