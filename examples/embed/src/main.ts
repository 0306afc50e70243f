import { open, type ThreadEvent } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { order } from './order.ts';

const cairn = open({ store: sqlite(':memory:'), graphs: [order] });

await show('Ada', [
  { sku: 'tea', quantity: 12 },
  { sku: 'cup', quantity: 2 },
]);
await show('Grace', [
  { sku: 'tea', quantity: 1 },
  { sku: 'spoon', quantity: 6 },
]);
await cairn.close();

async function show(customer: string, lines: { readonly sku: string; readonly quantity: number }[]): Promise<void> {
  const thread = await cairn.start(order, { customer, lines });
  console.log(`Order of ${customer}`);
  // One log holds every depth: the order's lane, its quote, and each price in it.
  for await (const event of thread.watch({ from: 1 })) print(event);
  const result = await thread.settled();
  if (result.status !== 'done') throw new Error(`The order is ${result.status}.`);
  const { cents, missing } = result.state;
  console.log(
    result.outcome === 'taken'
      ? `  taken: ${(cents / 100).toFixed(2)}`
      : `  returned: no price for ${missing.join(', ')}`,
  );
}

function print(event: ThreadEvent): void {
  if (event.type !== 'checkpoint') return;
  const { seq, lane, label } = event;
  console.log(
    `  ${String(seq).padStart(2)}  ${(lane || 'order').padEnd(26)}  ${moveOf(event)}${label ? ` (${label})` : ''}`,
  );
}

function moveOf({ from, to, opened }: Extract<ThreadEvent, { type: 'checkpoint' }>): string {
  if (opened !== undefined) return `${from} opens ${opened.lanes.map(({ path }) => path).join(', ')}`;
  if (from === '') return `starts at ${to}`;
  return to === undefined ? from : `${from} -> ${to}`;
}
