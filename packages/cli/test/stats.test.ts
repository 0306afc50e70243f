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
