import { assign, emit, fromPromise, sendParent, sendTo, setup, type ActorRefFrom } from 'xstate';
import type { Note, Story } from './story.ts';

interface Line {
  readonly sku: string;
  readonly price: number;
}

/** Pays with a card that is declined once, and is taken the second time. */
export const checkout: Story = {
  name: 'checkout',
  machine: (note: Note) =>
    setup({
      types: {
        context: {} as { lines: Line[]; declined: number; receipt?: string },
        events: {} as
          | { type: 'ADD'; line: Line }
          | { type: 'REMOVE'; sku: string }
          | { type: 'PAY' }
          | { type: 'BACK' },
        emitted: {} as { type: 'PAID'; total: number },
        output: {} as { receipt: string | undefined },
      },
      actors: {
        charge: fromPromise(async ({ input }: { input: { total: number; declined: number } }) => {
          if (input.declined === 0) throw new Error('declined');
          return `receipt of ${input.total}`;
        }),
      },
      actions: { track: (_facts, params: { what: string }) => note(params.what) },
      guards: { hasLines: ({ context }) => context.lines.length > 0 },
    }).createMachine({
      id: 'checkout',
      context: { lines: [], declined: 0 },
      initial: 'cart',
      states: {
        cart: {
          entry: { type: 'track', params: { what: 'cart' } },
          exit: { type: 'track', params: { what: 'cart left' } },
          on: {
            ADD: {
              actions: [
                assign({ lines: ({ context, event }) => [...context.lines, event.line] }),
                {
                  type: 'track',
                  params: ({ context, event }) => ({ what: `${event.line.sku} of ${context.lines.length}` }),
                },
              ],
            },
            REMOVE: {
              actions: assign({ lines: ({ context, event }) => context.lines.filter(({ sku }) => sku !== event.sku) }),
            },
            PAY: { guard: 'hasLines', target: 'paying' },
          },
        },
        paying: {
          invoke: {
            src: 'charge',
            input: ({ context }) => ({
              total: context.lines.reduce((sum, { price }) => sum + price, 0),
              declined: context.declined,
            }),
            onDone: {
              target: 'paid',
              actions: [
                assign({ receipt: ({ event }) => event.output }),
                { type: 'track', params: { what: 'charged' } },
              ],
            },
            onError: {
              target: 'declined',
              actions: [
                assign({ declined: ({ context }) => context.declined + 1 }),
                { type: 'track', params: ({ event }) => ({ what: (event.error as Error).message }) },
              ],
            },
          },
        },
        declined: { on: { PAY: 'paying', BACK: 'cart' } },
        paid: { type: 'final', entry: emit(({ context }) => ({ type: 'PAID', total: context.lines.length })) },
      },
      output: ({ context }) => ({ receipt: context.receipt }),
    }),
  happens: [
    { type: 'PAY' },
    { type: 'ADD', line: { sku: 'pear', price: 3 } },
    { type: 'ADD', line: { sku: 'fig', price: 4 } },
    { type: 'REMOVE', sku: 'pear' },
    { type: 'PAY' },
    { type: 'BACK' },
    { type: 'PAY' },
  ],
  ends: 'paid',
};

function bidder(note: Note) {
  return setup({
    types: {
      context: {} as { name: string; limit: number; bids: number },
      input: {} as { name: string; limit: number },
      events: {} as { type: 'PRICE'; price: number; leader: string },
    },
    actions: { think: ({ context }, params: { of: number }) => note(`${context.name} thinks of ${params.of}`) },
  }).createMachine({
    id: 'bidder',
    context: ({ input }) => ({ ...input, bids: 0 }),
    initial: 'in',
    states: {
      in: {
        on: {
          PRICE: [
            { guard: ({ context, event }) => event.leader === context.name },
            { guard: ({ context, event }) => event.price >= context.limit, target: 'out' },
            {
              actions: [
                { type: 'think', params: ({ event }) => ({ of: event.price + 1 }) },
                assign({ bids: ({ context }) => context.bids + 1 }),
                sendParent(({ context, event }) => ({ type: 'BID', by: context.name, price: event.price + 1 })),
              ],
            },
          ],
        },
      },
      out: { type: 'final' },
    },
    output: ({ context }) => ({ name: context.name, bids: context.bids }),
  });
}

/** Bidders are spawned in `assign` as they come; the hammer falls when nobody has bid for a while. */
export const auction: Story = {
  name: 'auction',
  machine: (note) =>
    setup({
      types: {
        context: {} as { price: number; leader: string; bidders: ActorRefFrom<ReturnType<typeof bidder>>[] },
        events: {} as
          | { type: 'JOIN'; name: string; limit: number }
          | { type: 'OPEN' }
          | { type: 'BID'; by: string; price: number },
        emitted: {} as { type: 'LEADS'; by: string; price: number },
      },
      actors: { bidder: bidder(note) },
      actions: { announce: ({ context }) => note(`${context.leader} has ${context.price}`) },
    }).createMachine({
      id: 'auction',
      context: { price: 0, leader: 'nobody', bidders: [] },
      initial: 'gathering',
      states: {
        gathering: {
          on: {
            JOIN: {
              actions: assign({
                bidders: ({ context, event, spawn }) => [
                  ...context.bidders,
                  spawn('bidder', { id: event.name, input: { name: event.name, limit: event.limit } }),
                ],
              }),
            },
            OPEN: 'open',
          },
        },
        open: {
          entry: [
            ({ context }) => note(`open with ${context.bidders.length}`),
            sendTo(
              ({ context }) => context.bidders[0]!,
              ({ context }) => ({ type: 'PRICE', price: context.price, leader: context.leader }),
            ),
          ],
          on: {
            BID: {
              target: 'counting',
              actions: [
                assign({ price: ({ event }) => event.price, leader: ({ event }) => event.by }),
                'announce',
                emit(({ event }) => ({ type: 'LEADS', by: event.by, price: event.price })),
              ],
            },
          },
        },
        counting: {
          after: {
            500: {
              reenter: true,
              target: 'counting',
              guard: ({ context }) =>
                context.bidders.some(
                  (each) =>
                    each.getSnapshot().status === 'active' && each.getSnapshot().context.name !== context.leader,
                ),
              actions: [
                sendTo(
                  ({ context }) => context.bidders[0]!,
                  ({ context }) => ({ type: 'PRICE', price: context.price, leader: context.leader }),
                ),
                sendTo(
                  ({ context }) => context.bidders[1]!,
                  ({ context }) => ({ type: 'PRICE', price: context.price, leader: context.leader }),
                ),
              ],
            },
            3000: 'sold',
          },
          on: {
            BID: {
              guard: ({ context, event }) => event.price > context.price,
              actions: [assign({ price: ({ event }) => event.price, leader: ({ event }) => event.by }), 'announce'],
            },
          },
        },
        sold: { type: 'final' },
      },
    }),
  happens: [
    { type: 'JOIN', name: 'ada', limit: 4 },
    { type: 'JOIN', name: 'bob', limit: 6 },
    { type: 'OPEN' },
    700,
    2_000,
    10_000,
  ],
  ends: 'sold',
};

/** Packs and bills at once, ships when both are through, and is called off while it ships. */
export const fulfilment: Story = {
  name: 'order fulfilment',
  machine: (note) =>
    setup({
      types: {
        context: {} as { parcels: string[]; invoice?: number },
        events: {} as { type: 'PICKED'; item: string } | { type: 'PACKED' } | { type: 'CANCEL' },
        output: {} as { parcels: string[] },
      },
      actors: {
        bill: fromPromise(async ({ input }: { input: { customer: string } }) => input.customer.length * 100),
        book: fromPromise(async () => 'truck 7'),
      },
      actions: { log: (_facts, params: string) => note(params) },
    }).createMachine({
      id: 'fulfilment',
      context: { parcels: [] },
      initial: 'preparing',
      states: {
        preparing: {
          type: 'parallel',
          entry: { type: 'log', params: 'prepare' },
          states: {
            goods: {
              initial: 'picking',
              states: {
                picking: {
                  on: {
                    PICKED: { actions: assign({ parcels: ({ context, event }) => [...context.parcels, event.item] }) },
                    PACKED: { target: 'packed', guard: ({ context }) => context.parcels.length > 1 },
                  },
                },
                packed: { type: 'final', entry: { type: 'log', params: 'packed' } },
              },
            },
            money: {
              initial: 'billing',
              states: {
                billing: {
                  invoke: {
                    src: 'bill',
                    input: { customer: 'Ada Lovelace' },
                    onDone: { target: 'grace', actions: assign({ invoice: ({ event }) => event.output }) },
                  },
                },
                grace: { after: { 86_400_000: 'paid' } },
                paid: { type: 'final', entry: { type: 'log', params: 'paid' } },
              },
            },
          },
          on: { CANCEL: 'cancelled' },
          onDone: { target: 'shipping', actions: { type: 'log', params: 'both' } },
        },
        shipping: {
          invoke: { src: 'book', onDone: { target: 'shipped', actions: ({ event }) => note(event.output) } },
        },
        shipped: { type: 'final' },
        cancelled: { type: 'final' },
      },
      output: ({ context }) => ({ parcels: context.parcels }),
    }),
  happens: [
    { type: 'PICKED', item: 'lamp' },
    { type: 'PACKED' },
    3_600_000,
    { type: 'PICKED', item: 'chair' },
    { type: 'PACKED' },
    86_400_000,
  ],
  ends: 'shipped',
};
