import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, replay, sum, type Cairn } from '@cairn/core';
import { exportThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { verify } from '../../src/store/verify.ts';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

const counter = graph({
  name: 'counter',
  state: { count: sum() },
  events: { hear: z.undefined() },
  start: 'listen',
  nodes: { listen: { on: { hear: { update: () => ({ count: 1 }) } } } },
});

type Handle = { send(event: 'hear'): Promise<void> };

async function hearing(thread: Handle, count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await thread.send('hear');
}

/** A store of a thread whose history is cut, and does something before the n-th time that its rows are asked for. */
async function cutBefore(
  nth: number,
  keep: number,
  act: (thread: Handle, cairn: Cairn) => Promise<void>,
): Promise<Store> {
  const kept = memory();
  const cairn = opened(counter, { store: keptOpen(kept), history: { keep } });
  const thread = await cairn.start(counter, {}, { id: 't' });
  await hearing(thread, keep * 2 - 5);
  let asked = 0;
  return new Proxy(kept, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'rows') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async (...given: Parameters<Store['rows']>) => {
        asked += 1;
        if (asked === nth) await act(thread, cairn);
        return target.rows(...given);
      };
    },
  });
}

const cut = (keep: number) => async (thread: Handle) => hearing(thread, keep * 3);

test.each([1, 2, 3])('a history that is cut before its rows are read the %i. time is no damage', async (nth) => {
  const store = await cutBefore(nth, 20, cut(20));
  expect(await verify(store)).toMatchObject({ threads: 1, findings: [] });
});

test('a thread that is deleted while it is verified is no damage', async () => {
  const store = await cutBefore(2, 20, async (_thread, cairn) => {
    await cairn.close();
    await store.remove(['t']);
  });
  expect((await verify(store)).findings).toEqual([]);
});

test('a history that is cut while it is exported is told, and not taken for the whole', async () => {
  const store = await cutBefore(2, 1_100, cut(1_100));
  const lines = exportThread(store, 't');
  await expect(
    (async () => {
      for await (const line of lines) expect(line).toBeTypeOf('string');
    })(),
  ).rejects.toMatchObject({ code: 'checkpoint/not-found' });
});

test('a history that is cut while it is replayed is told, and goes no other way by that', async () => {
  const kept = memory();
  const cairn = opened(counter, { store: keptOpen(kept), history: { keep: 2_050 } });
  await hearing(await cairn.start(counter, {}, { id: 't' }), 2_100);
  const store = new Proxy(kept, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (name !== 'rows') return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      return async (...given: Parameters<Store['rows']>) => {
        const { from = 1, limit = 1 } = given[1] ?? {};
        if (from > 1_000 && limit > 1_000) await target.trim('t', 2_060);
        return target.rows(...given);
      };
    },
  });
  await expect(replay({ store, id: 't' }, counter)).rejects.toMatchObject({ code: 'checkpoint/not-found' });
});
