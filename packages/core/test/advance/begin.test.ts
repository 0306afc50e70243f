import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, replay, sum, transient, type Moment } from '../../src/index.ts';
import { opened } from '../runtime/opened.ts';
import { started } from './pure-thread.ts';

const basket = graph({
  name: 'basket',
  state: {
    items: append(z.string()),
    count: sum(),
    since: z.number().optional(),
    note: transient(z.string()),
  },
  begin: (s, { now }: Moment) => ({ count: s.items.length, items: ['bag'], since: now, note: 'new' }),
  start: 'open',
  nodes: { open: { on: { pay: 'paid' } }, paid: { final: true } },
  events: { pay: z.undefined() },
});

test('what a graph begins with is made of what it is started with, in the row that starts it', () => {
  const thread = started(basket, { items: ['pear', 'fig'], count: 1 });
  expect(thread.rows.map(({ cause }) => cause)).toEqual(['start']);
  expect(thread.state()).toEqual({ items: ['pear', 'fig', 'bag'], count: 3, since: 0, note: 'new' });
});

test('a subgraph begins likewise, with what its holder gives it', () => {
  const shop = graph({
    name: 'shop',
    state: { bought: append(z.string()), at: z.number().optional() },
    start: 'shop',
    nodes: {
      shop: {
        graph: basket,
        input: () => ({ items: ['nut'] }),
        output: ({ state }) => ({ bought: state.items, at: state.since }),
        next: 'end',
      },
      end: { final: true },
    },
  });
  const thread = started(shop);
  expect(thread.state('shop.1')).toMatchObject({ items: ['nut', 'bag'], count: 1, since: 0 });
  thread.send('pay');
  expect(thread.state()).toEqual({ bought: ['nut', 'bag'], at: 0 });
});

test('a replay takes what was recorded, and a start with the same input is known again', async () => {
  const store = memory();
  const cairn = opened(basket, { store });
  const thread = await cairn.start(basket, { items: ['pear'] }, { id: 't' });
  await cairn.start(basket, { items: ['pear'] }, { id: 't' });
  await thread.send('pay');
  const { state } = await thread.settled();
  expect(state.items).toEqual(['pear', 'bag']);
  expect((await replay({ store, id: 't' }, basket)).divergence).toBeUndefined();
});

test('what throws there refuses the start', () => {
  const wrong = graph({
    name: 'wrong',
    state: {},
    begin: () => {
      throw new Error('no day for it');
    },
    start: 'end',
    nodes: { end: { final: true } },
  });
  expect(() => started(wrong)).toThrow('no day for it');
});
