import { graph, open, type Cairn, type Store } from '@cairn/core';
import { z } from 'zod';

/** States within a node, whose names are hard to write as a key, as a part of an id and as text. */
export const oddStates = [
  '"draft.1"',
  'a"b',
  'two\nlines',
  '__proto__',
  '$ref',
  '%0022',
  '<b>bold</b>',
  'é😀',
  'constructor',
];

/** A graph whose node is in one of them, and goes from each to the next. */
export const hosting = graph({
  name: 'hosting',
  state: { at: z.string(), went: z.unknown() },
  events: { be: z.string(), leave: z.undefined() },
  start: 'machine',
  nodes: {
    machine: {
      on: { be: { update: (_state, at) => ({ at }) }, leave: 'end' },
      drawing: {
        nodes: oddStates.map((id) => ({ id, name: id, kind: 'atomic' })),
        edges: oddStates.slice(1).map((to, at) => ({
          id: `be-${at}`,
          from: oddStates[at] ?? '',
          to,
          kind: 'event',
          label: 'be',
        })),
        active: { key: 'at' },
        went: { key: 'went' },
      },
    },
    end: { final: true },
  },
});

/** Has a thread go through all of the states but the last, and stay in the one before that. */
export async function goThrough(store: Store, id: string): Promise<Cairn<'hosting'>> {
  const cairn = open({ store, graphs: [hosting], recover: false });
  const thread = await cairn.start(hosting, { at: oddStates[0] ?? '' }, { id });
  for (const at of oddStates.slice(1, -1)) await thread.send('be', at);
  return cairn;
}
