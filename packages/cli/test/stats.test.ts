import { join } from 'node:path';
import { sqlite } from '@cairn/sqlite';
import { open } from '@cairn/core';
import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, jsonIn } from './cairn.ts';
import { order } from './graphs/order.ts';
import { orders } from './orders.ts';

interface Counts {
  readonly threads: number;
  readonly checkpoints: number;
}

interface Stats extends Counts {
  readonly graphs: readonly Counts[];
}

function sumOf(graphs: readonly Counts[]): Counts {
  const sum = (of: (each: Counts) => number) => graphs.reduce((total, each) => total + of(each), 0);
  return { threads: sum(({ threads }) => threads), checkpoints: sum(({ checkpoints }) => checkpoints) };
}

test('the counts of graphs add up to those of the file, after forks and deletions too', async () => {
  const place = folder();
  await orders(place);
  const statsOf = async (): Promise<Stats> => jsonIn(await cairn(place, ['stats', '--json'])) as Stats;
  const before = await statsOf();
  expect(before).toMatchObject(sumOf(before.graphs));
  const shop = open({ store: sqlite(join(place, 'orders.db')), graphs: [order], recover: false });
  await shop.thread(order, 'O-1').fork(3, { id: 'O-1-b' });
  await shop.close();
  await cairn(place, ['thread', 'delete', 'O-1', '--force']);
  const after = await statsOf();
  expect(after).toMatchObject({ ...sumOf(after.graphs), threads: before.threads });
  await cairn(place, ['thread', 'delete', 'O-1-b', 'O-2', 'O-3', 'O-4', 'O-5', '--force']);
  expect(await statsOf()).toMatchObject({ threads: 0, checkpoints: 0, graphs: [] });
});

test('what side tables have is counted by table, and goes with its thread', async () => {
  const place = folder();
  await orders(place);
  const store = sqlite(join(place, 'orders.db'));
  const notes = { table: 'notes', thread: 'O-1', key: 'a' };
  await store.putItems(
    [
      { ...notes, body: '\u00e9'.repeat(10_000) },
      { ...notes, key: 'b', body: '1' },
      { table: 'breakers', thread: null, key: 'bank', body: 'open' },
    ],
    0,
  );
  await store.close();
  const breakers = { table: 'breakers', items: 1, bytes: 4 };
  const all = [breakers, { table: 'notes', items: 2, bytes: 20_001 }];
  expect(jsonIn(await cairn(place, ['stats', '--json']))).toMatchObject({ tables: all });
  expect((await cairn(place, ['stats'])).stdout).toMatch(/TABLE +ITEMS +BYTES\nbreakers +1 +4 B\nnotes +2 +\d/u);
  const lines = (await cairn(place, ['thread', 'export', 'O-1'])).stdout.split('\n');
  expect(lines.filter((line) => line.startsWith('{"item"'))).toHaveLength(2);
  expect(await cairn(place, ['integrity'])).toMatchObject({ code: 0 });
  await cairn(place, ['thread', 'delete', 'O-1', '--force']);
  expect(jsonIn(await cairn(place, ['stats', '--json']))).toMatchObject({ tables: [breakers] });
});
