import { diagram, graph, memory, open } from '@cairn/core';
import { marksOf, moveOf, possibleMoves, withinOf } from '@cairn/drawing/thread';
import { expect, test } from 'vitest';
import { z } from 'zod';

const shop = graph({
  name: 'shop',
  state: { at: z.unknown(), went: z.unknown() },
  events: { be: z.unknown(), tell: z.tuple([z.unknown(), z.unknown()]), pay: z.unknown(), leave: z.undefined() },
  start: 'host',
  nodes: {
    host: {
      on: {
        be: { update: (_s, at) => ({ at }) },
        tell: { update: (_s, [at, went]) => ({ at, went }) },
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
          { id: '1', from: 'till.cart', to: 'till.paid', kind: 'event', label: 'pay [enough]' },
          { id: '2', from: 'till.cart', to: 'till.paid', kind: 'timer', label: '1d' },
          { id: '3', from: 'till', to: 'shut', kind: 'case', label: 'late' },
          { from: '', to: 'shut', kind: 'event', label: 'pay' },
          { id: '4', from: 'till.paid', to: 'till.paid', kind: 'event', label: 'tell (stays)' },
        ],
        active: { key: 'at' },
        went: { key: 'went' },
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
  // One move alone that is told has the name of the event, and leaves what was active.
  expect([...marks.taken].filter((move) => move.startsWith('host.'))).toEqual([moveNamed('1')]);
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

/** The move of an id. */
function moveNamed(id: string): string {
  const [edge] = drawn.edges.filter((each) => each.id === id);
  if (edge === undefined) throw new Error(`no edge ${id}`);
  return moveOf(edge);
}

test('what a node tells of an input is marked as often as it was done, and what it does not tell is not guessed', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [shop] });
  const thread = await cairn.start(shop, { at: { till: 'cart' } }, { id: 't' });
  await thread.send('be', { till: 'paid' });
  await thread.send('tell', [{ till: 'paid' }, { taken: ['4', '3', 'x'], entered: ['till.cart', 'nowhere'] }]);
  await thread.send('tell', [{ till: 'paid' }, { taken: ['4', '3', 'x'], entered: ['till.cart', 'nowhere'] }]);
  await thread.send('be', { till: 'cart' });
  await thread.send('tell', [{ till: 'cart' }, {}]);
  const withinAt = await withinOf(store, 't', drawn);
  const told = (await thread.history()).map((row) => withinAt(row)?.map(({ entered, moves }) => [entered, moves]));
  const again = [[['host.till.cart'], [moveNamed('4'), moveNamed('3')]]];
  expect(told).toEqual([
    [[['host.till', 'host.till.cart'], []]],
    [[['host.till.paid'], []]],
    again,
    again,
    [[['host.till.cart'], []]],
    undefined,
  ]);
  const { counts } = await marksOf(store, await thread.at(), drawn);
  expect(counts.get(moveNamed('3'))).toBe(2);
  expect(counts.get('host.till.cart')).toBe(4);
  await cairn.close();
});
