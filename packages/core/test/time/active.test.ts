import { expect, test } from 'vitest';
import { diagram, graph, memory, open, type Drawing } from '@cairn/core';
import { activeIn, activeOf, innermostOf, keptDiagram, whyOf } from '@cairn/core/inspect';
import { z } from 'zod';

const drawing: Drawing = {
  nodes: [
    { id: 'shop', name: 'shop', kind: 'compound', start: true },
    { id: 'shop.cart', name: 'cart', kind: 'atomic', parent: 'shop', start: true },
    { id: 'shop.paid', name: 'paid', kind: 'final', parent: 'shop' },
    { id: 'clock', name: 'clock', kind: 'parallel' },
    { id: 'clock."1.5"', name: '1.5', kind: 'atomic', parent: 'clock' },
  ],
  edges: [],
  active: { key: 'held', path: ['value'] },
};

const shop = graph({
  name: 'shop',
  state: { held: z.object({ value: z.unknown() }).default({ value: 'shop' }), sent: z.number().default(0) },
  events: { be: z.unknown(), leave: z.undefined() },
  start: 'host',
  nodes: {
    host: {
      on: { be: { update: (s, value) => ({ held: { value }, sent: s.sent + 1 }) }, leave: 'end' },
      drawing,
    },
    end: { final: true },
  },
});

const outer = graph({
  name: 'outer',
  state: {},
  start: 'in',
  nodes: { in: { graph: shop, next: 'end' }, end: { final: true } },
});

/** All that comes. */
async function listed<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const told = [
  { value: { shop: 'cart', clock: {} }, are: ['shop.cart', 'clock'] },
  { value: { shop: 'paid', clock: '1.5' }, are: ['shop.paid', 'clock."1.5"'] },
  { value: ['clock."1.5"', 'shop.cart', 'nowhere'], are: ['shop.cart', 'clock."1.5"'] },
  { value: 'nowhere', are: [] },
  { value: 7, are: [] },
];

test('the states that are active within a node are told now, by why, and of each checkpoint that has others', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [shop] });
  const thread = await cairn.start(shop, {}, { id: 't' });
  expect(await thread.now()).toMatchObject({ at: [{ lane: '', node: 'host', phase: 'waiting', active: ['shop'] }] });
  for (const { value, are } of told) {
    await thread.send('be', value);
    const now = await thread.now();
    expect(now.status === 'waiting' && now.at[0]?.active).toEqual(are.length === 0 ? undefined : are);
    expect((await whyOf(store, 't', -1)).within).toEqual(are.length === 0 ? undefined : are);
  }
  const drawn = await keptDiagram(store, (await store.thread('t'))?.fingerprint ?? '');
  if (drawn === undefined) throw new Error('no plan is kept');
  const found = await listed(activeOf(store, 't'));
  expect(found.map(({ seq, active }) => [seq, innermostOf(drawn, active)])).toEqual([
    [1, ['shop']],
    [2, ['shop.cart', 'clock']],
    [3, ['shop.paid', 'clock."1.5"']],
    [4, ['shop.cart', 'clock."1.5"']],
    [5, []],
  ]);
  expect(found[1]).toMatchObject({
    lane: '',
    before: ['host.shop'],
    active: ['host.shop', 'host.shop.cart', 'host.clock'],
  });
  const part = await listed(activeOf(store, 't', { from: 3, to: 4 }));
  expect(part).toEqual(found.slice(2, 4));
  await cairn.close();
});

test('states of a lane that leaves are no more, and those of a subgraph are below the node that holds it', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [outer] });
  const thread = await cairn.start(outer, {}, { id: 'o' });
  const drawn = diagram(outer);
  const lanes = (await thread.at()).lanes.flatMap((lane) => activeIn(drawn, lane));
  expect(lanes).toEqual(['in.host.shop']);
  await thread.send('leave' as never, undefined as never);
  const last = (await listed(activeOf(store, 'o'))).at(-1);
  expect(last).toMatchObject({ before: ['in.host.shop'], active: [] });
  await cairn.close();
});

test('a rewind is followed to what was active there', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [shop] });
  const thread = await cairn.start(shop, {}, { id: 'r' });
  for (const value of ['clock', { shop: 'paid' }]) await thread.send('be', value);
  await thread.rewind(2);
  const found = await listed(activeOf(store, 'r'));
  expect(found.map(({ active }) => active.join())).toEqual([
    'host.shop',
    'host.clock',
    'host.shop,host.shop.paid',
    'host.clock',
  ]);
  await cairn.close();
});
