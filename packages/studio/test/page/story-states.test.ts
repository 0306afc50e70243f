import { diagram, graph, memory, open } from '@cairn/core';
import { checkpointAt, historyOf } from '@cairn/core/inspect';
import { marksOf, withinOf } from '@cairn/drawing/thread';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { Story } from '../../src/page/thread/story.ts';

const hosting = graph({
  name: 'hosting',
  state: { at: z.unknown() },
  events: { be: z.unknown(), leave: z.undefined() },
  start: 'machine',
  nodes: {
    machine: {
      on: { be: { update: (_s, at) => ({ at }) }, leave: 'end' },
      drawing: {
        nodes: ['a', 'b', 'c'].map((id) => ({ id, name: id, kind: 'atomic' })),
        edges: [
          { from: 'a', to: 'b', kind: 'event', label: 'be' },
          { from: 'b', to: 'c', kind: 'timer', label: '1s' },
        ],
        active: { key: 'at' },
      },
    },
    end: { final: true },
  },
});

test('the page marks the states within a node as a walk through the store does, after a rewind too', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [hosting] });
  const thread = await cairn.start(hosting, { at: 'a' }, { id: 't' });
  for (const at of ['b', 'c']) await thread.send('be', at);
  await thread.rewind(2);
  await thread.send('be', 'a');
  await thread.send('leave');
  const drawn = diagram(hosting);
  const withinAt = await withinOf(store, 't', drawn);
  const story = new Story();
  story.take(
    (await historyOf(store, 't')).map((row) => {
      const within = withinAt(row);
      return { ...row, text: '', ...(within && { within }) };
    }),
  );
  for (const { seq } of story.rows) {
    const told = await marksOf(store, await checkpointAt(store, 't', seq), drawn);
    const { visited, current, taken, counts } = story.marks(seq);
    expect({ seq, visited, current, taken, counts }).toEqual({
      seq,
      visited: told.visited,
      current: told.current,
      taken: told.taken,
      counts: told.counts,
    });
  }
  // A rewind goes back, and comes to nothing.
  expect(story.visits('machine.b', story.last)).toEqual([2]);
  await cairn.close();
});
