import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open } from '@cairn/core';
import { load } from '../../src/store/load.ts';
import { noClasses } from '../../src/base/value/codec.ts';
import type { Store } from '../../src/store/contract/store.ts';

const notes = graph({
  name: 'notes',
  state: { lines: append(z.string()) },
  events: { more: z.string() },
  start: 'wait',
  nodes: {
    wait: { on: { more: { to: 'write', update: (_s, line) => ({ lines: [line] }) } } },
    write: { run: () => ({ lines: ['written'] }), next: 'wait' },
  },
});

const reading = { codec: noClasses };

test('a thread that lost a checkpoint has no state from there on, rather than another', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [notes] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(notes, {}, { id: 't' });
  await thread.send('more', 'one');
  await thread.settled();
  const holed: Store = {
    ...store,
    name: 'holed',
    state: async (...asked) => {
      const { rows, ...state } = await store.state(...asked);
      return { ...state, rows: rows.filter(({ seq }) => seq !== 2) };
    },
  };
  await expect(load(holed, 't', reading)).rejects.toMatchObject({ code: 'store/corrupt' });
  await expect(load(holed, 't', reading, 1)).resolves.toMatchObject({ snapshot: { seq: 1 } });
});
