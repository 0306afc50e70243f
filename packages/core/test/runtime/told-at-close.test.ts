import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { ask, briefly } from '../../src/store/ask.ts';
import { connectionsTo } from './kept-open.ts';
import { opened } from './opened.ts';
import { said } from './said.ts';

const desk = graph({
  name: 'desk',
  state: { log: append(z.string()) },
  events: { note: z.string(), stop: z.void() },
  on: { note: { update: (_s, note) => ({ log: [note] }) } },
  start: 'both',
  nodes: {
    both: { next: { all: ['ask', 'fail', 'wait'], then: 'end' } },
    ask: { run: async (_s, ctx) => ({ log: [await ctx.ask('name', { answer: z.string() })] }), next: 'end' },
    fail: {
      run: (s) => {
        if (!s.log.includes('mended')) throw new Error('broken');
      },
      next: 'end',
    },
    wait: { on: { stop: 'end' } },
    end: { final: true },
  },
});

type Told = ReturnType<Cairn['thread']>;
type How = { readonly id?: string; readonly signal?: AbortSignal };

const commands: Readonly<Record<string, (on: Told, how: How) => Promise<void>>> = {
  send: (on, how) => (on as never as { send: (...given: unknown[]) => Promise<void> }).send('note', 'hello', how),
  answer: (on, how) => on.answer('name', 'Ada', how),
  resume: (on, how) => on.resume(how),
  edit: (on, how) => on.edit({ log: ['hello'] }, how),
  cancel: (on, how) => on.cancel('enough', how),
};

/** A thread that came to rest, and how many rows it has. */
async function rested(connect: () => Store): Promise<number> {
  const first = opened(desk, { store: connect() });
  const { seq } = await (await first.start(desk, {}, { id: 't' })).settled();
  await first.close();
  return seq;
}

/** How many rows a thread has once somebody took up whatever is there for it. */
async function driven(connect: () => Store): Promise<number> {
  const last = opened(desk, { store: connect() });
  await last.recovered();
  const { seq } = await last.thread(desk, 't').settled();
  await last.close();
  return seq;
}

async function untilLeft(store: Store, count = 1): Promise<void> {
  while ((await store.messages('t')).length < count) await turnOfEventLoop();
}

describe.each(Object.keys(commands))('%s()', (name) => {
  const call = commands[name] as (on: Told, how: How) => Promise<void>;

  test('which nobody took when its runtime is closed is refused, and is never carried out', async () => {
    const connect = connectionsTo(memory());
    const before = await rested(connect);
    const web = open({ store: connect(), graphs: [desk], drive: false });
    const told = said(call(web.thread(desk, 't') as Told, {}));
    await untilLeft(connect());
    await web.close();
    expect(await told).toBe('runtime/closed');
    expect(await driven(connect)).toBe(before);
  });

  test('under an id is not known to be taken when its runtime is closed, and is taken once when it is sent again', async () => {
    const connect = connectionsTo(memory());
    const before = await rested(connect);
    const web = open({ store: connect(), graphs: [desk], drive: false });
    const told = said(call(web.thread(desk, 't') as Told, { id: 'once' }));
    await untilLeft(connect());
    await web.close();
    expect(await told).toBe('thread/outcome-unknown');
    const after = await driven(connect);
    expect(after).toBeGreaterThan(before);
    const again = opened(desk, { store: connect() });
    expect(await said(call(again.thread(desk, 't') as Told, { id: 'once' }))).toBe('ok');
    await again.close();
    expect(await driven(connect)).toBe(after);
  });

  test('to a thread that somebody drives is not known to be taken when its runtime is closed', async () => {
    const connect = connectionsTo(memory());
    await rested(connect);
    const store = connect();
    await ask(briefly, () => store.heartbeat({ id: 'other', pid: 1, host: 'elsewhere' }, 60_000, Date.now()));
    await ask(briefly, () => store.claim('t', 'other', Date.now()));
    for (const drive of [true, false]) {
      const web = open({ store: connect(), graphs: [desk], drive });
      const told = said(call(web.thread(desk, 't') as Told, {}));
      await untilLeft(store, drive ? 1 : 2);
      await web.close();
      expect(await told).toBe('thread/outcome-unknown');
    }
  });

  test.each([true, false])('of a closed runtime leaves nothing, drive: %s', async (drive) => {
    const connect = connectionsTo(memory());
    const before = await rested(connect);
    const web = open({ store: connect(), graphs: [desk], drive });
    const thread = web.thread(desk, 't') as Told;
    await web.close();
    for (const how of [{}, { id: 'once' }]) expect(await said(call(thread, how))).toBe('runtime/closed');
    expect(await driven(connect)).toBe(before);
  });

  test('which nobody took when its signal aborts is never carried out', async () => {
    const connect = connectionsTo(memory());
    const before = await rested(connect);
    const web = opened(desk, { store: connect(), drive: false });
    const aborting = new AbortController();
    const told = said(call(web.thread(desk, 't') as Told, { signal: aborting.signal }));
    await untilLeft(connect());
    aborting.abort('enough');
    expect(await told).toBe('enough');
    expect(await said(call(web.thread(desk, 't') as Told, { signal: aborting.signal }))).toBe('enough');
    expect(await driven(connect)).toBe(before);
  });
});

test('what is queued stays when its runtime is closed', async () => {
  const connect = connectionsTo(memory());
  const before = await rested(connect);
  const web = open({ store: connect(), graphs: [desk], drive: false });
  await web.thread(desk, 't').send('note', 'hello', { queue: true });
  await web.close();
  expect(await driven(connect)).toBeGreaterThan(before);
});
