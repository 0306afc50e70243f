// A history that was cut in the middle of what one input led to: what each tool says of what is left.

import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type AnyGraph, type Cairn, type Thread } from '@cairn/core';
import { exportThread, importThread } from '@cairn/core/inspect';
import type { Store } from '@cairn/core/store';
import { virtualClock } from '@cairn/testing';

const state = { log: append(z.string()) };
const events = { go: z.object({}) };

const inner = graph({
  name: 'inner',
  state,
  start: 'work',
  nodes: { work: { run: () => ({ log: ['inner'] }), next: 'end' }, end: { final: true } },
});

/** Graphs whose last checkpoint before they wait follows from another: one that says of which input it is, and one that need not. */
const graphs = {
  'a subgraph that ended': graph({
    name: 'holding',
    state,
    events,
    start: 'sub',
    nodes: {
      sub: { graph: inner, output: ({ state: own }) => ({ log: own.log }), next: 'wait' },
      wait: { on: { go: { to: 'end', update: () => ({ log: ['went'] }) } } },
      end: { final: true },
    },
  }),
  'lanes that met': graph({
    name: 'fanning',
    state,
    events,
    start: 'fan',
    nodes: {
      fan: { next: { all: ['left', 'right'], then: 'wait' } },
      left: { run: () => ({ log: ['left'] }), next: 'wait' },
      right: { run: () => ({ log: ['right'] }), next: 'wait' },
      wait: { on: { go: { to: 'end', update: () => ({ log: ['went'] }) } } },
      end: { final: true },
    },
  }),
};

type Sent = Thread & { send(event: 'go', payload: object): Promise<void> };

async function linesOf(store: Store): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of exportThread(store, 'cut')) lines.push(line);
  return lines;
}

/** A thread that waits, of whose history the newest checkpoint is left, which follows from one that is gone. */
async function cut(waiting: AnyGraph): Promise<{ cairn: Cairn; store: Store; thread: Sent }> {
  const store = memory();
  const cairn = open({ store, graphs: [waiting], clock: virtualClock() });
  const thread = (await cairn.start(waiting, {}, { id: 'cut' })) as unknown as Sent;
  await thread.settled();
  const [last] = await thread.history({ newestFirst: true, limit: 1 });
  expect(last?.turn).toBeLessThan(last?.seq ?? 0);
  await cairn.prune({ threads: ['cut'], drop: 'history' });
  return { cairn, store, thread };
}

test.each(Object.entries(graphs))('what is left is read, explained and blamed on itself: %s', async (_, waiting) => {
  const { cairn, thread } = await cut(waiting);
  const { head } = await thread.record();
  await thread.send('go', {});
  const rows = await thread.history();
  expect(rows.map(({ seq, turn }) => [seq, Math.max(turn, head)])).toEqual([
    [head, head],
    [head + 1, head + 1],
  ]);
  expect((await thread.why(head)).input).toMatchObject({ seq: head });
  expect((await thread.why(head + 1)).input).toMatchObject({ seq: head + 1, cause: 'event' });
  const { parts } = await thread.blame('log');
  expect(parts.map(({ seq, input, cut: isCut }) => [seq, input, isCut])).toEqual([
    ...parts.slice(1).map(() => [head, head, true]),
    [head + 1, head + 1, undefined],
  ]);
  expect((await cairn.verify()).findings).toEqual([]);
  await cairn.close();
});

test.each(Object.entries(graphs))('a fork and a rewind go on from there: %s', async (_, waiting) => {
  const { cairn, thread } = await cut(waiting);
  const { head } = await thread.record();
  const fork = (await thread.fork(head)) as unknown as Sent;
  await fork.send('go', {});
  expect(await fork.ended()).toMatchObject({ status: 'done' });
  await thread.send('go', {});
  const recorded = await thread.fork(head, { recorded: true });
  expect(await recorded.ended()).toMatchObject({ status: 'done' });
  await thread.rewind(head);
  expect(await thread.settled()).toMatchObject({ status: 'waiting' });
  await thread.send('go', {});
  expect(await thread.ended()).toMatchObject({ status: 'done' });
  await cairn.close();
});

test.each(Object.entries(graphs))('it replays, and moves byte for byte: %s', async (_, waiting) => {
  const { cairn, store, thread } = await cut(waiting);
  await thread.send('go', {});
  expect((await replay({ store, id: 'cut' }, waiting as AnyGraph)).divergence).toBeUndefined();
  const lines = await linesOf(store);
  const there = memory();
  await importThread(there, lines.join('\n'));
  expect(await linesOf(there)).toEqual(lines);
  expect((await replay({ store: there, id: 'cut' }, waiting as AnyGraph)).divergence).toBeUndefined();
  await cairn.close();
});
