import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, sum } from '@cairn/core';
import { codecOf } from '../../src/base/value/codec.ts';
import { load } from '../../src/store/load.ts';
import { readSnapshot, writeSnapshot } from '../../src/store/text/snapshot-text.ts';

const after = graph({
  name: 'after',
  state: { log: append(z.string()), total: sum() },
  events: { go: z.object({}) },
  start: 'fork',
  nodes: {
    fork: {
      next: { all: ['first', { to: 'second', needs: ['first'] }, { to: 'third', needs: ['second'] }], then: 'end' },
    },
    first: { run: () => ({ log: ['first'], total: 0.1 }), next: 'end' },
    second: { on: { go: { to: 'end', update: () => ({ log: ['second'], total: 0.2 }) } } },
    third: { run: () => ({ log: ['third'], total: 0.3 }), next: 'end' },
    end: { final: true },
  },
});

test('a lane that needs others is read as it was: queued, begun, and with a needed lane edited since', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [after] });
  const thread = await cairn.start(after, {}, { id: 'a' });
  await thread.settled();
  await thread.edit({ log: ['by hand'], total: 1 }, { lane: 'fork.1/first' });
  const codec = codecOf([]);
  const { snapshot } = await load(store, 'a', { codec });
  const text = { seq: snapshot.seq, body: writeSnapshot(snapshot, codec, []) };
  const read = readSnapshot('a', text, codec, () => '');
  for (const lane of snapshot.lanes.all()) expect(read.lanes.get(lane.path)).toEqual(lane);
  expect(read.lanes.get('fork.1/second')?.values).toEqual({ log: ['first'], total: 0.1 });
  await cairn.close();
});

test('what is as in nearly every state is not written, and read as it was, written or not', async () => {
  const store = memory();
  const cairn = open({ store, graphs: [after] });
  await (await cairn.start(after, {}, { id: 'a' })).settled();
  const codec = codecOf([]);
  const { snapshot } = await load(store, 'a', { codec });
  const body = writeSnapshot(snapshot, codec, []);
  const usual = { local: {}, attempt: 1, failures: [], rounds: 0, transitions: 0 };
  const { lanes, ...head } = JSON.parse(body) as { lanes: readonly object[] };
  for (const lane of lanes) expect(Object.keys(usual).filter((key) => key in lane)).toEqual([]);
  expect(Object.keys(head)).toEqual(['time', 'transitions', 'input']);
  const whole = { spent: {}, rewinds: 0, ...head, lanes: lanes.map((lane) => ({ ...usual, ...lane })) };
  const [short, long] = [body, JSON.stringify(whole)].map((text) =>
    readSnapshot('a', { seq: snapshot.seq, body: text }, codec, () => ''),
  );
  expect(long).toEqual(short);
  expect(short).toEqual(snapshot);
  await cairn.close();
});
