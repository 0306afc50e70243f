import { sqlite } from '@cairn/sqlite';
import { open } from '@cairn/core';
import { join } from 'node:path';
import { order } from './graphs/order.ts';

/** Fills a database with an order in each state: O-1 is done, O-2 waits for an event, O-3 failed, O-4 was cancelled, O-5 asks. */
export async function orders(folder: string): Promise<void> {
  const cairn = open({ store: sqlite(join(folder, 'orders.db')), graphs: [order] });
  for (const [id, item] of Object.entries({
    'O-1': 'book',
    'O-2': 'pen',
    'O-3': 'nothing',
    'O-4': 'cup',
    'O-5': 'hat',
  })) {
    const thread = await cairn.start(order, { item, amount: 3 }, { id, tags: [item] });
    await thread.settled();
    if (id === 'O-1' || id === 'O-5') await thread.send('ship', { by: 'ada' });
    await thread.settled();
    if (id === 'O-1') await thread.answer('size', 'M');
    if (id === 'O-4') await thread.cancel('too late');
    await thread.settled();
  }
  await cairn.close();
}
