import { z } from 'zod';
import { jsonOf } from './json-lines.ts';
import type { Reply } from './loopback.ts';
import type { Release } from './releases.ts';

/** What POST /checkout takes. */
export interface Order {
  readonly cart: string;
  readonly items: readonly { readonly sku: string; readonly quantity: number; readonly cents: number }[];
}

const Order: z.ZodType<Order> = z.object({
  cart: z.string(),
  items: z.array(z.object({ sku: z.string(), quantity: z.int().positive(), cents: z.int().positive() })).min(1),
});

/** Carts held at most, so that the leak is plain to see and the machine survives it. */
const cacheLimit = 256;

/** The checkout of one release: counts, keeps and fails as that release does. */
export class Checkout {
  readonly #release: Release;
  readonly #carts: Buffer[] = [];
  readonly #recent: boolean[] = [];
  #taken = 0;

  constructor(release: Release) {
    this.#release = release;
  }

  /** Takes one order. */
  take(body: string): Reply {
    const order = Order.safeParse(jsonOf(body));
    if (!order.success) return { status: 400, json: { error: z.prettifyError(order.error) } };
    this.#taken += 1;
    this.#keep();
    const failed = this.#release.failsEvery > 0 && this.#taken % this.#release.failsEvery === 0;
    this.#recent.push(!failed);
    if (this.#recent.length > 20) this.#recent.shift();
    if (failed) return { status: 500, json: { error: 'cart cache: allocation failed' } };
    return { status: 200, json: { order: `o-${this.#taken}`, cents: totalOf(order.data) } };
  }

  /** False once one in ten of the last twenty checkouts failed. */
  isHealthy(): boolean {
    return this.#recent.filter((good) => !good).length * 10 < Math.max(this.#recent.length, 1);
  }

  /** What the cart cache holds. */
  cached(): { readonly carts: number; readonly bytes: number } {
    return { carts: this.#carts.length, bytes: this.#carts.length * this.#release.keepsBytes };
  }

  #keep(): void {
    // Filled, because untouched pages would not be resident.
    if (this.#release.keepsBytes > 0 && this.#carts.length < cacheLimit)
      this.#carts.push(Buffer.alloc(this.#release.keepsBytes, 1));
  }
}

function totalOf(order: Order): number {
  return order.items.reduce((total, { quantity, cents }) => total + quantity * cents, 0);
}
