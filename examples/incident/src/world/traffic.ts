import type { Order } from './checkout.ts';

/** What came of the requests that were sent. */
export interface Traffic {
  readonly sent: number;
  /** Answers other than 200, and requests that got no answer. */
  readonly failed: number;
}

/** Sends that many orders to the service at `url`, one after the other. */
export async function sendTraffic(url: string, requests: number, signal?: AbortSignal): Promise<Traffic> {
  let failed = 0;
  for (let index = 0; index < requests; index++) {
    if (!(await takesOrder(url, orderOf(index), signal))) failed += 1;
  }
  return { sent: requests, failed };
}

async function takesOrder(url: string, order: Order, signal: AbortSignal | undefined): Promise<boolean> {
  try {
    const response = await fetch(`${url}/checkout`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
      signal: signal ?? null,
    });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    signal?.throwIfAborted();
    return false;
  }
}

function orderOf(index: number): Order {
  return { cart: `c-${index}`, items: [{ sku: `tea-${index % 7}`, quantity: 1 + (index % 3), cents: 450 }] };
}
