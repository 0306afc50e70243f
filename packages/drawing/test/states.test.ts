import { diagram, graph, memory, open } from '@cairn/core';
import { marksOf, moveOf, possibleMoves, withinOf } from '@cairn/drawing/thread';
import { expect, test } from 'vitest';
import { z } from 'zod';

const shop = graph({
  name: 'shop',
  state: { at: z.unknown() },
  events: { be: z.unknown(), pay: z.unknown(), leave: z.undefined() },
  start: 'host',
  nodes: {
    host: {
      on: {
        be: { update: (_s, at) => ({ at }) },
        pay: { update: (_s, at) => ({ at }) },
        leave: 'end',
      },
      drawing: {
        nodes: [
          { id: 'till', name: 'till', kind: 'compound', start: true },
          { id: 'till.cart', name: 'cart', kind: 'atomic', parent: 'till', start: true },
          { id: 'till.paid', name: 'paid', kind: 'atomic', parent: 'till' },
          { id: 'shut', name: 'shut', kind: 'final' },
        ],
        edges: [
          { from: 'till.cart', to: 'till.paid', kind: 'event', label: 'pay [enough]' },
          { from: 'till.cart', to: 'till.paid', kind: 'timer', label: '1d' },
          { from: 'till', to: 'shut', kind: 'case', label: 'late' },
          { from: '', to: 'shut', kind: 'event', label: 'pay' },
        ],
        active: { key: 'at' },
      },
    },
    end: { final: true },
  },
});
const drawn = diagram(shop);

test('a thread is followed through the states of what a node hosts, by its rows', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [shop] });
  const thread = await cairn.start(shop, {}, { id: 't' });
  await thread.send('be', { till: 'cart' });
  await thread.send('pay', { till: 'paid' });
  const marks = await marksOf(store, await thread.at(), drawn);
  expect([...marks.current]).toEqual(['host', 'host.till', 'host.till.paid']);
  expect([...marks.visited]).toEqual(['host', 'host.till', 'host.till.cart', 'host.till.paid']);
  const paid = { from: 'host.till.cart', to: 'host.till.paid', kind: 'event', label: 'pay [enough]' } as const;
  expect(marks.taken.has(moveOf(paid))).toBe(true);
  expect(marks.taken.has(moveOf({ ...paid, kind: 'timer', label: '1d' }))).toBe(false);
  expect([...possibleMoves(drawn, marks)].filter((move) => move.includes('shut'))).toHaveLength(2);
  const without = await marksOf(store, await thread.at());
  expect([...without.visited]).toEqual(['host']);
  await thread.send('be', 'shut');
  await thread.send('leave');
  const after = await marksOf(store, await thread.at(), drawn);
  expect([...after.current]).toEqual(['end']);
  expect(after.visited.has('host.shut')).toBe(true);
  await cairn.close();
});

test('of moves of which several may have been taken, and of states that were there when a node was come to, none is told', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [shop] });
  const thread = await cairn.start(shop, { at: { till: 'cart' } }, { id: 't' });
  await thread.send('be', { till: 'paid' });
  const withinAt = await withinOf(store, 't', drawn);
  const told = (await thread.history()).map((row) => withinAt(row)?.map(({ entered, moves }) => [entered, moves]));
  expect(told).toEqual([
    [[['host.till', 'host.till.cart'], []]],
    // No event "be" leads there, and of what does without one there is the timer alone.
    [[['host.till.paid'], [moveOf({ from: 'host.till.cart', to: 'host.till.paid', kind: 'timer' })]]],
  ]);
  await cairn.close();
});
