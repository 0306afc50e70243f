import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Soon } from '@cairn/core/store';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { openStore, type OpenStore } from './open-store.ts';
import { newThread, row } from './sample.ts';

const ids = Array.from({ length: 20 }, (_, index) => `t${index}`);

let open: OpenStore;
const heads = new Map<string, number>();

beforeEach(async () => {
  open = openStore(join(folder(), 'cairn.db'));
  for (const id of ids) {
    await open.store.create(newThread(id));
    heads.set(id, 1);
  }
  await nextTurn();
  await nextTurn();
  open.ran.length = 0;
});

afterEach(() => void open.store.close());

function append(id: string): Soon<'ok' | 'stale'> {
  const seq = (heads.get(id) ?? 0) + 1;
  heads.set(id, seq);
  return open.store.commit({ thread: id, fence: 1, rows: [row(seq)] });
}

/** What becomes of writes, some of which are done already. */
function all<Value>(writes: readonly Soon<Value>[]): Promise<readonly Value[]> {
  return Promise.all(writes.map(async (write) => await write));
}

function countOf(text: string): number {
  return open.ran.filter((each) => each === text).length;
}

describe('commits of normal durability', () => {
  test('of one thread are done when the call returns, as many as come in one turn', () => {
    for (let count = 0; count < 10; count += 1) expect(append('t0')).toBe('ok');
    expect(open.store.thread('t0')).toMatchObject({ head: 11 });
    expect(countOf('COMMIT')).toBe(0);
  });

  test('of other threads in the same turn share one transaction', async () => {
    const sent = ids.map(append);
    expect(sent[0]).toBe('ok');
    expect(new Set(await all(sent))).toEqual(new Set(['ok']));
    expect(countOf('COMMIT')).toBe(1);
    expect(ids.map((id) => (open.store.thread(id) as { head: number }).head)).toEqual(ids.map(() => 2));
  });

  test('all share one as long as several threads write in each turn', async () => {
    await all(ids.map(append));
    open.ran.length = 0;
    for (let round = 0; round < 3; round += 1) await all(ids.map(append));
    expect(countOf('COMMIT')).toBe(3);
  });

  test('are done at once again when one thread is left', async () => {
    await all(ids.map(append));
    expect(await append('t0')).toBe('ok');
    expect(append('t0')).toBe('ok');
  });

  test('that fail leave the others of their turn as they are', async () => {
    const results = [
      append('t0'),
      append('t1'),
      open.store.commit({ thread: 't2', fence: 9, rows: [row(2)] }),
      append('t3'),
    ];
    expect(await all(results)).toEqual(['ok', 'ok', 'stale', 'ok']);
  });

  test('that wait are written before the store is closed', async () => {
    const path = join(folder(), 'closing.db');
    const { store } = openStore(path);
    const created = [store.create(newThread('a')), store.create(newThread('b'))];
    await store.close();
    expect(await all(created)).toEqual([true, true]);
    const kept = openStore(path).store;
    expect(kept.thread('b')).toMatchObject({ head: 1 });
    await kept.close();
  });
});
