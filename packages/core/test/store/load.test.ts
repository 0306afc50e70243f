import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Thread } from '@cairn/core';
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

/** A store in which something happens right before rows are first read, and so after a snapshot was. */
function interrupted(store: Store, happens: () => Promise<unknown>): Store {
  let isFirst = true;
  const rows: Store['rows'] = async (...asked) => {
    if (isFirst) {
      isFirst = false;
      await happens();
    }
    return store.rows(...asked);
  };
  const snapshot: Store['snapshot'] = (...asked) => store.snapshot(...asked);
  const blob: Store['blob'] = (hash) => store.blob(hash);
  return { ...store, rows, snapshot, blob };
}

async function noted(): Promise<{ store: Store; thread: Thread; cut: () => Promise<unknown> }> {
  const store = memory();
  const cairn = open({ store, graphs: [notes] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(notes, {}, { id: 't' });
  for (const line of ['one', 'two', 'three']) {
    await thread.settled();
    await thread.send('more', line);
  }
  await thread.settled();
  return { store, thread, cut: () => cairn.prune({ threads: ['t'], drop: 'history' }) };
}

const reading = { codec: noClasses };

test('a history that is cut while a state is read does not make it another', async () => {
  const { store, cut } = await noted();
  const before = await load(store, 't', reading);
  const { snapshot } = await load(interrupted(store, cut), 't', reading);
  expect(snapshot).toEqual(before.snapshot);
});

test('a thread that is sent back while its state is read is read as it was before or as it is after', async () => {
  const { store, thread } = await noted();
  const sendBack = async (): Promise<void> => {
    await thread.rewind(2);
    await thread.settled();
  };
  const { snapshot } = await load(interrupted(store, sendBack), 't', reading);
  expect(snapshot).toEqual((await load(store, 't', reading)).snapshot);
  expect(snapshot.lanes.get('')?.values).toEqual({ lines: ['one', 'written'] });
});

test('a thread that lost a checkpoint has no state from there on, rather than another', async () => {
  const { store } = await noted();
  const holed: Store = {
    ...interrupted(store, async () => undefined),
    name: 'holed',
    rows: async (...asked) => (await store.rows(...asked)).filter(({ seq }) => seq !== 2),
  };
  await expect(load(holed, 't', reading)).rejects.toMatchObject({ code: 'store/corrupt' });
  await expect(load(holed, 't', reading, 1)).resolves.toMatchObject({ snapshot: { seq: 1 } });
});
