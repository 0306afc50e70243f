import { graph, memory, open, upsert, type Cairn, type ClassCodec } from '@cairn/core';
import type { Store, StoredRow } from '@cairn/core/store';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { UnknownInstance } from '../../src/base/value/unknown-instance.ts';
import { isUnread } from '../../src/base/value/unread.ts';
import { exportThread } from '../../src/time/transfer/export-thread.ts';
import { checkpointAt } from '../../src/time/read/history.ts';
import { importThread } from '../../src/time/transfer/import-thread.ts';

class Line {
  readonly id: string;
  readonly text: string;

  constructor(id: string, text: string) {
    this.id = id;
    this.text = text;
  }
}

/** What is stored has no property to tell it by. */
const codec = {
  name: 'line',
  class: Line,
  encode: ({ id, text }: Line) => [id, text],
  decode: (parts: unknown) => new Line(...(parts as [string, string])),
} satisfies ClassCodec<Line>;

const keeping = graph({
  name: 'keeping',
  state: { lines: upsert(z.instanceof(Line), 'id'), count: z.number().default(0) },
  events: { add: z.instanceof(Line), drop: z.string(), none: z.object({}) },
  start: 'fork',
  nodes: {
    fork: { next: { all: ['left', 'right'], then: 'wait' } },
    left: { run: () => ({ lines: [new Line('left', '1'), new Line('a', 'by left')] }), next: 'wait' },
    right: { run: () => ({ lines: [new Line('right', '1')] }), next: 'wait' },
    wait: {
      on: {
        add: { update: (s, line) => ({ lines: [line], count: s.count + 1 }) },
        drop: { update: (_s, id) => ({ lines: { remove: [id] } }) },
        none: { update: () => ({ lines: { upsert: [] } }) },
      },
    },
  },
});

const opened = (store: Store): Cairn => open({ store, graphs: [keeping], codecs: [codec], recover: false });

async function kept(store: Store): Promise<void> {
  const cairn = opened(store);
  const thread = await cairn.start(keeping, { lines: [new Line('a', 'first'), new Line('b', 'second')] }, { id: 't' });
  await thread.settled();
  await thread.send('add', new Line('c', 'third'));
  await thread.send('add', new Line('b', 'changed'));
  await thread.send('drop', 'left');
}

const lines: readonly (readonly [string, string])[] = [
  ['a', 'by left'],
  ['b', 'changed'],
  ['right', '1'],
  ['c', 'third'],
];

async function withCodec(store: Store): Promise<unknown> {
  const { state } = await opened(store).thread(keeping, 't').at();
  return (state['lines'] as readonly Line[]).map(({ id, text }) => [id, text]);
}

/** A store whose rows and snapshots were written before items had their ids beside them. */
function older(store: Store): Store {
  const without = <Text extends string | null>(text: Text): Text =>
    (text?.replaceAll(/(?<tag>"\$class":\["line",\["[^\]]*\]),"[^"]*"\]/gu, '$<tag>]') ?? null) as Text;
  const row = (given: StoredRow): StoredRow => ({
    ...given,
    changes: without(given.changes),
    detail: without(given.detail),
  });
  return new Proxy(store, {
    get(target, name) {
      if (name === 'create')
        return (thread: Parameters<Store['create']>[0]) => store.create({ ...thread, rows: thread.rows.map(row) });
      if (name === 'commit')
        return (commit: Parameters<Store['commit']>[0]) => store.commit({ ...commit, rows: commit.rows.map(row) });
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

test('items of a class are told apart without its codec, at every checkpoint', async () => {
  const store = memory();
  await kept(store);
  const cairn = opened(store);
  const { head } = (await store.thread('t')) ?? { head: 0 };
  for (let seq = 1; seq <= head; seq += 1) {
    const { state } = await cairn.thread(keeping, 't').at(seq);
    const shown = (await checkpointAt(store, 't', seq)).state['lines'] as readonly UnknownInstance[];
    expect(shown.map(({ id, data }) => [id, (data as readonly string[])[1]])).toEqual(
      (state['lines'] as readonly Line[]).map(({ id, text }) => [id, text]),
    );
  }
  expect(await withCodec(store)).toEqual(lines);
});

test('a tool without the codec cuts a history, exports and imports, and nothing is lost', async () => {
  const store = memory();
  await kept(store);
  const tool = open({ store, graphs: [], recover: false });
  expect(await tool.prune({ threads: ['t'], drop: 'history' })).toMatchObject({ cut: 1, unread: [] });
  expect(await withCodec(store)).toEqual(lines);
  const elsewhere = memory();
  await importThread(elsewhere, exportThread(store, 't'));
  expect(await withCodec(elsewhere)).toEqual(lines);
});

test('rows without ids still apply with the codec; without it their value is shown as unread, and nothing is written', async () => {
  const store = memory();
  await kept(older(store));
  expect(await withCodec(store)).toEqual(lines);

  const { state } = await checkpointAt(store, 't');
  expect(isUnread(state['lines'])).toBe(true);
  expect(state['count']).toBe(2);
  const tool = open({ store, graphs: [], recover: false });
  const history = { threads: ['t'], drop: 'history' } as const;
  expect(await tool.prune({ ...history, dryRun: true })).toMatchObject({ cut: 0, rows: 0, unread: ['t'] });
  expect(await tool.prune(history)).toMatchObject({ cut: 0, rows: 0, unread: ['t'] });
  expect(await tool.verify()).toMatchObject({ findings: [] });
  const elsewhere = memory();
  await importThread(elsewhere, exportThread(store, 't'));
  expect(await withCodec(elsewhere)).toEqual(lines);

  expect(await opened(store).prune({ threads: ['t'], drop: 'history' })).toMatchObject({ cut: 1, unread: [] });
  expect(await withCodec(store)).toEqual(lines);
  expect((await checkpointAt(store, 't')).state['lines']).toHaveLength(lines.length);
});
