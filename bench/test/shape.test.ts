// The shapes that the benchmark measures by the clock, held by counting: what is written and read, never how long it took.

import { memory, open, type AnyGraph, type Cairn } from '@cairn/core';
import { describe, expect, test } from 'vitest';
import { chat } from '../src/jobs/chat/graph.ts';
import { embedded } from '../src/jobs/chat/embedded.ts';
import { grown } from '../src/jobs/grown/graphs.ts';
import { textOf } from '../src/jobs/chat/text.ts';
import { fanOut } from '../src/jobs/fan-out/graph.ts';
import { counter } from '../src/jobs/sequence/graph.ts';
import { flat, outer } from '../src/jobs/subgraph/graph.ts';
import { countingStore, type Counts } from '../src/measure/counting-store.ts';

describe('a sequence', () => {
  test('is one commit of one row a transition, however long it is', async () => {
    const [short, long] = [await sequenceOf(100), await sequenceOf(2_000)];
    expect(long.rowsWritten - short.rowsWritten).toBe(1_900);
    expect(long.commits - short.commits).toBe(1_900);
  });

  test('writes as many bytes a transition at its end as at its beginning', async () => {
    const [short, long] = [await sequenceOf(200), await sequenceOf(2_000)];
    expect(long.bytesWritten / 2_000).toBeLessThan((1.3 * short.bytesWritten) / 200);
  });
});

describe('a fan-out', () => {
  test('is one row a lane and a few more, however wide it is', async () => {
    const [narrow, wide] = [await fanOutOf(10), await fanOutOf(1_000)];
    expect(wide.rowsWritten - narrow.rowsWritten).toBe(990);
    expect(narrow.rowsWritten).toBeLessThan(10 + 6);
  });

  test('commits lanes that settle together together', async () => {
    expect((await fanOutOf(1_000)).commits).toBeLessThan(20);
  });

  test('writes as many bytes a lane when it is wide', async () => {
    const [narrow, wide] = [await fanOutOf(100), await fanOutOf(1_000)];
    expect(wide.bytesWritten / 1_000).toBeLessThan((1.3 * narrow.bytesWritten) / 100);
  });
});

describe('a conversation', () => {
  test('writes as many bytes a turn at its end as at its beginning', async () => {
    const [short, long] = [await conversationOf(100), await conversationOf(400)];
    expect(long.bytesWritten / 400).toBeLessThan((1.3 * short.bytesWritten) / 100);
  });

  test('writes at most three times what was said', async () => {
    const { bytesWritten } = await conversationOf(400);
    expect(bytesWritten).toBeLessThan(3 * 400 * 500);
  });

  test('reads no more with 400 turns than with 100: the state is at hand from turn to turn', async () => {
    const [short, long] = [await conversationOf(100), await conversationOf(400)];
    expect(long.bytesRead).toBe(short.bytesRead);
  });

  test('asks the store as often a turn at its end as at its beginning', async () => {
    const [short, long] = [await conversationOf(100), await conversationOf(400)];
    expect(long.calls / 400).toBeLessThan((1.3 * short.calls) / 100);
  });
});

test.each(Object.entries(grown))(
  'messages that are kept in a shape of their own cost their text: %s',
  async (_, shape) => {
    const { bytesWritten, bytesRead } = await counted([shape], async (cairn) => {
      const thread = await cairn.start(shape);
      for (let turn = 0; turn < 400; turn++) await thread.send('say' as never, textOf(turn));
    });
    expect(bytesWritten).toBeLessThan(3 * 400 * 500);
    expect(bytesRead).toBeLessThan(400 * 500);
  },
);

test('a subgraph that is given all that was said each turn costs what was said', async () => {
  const turns = async (count: number): Promise<Counts> =>
    counted([embedded], async (cairn) => {
      const thread = await cairn.start(embedded);
      for (let turn = 0; turn < count; turn++) {
        await thread.send('say', { role: 'user', text: textOf(turn) });
        await thread.settled();
      }
    });
  const [short, long] = [await turns(100), await turns(400)];
  expect(long.bytesWritten / 400).toBeLessThan((1.3 * short.bytesWritten) / 100);
  expect(long.bytesWritten).toBeLessThan(5 * 400 * 500);
});

test('a subgraph writes two rows a call more than its nodes do in one graph', async () => {
  const inner = await counted([outer], (cairn) => cairn.start(outer, { goal: 300 }).then((thread) => thread.settled()));
  const plain = await counted([flat], (cairn) => cairn.start(flat, { goal: 300 }).then((thread) => thread.settled()));
  expect(inner.rowsWritten - plain.rowsWritten).toBe(200);
});

test('the state of a long thread is read from a bounded number of rows', async () => {
  const { store, counts } = countingStore(memory());
  const cairn = open({ store, graphs: [counter] });
  const thread = await cairn.start(counter, { goal: 5_000 });
  await thread.settled();
  const before = counts.rowsRead;
  await thread.at();
  expect(counts.rowsRead - before).toBeLessThan(300);
  await cairn.close();
});

test('a fork of a long thread reads a bounded number of rows', async () => {
  const { store, counts } = countingStore(memory());
  const cairn = open({ store, graphs: [counter] });
  const thread = await cairn.start(counter, { goal: 5_000 });
  await thread.settled();
  const before = counts.rowsRead;
  const forked = await thread.fork(4_999);
  await forked.settled();
  expect(counts.rowsRead - before).toBeLessThan(1_000);
  await cairn.close();
});

function sequenceOf(goal: number): Promise<Counts> {
  return counted([counter], (cairn) => cairn.start(counter, { goal }).then((thread) => thread.settled()));
}

function fanOutOf(width: number): Promise<Counts> {
  return counted([fanOut], (cairn) => cairn.start(fanOut, { width }).then((thread) => thread.settled()));
}

function conversationOf(turns: number): Promise<Counts> {
  return counted([chat], async (cairn) => {
    const thread = await cairn.start(chat);
    for (let turn = 0; turn < turns; turn++) await thread.send('say', { role: 'user', text: textOf(turn) });
  });
}

async function counted(graphs: readonly AnyGraph[], work: (cairn: Cairn) => Promise<unknown>): Promise<Counts> {
  const { store, counts } = countingStore(memory());
  const cairn = open({ store, graphs });
  await work(cairn);
  const result = { ...counts };
  await cairn.close();
  return result;
}
