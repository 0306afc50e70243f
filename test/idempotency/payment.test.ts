import { memory, open, type Graph } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

type Checkout = Graph;

/** The graph of the guide, as it stands there. */
async function checkoutOfGuide(): Promise<Checkout> {
  const page = readFileSync(join(import.meta.dirname, '../../docs/idempotency.md'), 'utf8');
  const [, snippet = ''] = /^```ts\n([\s\S]*?)^```$/mu.exec(page) ?? [];
  const folder = mkdtempSync(join(import.meta.dirname, '.snippets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'checkout.ts');
  writeFileSync(file, snippet);
  const { checkout } = (await import(file)) as { checkout: Checkout };
  return checkout;
}

/** A payment service that charges once for each key, and of its answers loses those it is told to. */
async function payments(lost: readonly number[]): Promise<{ url: string; charged: string[]; asked: string[] }> {
  const charged: string[] = [];
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    const key = String(request.headers['idempotency-key']);
    asked.push(key);
    if (!charged.includes(key)) charged.push(key);
    if (lost.includes(asked.length)) request.socket.destroy();
    else response.end(`receipt ${charged.indexOf(key) + 1}`);
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, charged, asked };
}

test('a payment whose answer was lost is asked for again with its key, and charged once', async () => {
  const checkout = await checkoutOfGuide();
  const { url, charged, asked } = await payments([1, 2]);
  const cairn = open({ store: memory(), graphs: [checkout] });
  const thread = await cairn.start(checkout, { payments: url, amount: 5 }, { id: 'order-1' });
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { receipt: 'receipt 1' } });
  expect(asked).toEqual(Array.from({ length: 3 }, () => 'order-1/pay.1#charge'));
  expect(charged).toEqual(['order-1/pay.1#charge']);
  await cairn.close();
});

test('another thread, and the same visit after a rewind, have keys of their own', async () => {
  const checkout = await checkoutOfGuide();
  const { url, charged } = await payments([]);
  const cairn = open({ store: memory(), graphs: [checkout], clock: virtualClock() });
  const input = { payments: url, amount: 5 };
  const first = await cairn.start(checkout, input, { id: 'order-1' });
  await first.ended();
  await (await cairn.start(checkout, input, { id: 'order-2' })).ended();
  await (await cairn.start(checkout, input, { id: 'order-1' })).ended();
  await first.rewind(1);
  await first.ended();
  expect(charged).toEqual(['order-1/pay.1#charge', 'order-2/pay.1#charge', 'order-1/~1/pay.1#charge']);
  await cairn.close();
});
