import { expect, test } from 'vitest';
import { folder } from '../../../test/folder.ts';
import { cairn, graphs } from './cairn.ts';
import { orders } from './orders.ts';

test.each([
  [['--tag', 'pen'], ''],
  [[], ''],
  [['--tag', 'blue'], 'Thread "O-2" was started before, and keeps its tags: pen. Those given now are not added.\n'],
  [
    ['--tag', 'pen', '--tag', 'blue'],
    'Thread "O-2" was started before, and keeps its tags: pen. Those given now are not added.\n',
  ],
])('starting a thread again says where it keeps other tags than are given: %j', async (tags, says) => {
  const place = folder();
  await orders(place);
  const args = ['start', '-g', graphs('order.ts'), '--id', 'O-2', ...tags, '--json', 'item=pen', 'amount=3'];
  const { code, stderr } = await cairn(place, args);
  expect([code, stderr]).toEqual([4, says]);
});
