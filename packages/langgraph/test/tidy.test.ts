import { memory } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import type { CheckpointTuple } from '@langchain/langgraph-checkpoint';
import { describe, expect, test } from 'vitest';
import { CairnSaver } from '../src/index.ts';
import { chat } from './chat.ts';
import { at } from './checkpoint.ts';

async function given(
  channel: 'whole' | 'delta' = 'whole',
): Promise<{ readonly store: Store; readonly saver: CairnSaver }> {
  const store = memory();
  const saver = new CairnSaver(store);
  const take = chat(saver, 200, channel);
  for (let turn = 0; turn < 6; turn += 1) await take(turn);
  await take(0, 'other');
  return { store, saver };
}

async function all(saver: CairnSaver, thread: string): Promise<readonly CheckpointTuple[]> {
  const found: CheckpointTuple[] = [];
  for await (const tuple of saver.list({ configurable: { thread_id: thread } })) found.push(tuple);
  return found;
}

describe('a thread as a whole', () => {
  test('goes with all that was kept for it, and no other does', async () => {
    const { store, saver } = await given();
    await saver.deleteThread('chat');
    await saver.deleteThread('never');
    expect(await all(saver, 'chat')).toEqual([]);
    expect(new Set((await store.items({}, 0)).map(({ thread }) => thread))).toEqual(new Set(['other']));
    expect(await chat(saver, 200)(0)).toBe(2);
    expect(await chat(saver, 200)(1, 'other')).toBe(4);
  });

  test('is copied with its history, and goes on by itself', async () => {
    const { saver } = await given();
    await saver.copyThread('chat', 'copy');
    const renamed = (await all(saver, 'chat')).map(({ checkpoint, metadata, pendingWrites }) => [
      checkpoint,
      metadata,
      pendingWrites,
    ]);
    const copy = await all(saver, 'copy');
    expect(copy.map(({ checkpoint, metadata, pendingWrites }) => [checkpoint, metadata, pendingWrites])).toEqual(
      renamed,
    );
    expect(await chat(saver, 200)(6, 'copy')).toBe(14);
    expect((await all(saver, 'chat')).length).toBe(renamed.length);
    await expect(saver.copyThread('chat', 'other')).rejects.toMatchObject({ code: 'thread/exists' });
    await expect(saver.copyThread('chat', 'chat')).rejects.toMatchObject({ code: 'thread/exists' });
    await expect(saver.copyThread('none', 'new')).rejects.toMatchObject({ code: 'thread/not-found' });
    expect(await all(saver, 'new')).toEqual([]);
  });

  test.each(['whole', 'delta'] as const)(
    'of which the old is dropped goes on with what is left, in a channel that is %s',
    async (channel) => {
      const { store, saver } = await given(channel);
      const size = async (): Promise<number> =>
        (await store.items({ thread: 'chat' }, 0)).reduce((sum, { key, body }) => sum + key.length + body.length, 0);
      const before = await all(saver, 'chat');
      const newest = before.slice(0, 4);
      const bytes = await size();
      await saver.prune(['chat', 'never'], { keep: 4 });
      const left = await all(new CairnSaver(store), 'chat');
      const told = (tuple: CheckpointTuple): unknown => [tuple.checkpoint, tuple.metadata, tuple.pendingWrites];
      expect(left.slice(0, 4).map(told)).toEqual(newest.map(told));
      expect(left.length).toBe(channel === 'whole' ? 4 : before.length);
      expect(left.at(-1)?.parentConfig).toBeUndefined();
      expect(await size()).toBeLessThanOrEqual(channel === 'whole' ? bytes * 0.75 : bytes * 1.05);
      expect(await chat(new CairnSaver(store), 200, channel)(6)).toBe(14);
      expect(await chat(saver, 200, channel)(7)).toBe(16);
    },
  );

  test.each([-1, 1.5, Number.NaN, null, '2', -Infinity])(
    'is left as it is where %j is no count to keep',
    async (keep) => {
      const { saver } = await given();
      const before = await all(saver, 'chat');
      const pruning = saver.prune(['chat'], { keep: keep as number });
      await expect(pruning).rejects.toMatchObject({ code: 'value/invalid', facts: { path: 'keep' } });
      expect(await all(saver, 'chat')).toEqual(before);
      await saver.prune(['chat'], { keep: Infinity });
      expect((await all(saver, 'chat')).length).toBe(before.length);
    },
  );

  test('of which nothing is to be left is dropped', async () => {
    const { saver } = await given();
    await saver.prune(['chat'], { keep: 0 });
    expect(await saver.getTuple(at('chat'))).toBeUndefined();
  });
});
