import { graph, upsert } from '@cairn/core';
import { z } from 'zod';

/** What something costs. */
class Price {
  readonly of: string;
  readonly cents: number;

  constructor(of: string, cents: number) {
    this.of = of;
    this.cents = cents;
  }
}

const ofPrice = {
  name: 'price',
  class: Price,
  encode: ({ of, cents }: Price) => [of, cents],
  decode: (data: unknown) => new Price(...(data as [string, number])),
};

/** A graph that holds instances of a class, and brings along how they are stored. */
export const priced = graph({
  name: 'priced',
  state: {
    prices: upsert(z.instanceof(Price), 'of', {
      codecs: [ofPrice],
      from: (update: Readonly<Record<string, number>>) =>
        Object.entries(update).map(([of, cents]) => new Price(of, cents)),
    }),
    sum: z.number().default(0),
  },
  events: { close: z.undefined() },
  start: 'open',
  nodes: {
    open: { on: { close: 'add' } },
    add: { run: (s) => ({ sum: s.prices.reduce((all, price) => all + price.cents, 0) }), next: 'closed' },
    closed: { final: true },
  },
});
