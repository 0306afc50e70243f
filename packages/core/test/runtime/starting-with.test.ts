import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';
import { sqlite } from '@cairn/sqlite';
import { opened } from './opened.ts';

const desk = graph({
  name: 'desk',
  state: { user: z.string(), heard: append(z.string()) },
  events: { say: z.string(), close: z.undefined() },
  start: 'listen',
  nodes: {
    listen: { on: { say: { to: 'answer', update: (_s, text) => ({ heard: [text] }) }, close: 'end' } },
    answer: { run: () => ({ heard: ['hm'] }), next: 'listen' },
    end: { final: true },
  },
});

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe('a start', () => {
  test('says whether it made the thread', async () => {
    const cairn = opened(desk);
    expect((await cairn.start(desk, { user: 'ada' }, { id: 't' })).isNew).toBe(true);
    expect((await cairn.start(desk, { user: 'ada' }, { id: 't' })).isNew).toBe(false);
    expect(cairn.thread(desk, 't').isNew).toBeUndefined();
  });

  test('of many at once of one thread, one made it', async () => {
    const cairn = opened(desk);
    const started = await Promise.all(Array.from({ length: 9 }, () => cairn.start(desk, { user: 'ada' }, { id: 't' })));
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
  });
});

describe.each(Object.entries(stores))('on %s, a start that is to begin later', (_, storeOf) => {
  test('is on disk at once, rests, and begins by itself when it is due', async () => {
    const [store, clock] = [storeOf(), virtualClock()];
    const cairn = opened(desk, { store, clock });
    const thread = await cairn.start(desk, { user: 'ada' }, { id: 't', after: '1h' });
    await clock.advance('1m');
    expect(await store.thread('t')).toMatchObject({
      status: 'waiting',
      due: clock.now() - 60_000 + 3_600_000,
      owner: null,
    });
    await expect(thread.send('say', 'early')).rejects.toMatchObject({ code: 'event/not-accepted' });
    await thread.send('say', 'kept', { queue: true });
    await clock.advance('1h');
    expect(await thread.settled()).toMatchObject({ status: 'waiting', state: { heard: ['kept', 'hm'] } });
    expect((await replay(thread, desk)).divergence).toBeUndefined();
  });

  test('begins in another process', async () => {
    const [store, clock] = [storeOf(), virtualClock()];
    const web = open({ store, graphs: [desk], clock, drive: false });
    await web.start(desk, { user: 'ada' }, { id: 't', at: new Date(clock.now() + 5_000) });
    const worker = opened(desk, { store, clock });
    await clock.advance('1s');
    expect(await store.thread('t')).toMatchObject({ status: 'waiting' });
    await clock.advance('5s');
    await worker.thread(desk, 't').send('say', 'hello');
    expect(await worker.thread(desk, 't').settled()).toMatchObject({ state: { heard: ['hello', 'hm'] } });
  });

  test('is put off as long as it is when it is forked or sent back', async () => {
    const clock = virtualClock();
    const cairn = opened(desk, { store: storeOf(), clock });
    const thread = await cairn.start(desk, { user: 'ada' }, { id: 't', after: '1h' });
    await clock.advance('2h');
    const other = await thread.fork(1, { id: 'other' });
    await thread.rewind(1);
    await clock.advance('59m');
    expect((await other.at()).seq).toBe(2);
    await clock.advance('2m');
    await other.send('say', 'there');
    expect(await other.settled()).toMatchObject({ state: { heard: ['there', 'hm'] } });
    await thread.send('say', 'here');
    expect(await thread.settled()).toMatchObject({ state: { heard: ['here', 'hm'] } });
  });
});

describe('when a thread begins', () => {
  test.each([
    ['a time and a pause', { at: 1, after: '1s' }],
    ['no time', { at: Number.NaN }],
    ['a time that no date has', { at: Infinity }],
    ['a text', { at: 'tomorrow' }],
  ])('%s are refused', async (_, options) => {
    const starting = opened(desk).start(desk, { user: 'ada' }, options as never);
    await expect(starting).rejects.toMatchObject({ code: 'value/invalid' });
  });
});

describe.each(Object.entries(stores))('on %s, a start with an event', (_, storeOf) => {
  test('has the thread take it', async () => {
    const thread = await opened(desk, { store: storeOf() }).start(
      desk,
      { user: 'ada' },
      {
        id: 't',
        send: { event: 'say', payload: 'hello' },
      },
    );
    expect(await thread.settled()).toMatchObject({ state: { heard: ['hello', 'hm'] } });
  });

  test('sends a thread that is there the event alone', async () => {
    const cairn = opened(desk, { store: storeOf() });
    for (const text of ['one', 'two']) {
      const send = { event: 'say', payload: text } as const;
      const thread = await cairn.start(desk, { user: 'ada' }, { id: 't', send });
      await thread.settled();
    }
    expect(await cairn.thread(desk, 't').settled()).toMatchObject({ state: { heard: ['one', 'hm', 'two', 'hm'] } });
  });

  test('is taken once under one id, by however many at once', async () => {
    const cairn = opened(desk, { store: storeOf() });
    const send = { event: 'say', payload: 'once', id: 'call-1' } as const;
    const starting = Array.from({ length: 8 }, () => cairn.start(desk, { user: 'ada' }, { id: 't', send }));
    const started = await Promise.all(starting);
    expect(started.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await cairn.thread(desk, 't').settled()).toMatchObject({ state: { heard: ['once', 'hm'] } });
  });

  test('that drives nothing leaves both for whoever does', async () => {
    const store = storeOf();
    const web = open({ store, graphs: [desk], drive: false });
    await web.start(desk, { user: 'ada' }, { id: 't', send: { event: 'say', payload: 'hello' } });
    const worker = opened(desk, { store });
    await worker.recovered();
    expect(await worker.thread(desk, 't').settled()).toMatchObject({ state: { heard: ['hello', 'hm'] } });
  });

  test('that does not fit makes no thread', async () => {
    const store = storeOf();
    const cairn = opened(desk, { store });
    const send = { event: 'say', payload: 7 } as never;
    await expect(cairn.start(desk, { user: 'ada' }, { id: 't', send })).rejects.toMatchObject({
      code: 'value/invalid',
    });
    const unknown = { event: 'shout' } as never;
    await expect(cairn.start(desk, { user: 'ada' }, { id: 't', send: unknown })).rejects.toMatchObject({
      code: 'event/unknown',
    });
    const bad = { event: 'close', id: 'a b' } as const;
    await expect(cairn.start(desk, { user: 'ada' }, { id: 't', send: bad })).rejects.toMatchObject({
      code: 'thread/invalid-message-id',
    });
    expect(await store.thread('t')).toBeUndefined();
  });

  test('is told of together with the thread that is there without it', async () => {
    const brief = graph({
      name: 'brief',
      state: { heard: append(z.string()) },
      events: { say: z.string() },
      start: 'open',
      nodes: {
        open: { next: [{ when: (s) => s.heard.length > 0, to: 'listen' }, 'end'] },
        listen: { on: { say: { update: (_s, text) => ({ heard: [text] }) } } },
        end: { final: true },
      },
    });
    const cairn = opened(brief, { store: storeOf() });
    const starting = () => cairn.start(brief, {}, { id: 't', send: { event: 'say', payload: 'hello' } });
    await expect(starting()).rejects.toMatchObject({
      code: 'thread/send-refused',
      facts: { thread: 't', event: 'say' },
      cause: { code: 'thread/over' },
    });
    expect(await cairn.thread(brief, 't').settled()).toMatchObject({ status: 'done', state: { heard: [] } });
    await expect(starting()).rejects.toMatchObject({ code: 'thread/over' });
  });

  test('is told where the thread is over', async () => {
    const cairn = opened(desk, { store: storeOf() });
    const thread = await cairn.start(desk, { user: 'ada' }, { id: 't', send: { event: 'close' } });
    await thread.ended();
    const again = cairn.start(desk, { user: 'ada' }, { id: 't', send: { event: 'say', payload: 'late' } });
    await expect(again).rejects.toMatchObject({ code: 'thread/over' });
  });
});
