import { codecOf, graph, memory, open, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../folder.ts';
import { load } from '../../packages/core/src/store/load.ts';
import { measured, type Measured } from './measured-store.ts';
import { chat, fanning, lasting, mixed, quoted, setting, subtalk, talk, text } from './shapes.ts';

const raw = 1_000 * 500;

/** Starts a thread of a graph whose types do not matter here. */
function started(cairn: Cairn, made: AnyGraph, input: object): Promise<Thread> {
  return cairn.start(made, input);
}

/** What a thread of a graph costs in a store in memory. */
async function costOf(
  made: AnyGraph,
  input: object,
  use?: (thread: Thread) => Promise<void>,
): Promise<Measured & { all: number }> {
  const { store, taken } = measured(memory());
  const cairn = open({ store, graphs: [made] });
  const thread = await started(cairn, made, input);
  await use?.(thread);
  expect((await thread.ended()).status).toBe('done');
  const cost = taken();
  await cairn.close();
  return { ...cost, all: cost.rowBytes + cost.snapshotBytes + cost.blobBytes };
}

async function talkThrough(thread: Thread): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    await (thread as unknown as Talking).send('say', { role: 'user', text: text(turn) });
  }
  await (thread as unknown as Talking).send('stop');
}

interface Talking {
  send(event: string, payload?: unknown): Promise<void>;
}

test('a thousand turns with messages of 500 bytes cost a quarter more than the messages', async () => {
  const { all } = await costOf(chat, { turns: 1_000 });
  expect(all / raw).toBeLessThan(1.3);
});

test.each([
  ['by itself', chat, { turns: 1_000 }, undefined],
  ['with an event of a person each', talk, {}, talkThrough],
  ['with a part of an event each, beside a key that is set', quoted, {}, talkThrough],
])('in a file, a thousand turns %s cost at most twice the bytes of their messages', async (_name, made, input, use) => {
  const path = join(folder(), 'chat.db');
  const cairn = open({ store: sqlite(path), graphs: [made] });
  const thread = await started(cairn, made, input);
  await use?.(thread);
  await thread.ended();
  await cairn.close();
  expect(statSync(path).size / raw).toBeLessThan(2);
});

/** Rows are what was written; snapshots and what is kept apart come on top. */
test.each([
  ['set again and again', setting, (n: number) => ({ times: n }), 400],
  ['appended to', chat, (n: number) => ({ turns: n }), 400],
  ['of many lanes', fanning, (n: number) => ({ items: Array.from({ length: n }, (_, index) => index) }), 1_000],
  ['of every kind', mixed, (n: number) => ({ times: n }), 400],
])('bytes grow as what is written does, for a state that is %s', async (_name, made, inputOf, times) => {
  for (const factor of [1, 2, 4]) {
    const { all, rowBytes } = await costOf(made, inputOf(times * factor));
    expect(all / rowBytes).toBeLessThan(2.1);
  }
});

test.each([
  ['that is opened each turn', subtalk],
  ['that lasts as long as it does', lasting],
])(
  'a conversation whose agent is a subgraph %s costs its rows more than one graph, and no message again',
  async (_name, made) => {
    const inline = await costOf(talk, {}, talkThrough);
    const shared = await costOf(made, {}, talkThrough);
    expect(shared.rowBytes / inline.rowBytes).toBeLessThan(1.5);
    expect(shared.all / shared.rowBytes).toBeLessThan(2.1);
  },
);

test('a value over 16 KiB that stays as it is costs its bytes once in a thousand transitions', async () => {
  const keeping = graph({
    name: 'keeping',
    state: { document: z.string(), n: z.number().default(0) },
    start: 'count',
    nodes: {
      count: { run: (s) => ({ n: s.n + 1 }), next: [{ when: (s) => s.n < 1_000, to: 'count' }, 'end'] },
      end: { final: true },
    },
  });
  const document = 'x'.repeat(100_000);
  const cost = await costOf(keeping, { document });
  expect(cost.blobBytes).toBe(document.length + 2);
  expect(cost.all).toBeLessThan(document.length + 60_000);

  const settingAgain = graph({
    name: 'setting',
    state: { document: z.string(), n: z.number().default(0) },
    start: 'count',
    nodes: {
      count: {
        run: (s) => ({ n: s.n + 1, document: s.document }),
        next: [{ when: (s) => s.n < 1_000, to: 'count' }, 'end'],
      },
      end: { final: true },
    },
  });
  const again = await costOf(settingAgain, { document });
  expect(again.blobBytes).toBe(document.length + 2);
  expect(again.all).toBeLessThan(4 * document.length + 200_000);
});

test.each([
  ['set', setting, { times: 1_000 }],
  ['appended to', chat, { turns: 500 }],
  ['of every kind', mixed, { times: 500 }],
  ['of many lanes', fanning, { items: Array.from({ length: 400 }, (_, index) => index) }],
])('a read of a state that is %s folds no more than a few times what it gives', async (_name, made, input) => {
  const kept = memory();
  const { store, taken } = measured(kept);
  const cairn = open({ store, graphs: [made] });
  const thread = await started(cairn, made, input);
  await thread.ended();
  taken();
  const reading = { codec: codecOf([]) };
  const { head } = await thread.record();
  for (let seq = 1; seq <= head; seq += Math.ceil(head / 60)) {
    const { snapshot, upkeep } = await load(store, thread.id, reading, seq);
    const given = snapshot.lanes.all().reduce((sum, lane) => sum + JSON.stringify(lane.values).length + 200, 0);
    // A snapshot comes with a commit, and the lanes of one turn share theirs.
    expect(upkeep.bytes).toBeLessThan(Math.max(5_000, given * 3) + 11_000);
    expect(upkeep.rows * 40).toBeLessThan(Math.max(5_000, given * 3));
  }
  await cairn.close();
});
