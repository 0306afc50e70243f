import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn } from '@cairn/core';
import type { Store } from '@cairn/core/store';

const chat = graph({
  name: 'chat',
  state: { said: append(z.string()), replies: append(z.string()) },
  events: { say: z.string(), listen: z.undefined(), end: z.undefined() },
  start: 'deaf',
  nodes: {
    deaf: { on: { listen: 'listening', end: 'over' } },
    listening: { on: { say: { to: 'reply', update: (_s, text) => ({ said: [text] }) }, end: 'over' } },
    reply: { run: (s) => ({ replies: [`${s.said.length}`] }), next: 'listening' },
    over: { final: true },
  },
});

const runtimes: Cairn[] = [];

function runtimeOn(store: Store): Cairn {
  const cairn = open({ store, graphs: [chat] });
  runtimes.push(cairn);
  return cairn;
}

afterEach(async () => {
  await Promise.all(runtimes.splice(0).map((cairn) => cairn.close()));
});

const reads = new Set(['take', 'state', 'rows', 'snapshot']);
const ofTheThread = new Set(['thread', 'claim', 'take', 'state', 'commit', 'rows', 'snapshot', 'messages']);

/** What a store is asked for. */
function noting(store: Store): { readonly store: Store; readonly asked: string[] } {
  const asked: string[] = [];
  const noted = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...given: readonly unknown[]): unknown => {
        asked.push(String(name));
        return Reflect.apply(member, target, given);
      };
    },
  });
  return { store: noted, asked };
}

describe('a thread that rested here', () => {
  test('is taken with the commit that its next event leads to, and with no read', async () => {
    const { store, asked } = noting(memory());
    const thread = await runtimeOn(store).start(chat, {});
    await thread.settled();
    asked.length = 0;
    await thread.send('listen');
    expect(asked.filter((name) => ofTheThread.has(name))).toEqual(['commit']);
    const { fence, owner } = await thread.record();
    expect(fence).toBeGreaterThan(1);
    expect(owner).toBe(null);
  });

  test('is not read again however much it holds, as long as no other rests after it', async () => {
    const { store, asked } = noting(memory());
    const thread = await runtimeOn(store).start(chat, {});
    await thread.settled();
    await thread.send('listen');
    for (let time = 0; time < 3; time++) {
      await thread.send('say', String(time).repeat(9_000_000));
      await thread.settled();
    }
    asked.length = 0;
    await thread.send('say', 'and more');
    expect(asked.filter((name) => reads.has(name))).toEqual([]);
    expect(await thread.settled()).toMatchObject({ state: { replies: ['1', '2', '3', '4'] } });
  });

  test('is owned while an activity runs that the event leads to', async () => {
    const store = memory();
    const owners: unknown[] = [];
    const asked = graph({
      name: 'asked',
      state: {},
      events: { go: z.undefined() },
      start: 'wait',
      nodes: {
        wait: { on: { go: 'look' } },
        look: {
          run: async (_s, { thread }) => {
            owners.push((await store.thread(thread))?.owner);
            return {};
          },
          next: 'wait',
        },
      },
    });
    const cairn = open({ store, graphs: [asked] });
    const thread = await cairn.start(asked, {});
    for (let round = 0; round < 2; round += 1) {
      await thread.send('go');
      await thread.settled();
    }
    await cairn.close();
    expect(owners).toEqual([expect.any(String), expect.any(String)]);
  });

  test('is not touched by an event that it does not take', async () => {
    const store = memory();
    const thread = await runtimeOn(store).start(chat, {});
    await thread.settled();
    const before = await thread.record();
    await expect(thread.send('say', 'hello')).rejects.toMatchObject({ code: 'event/not-accepted' });
    expect(await thread.record()).toEqual(before);
  });

  test('tells the reason to whoever sends what it does not take, when the store cannot be read', async () => {
    const disk = memory();
    let isOut = false;
    const read = (id: string) => {
      if (isOut) throw new Error('The store is out.');
      return disk.thread(id);
    };
    const store = new Proxy(disk, {
      get(target, name) {
        const member: unknown = name === 'thread' ? read : Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const thread = await runtimeOn(store).start(chat, {});
    await thread.settled();
    isOut = true;
    await expect(thread.send('say', 'hello')).rejects.toThrow('The store is out.');
  });
});

describe('a thread that another runtime moved since', () => {
  test('takes an event by where it is now: what was known here would refuse it', async () => {
    const store = memory();
    const here = await runtimeOn(store).start(chat, {});
    await here.settled();
    const there = runtimeOn(store).thread(chat, here.id);
    await there.send('listen');
    await here.send('say', 'hello');
    expect(await here.settled()).toMatchObject({ state: { said: ['hello'], replies: ['1'] } });
  });

  test('refuses an event by where it is now: what was known here would take it', async () => {
    const store = memory();
    const here = await runtimeOn(store).start(chat, {});
    await here.send('listen');
    const there = runtimeOn(store).thread(chat, here.id);
    await there.send('end');
    await expect(here.send('say', 'hello')).rejects.toMatchObject({ code: 'thread/over' });
  });

  test('is found gone where it was removed, and is not mistaken for one that has its id now', async () => {
    const store = memory();
    const here = await runtimeOn(store).start(chat, {}, { id: 'a' });
    await here.send('listen');
    await store.remove(['a']);
    await expect(here.send('say', 'hello')).rejects.toMatchObject({ code: 'thread/not-found' });
    await runtimeOn(store).start(chat, {}, { id: 'a' });
    await expect(here.send('say', 'hello')).rejects.toMatchObject({ code: 'event/not-accepted' });
  });

  test('takes each of many events that two runtimes send at once, once', async () => {
    const store = memory();
    const here = await runtimeOn(store).start(chat, {});
    await here.send('listen');
    const there = runtimeOn(store).thread(chat, here.id);
    const sent = Array.from({ length: 20 }, (_, n) =>
      (n % 2 === 0 ? here : there).send('say', `${n}`, { onBusy: 'wait' }),
    );
    const ends = await Promise.allSettled(sent);
    const taken = ends.filter(({ status }) => status === 'fulfilled').length;
    const { state } = await here.settled();
    expect(state.said).toHaveLength(taken);
    expect(new Set(state.said).size).toBe(taken);
  });
});
