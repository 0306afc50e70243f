import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import { sqlite } from '@cairn/sqlite';
import { keptOpen } from './kept-open.ts';
import { opened } from './opened.ts';

const desk = graph({
  name: 'desk',
  state: {},
  events: { close: z.undefined() },
  start: 'listen',
  nodes: { listen: { on: { close: 'end' } }, end: { final: true } },
});

const stores: Readonly<Record<string, () => Store>> = { memory, SQLite: () => sqlite(':memory:') };

describe.each(Object.entries(stores))('on %s, the tags of a thread', (_, storeOf) => {
  test('are added, removed and given values, and the thread is found by all of them at once', async () => {
    const cairn = opened(desk, { store: storeOf() });
    const thread = await cairn.start(desk, {}, { id: 'a', tags: ['new', 'plan=basic'] });
    await cairn.start(desk, {}, { id: 'b', tags: ['vip', 'plan=basic'] });
    const change = { add: ['vip'], remove: ['new'], set: { plan: 'gold', owner: 'ada' } };
    expect(await thread.tag(change)).toEqual(['vip', 'plan=gold', 'owner=ada']);
    expect(await thread.tag({ set: { owner: null, plan: 'gold' } })).toEqual(['vip', 'plan=gold']);
    expect((await thread.record()).tags).toEqual(['vip', 'plan=gold']);
    const found = async (...tags: string[]) => (await cairn.threads({ tags })).threads.map(({ id }) => id);
    expect(await found('vip')).toEqual(['b', 'a']);
    expect(await found('vip', 'plan=gold')).toEqual(['a']);
    expect(await found('plan=basic', 'vip')).toEqual(['b']);
    expect(await found('owner=ada')).toEqual([]);
    expect(await found()).toEqual(['b', 'a']);
  });

  test('change whoever drives it, and after its end, and are no part of its history', async () => {
    const store = keptOpen(storeOf());
    const cairn = opened(desk, { store });
    const thread = await cairn.start(desk, {}, { id: 'a' });
    await thread.send('close');
    await thread.ended();
    const before = await thread.record();
    const web = opened(desk, { store, drive: false });
    await web.thread(desk, 'a').tag({ add: ['kept'] });
    expect(await thread.record()).toEqual({ ...before, tags: ['kept'] });
    expect(await thread.history()).toHaveLength(before.head);
    const fork = await thread.fork(1, { id: 'b' });
    expect((await fork.record()).tags).toEqual(['kept']);
  });

  test('lose nothing where many tag at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.subarray(['a', 'b', 'c', 'd', 'e']), { maxLength: 8 }), async (lists) => {
        const store = keptOpen(storeOf());
        const [one, two] = [opened(desk, { store }), opened(desk, { store, drive: false })];
        await one.start(desk, {}, { id: 't', tags: ['first', 'gone'] });
        const handles = [one, two].map((cairn) => cairn.thread(desk, 't'));
        await Promise.all([
          ...lists.map((add, at) => handles[at % 2]?.tag({ add })),
          handles[0]?.tag({ remove: ['gone'] }),
        ]);
        const { tags } = await (handles[0] ?? one.thread(desk, 't')).record();
        expect(tags.toSorted()).toEqual([...new Set(['first', ...lists.flat()])].toSorted());
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    ['a tag that is no text', { add: [7] }],
    ['a tag that is empty', { add: ['vip', ''] }],
    ['a value that is no text', { set: { plan: 7 } }],
    ['a name with "=" in it', { set: { 'plan=': 'gold' } }],
    ['a name that is empty', { set: { '': 'gold' } }],
    ['what is no change', 'vip'],
  ])('refuse %s', async (_title, change) => {
    const cairn = opened(desk, { store: storeOf() });
    const thread = await cairn.start(desk, {}, { id: 'a' });
    await expect(thread.tag(change as never)).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(cairn.start(desk, {}, { tags: [''] })).rejects.toMatchObject({ code: 'value/invalid' });
    await expect(cairn.thread(desk, 'no').tag({ add: ['x'] })).rejects.toMatchObject({ code: 'thread/not-found' });
  });
});
