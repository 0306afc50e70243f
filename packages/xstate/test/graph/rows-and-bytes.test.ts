import { statSync } from 'node:fs';
import { join } from 'node:path';
import { append, graph, memory, open, type AnyGraph } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { assign, fromPromise, sendTo, setup } from 'xstate';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { folder } from '../../../../test/folder.ts';
import { randomOf } from '../../../../test/random.ts';
import { fromXState } from '../../src/index.ts';

const ticker = setup({ types: { events: {} as { type: 'TICK' } } }).createMachine({
  id: 'ticker',
  initial: 'off',
  states: { off: { on: { TICK: 'on' } }, on: { on: { TICK: 'off' } } },
});

const machine = setup({
  types: { events: {} as { type: 'TICK' | 'LOAD' | 'NOTE' | 'WAIT' | 'BOTH' } },
  actors: { load: fromPromise(async () => 'loaded'), ticker },
  actions: { note: () => undefined },
}).createMachine({
  id: 'desk',
  initial: 'idle',
  invoke: { src: 'ticker', id: 'ticker' },
  on: {
    TICK: { actions: sendTo('ticker', { type: 'TICK' }) },
    NOTE: { actions: ['note', 'note', 'note'] },
    LOAD: '.loading',
    BOTH: '.both',
    WAIT: '.waiting',
  },
  states: {
    idle: {},
    loading: { invoke: { src: 'load', onDone: 'idle' } },
    both: {
      type: 'parallel',
      states: {
        one: {
          initial: 'loading',
          states: { loading: { invoke: { src: 'load', onDone: 'over' } }, over: { type: 'final' } },
        },
        other: {
          initial: 'loading',
          states: { loading: { invoke: { src: 'load', onDone: 'over' } }, over: { type: 'final' } },
        },
      },
      onDone: 'idle',
    },
    waiting: { after: { 1000: 'idle' } },
  },
});

const desk = fromXState('desk', machine);

test.each([
  { what: 'an event that leads on', event: 'WAIT', rows: ['event'] },
  { what: 'an event that a child handles, in two macrosteps', event: 'TICK', rows: ['event'] },
  { what: 'an event that nothing handles', event: 'NONE', rows: ['event'] },
  { what: 'a promise, whose end is a macrostep too', event: 'LOAD', rows: ['event', 'open', 'done', 'join'] },
  {
    what: 'two promises that begin at once',
    event: 'BOTH',
    rows: ['event', 'open', 'done', 'join', 'done', 'join'],
  },
  {
    what: 'three named actions of a macrostep, each stored once it is through, the last by the end of its lane',
    event: 'NOTE',
    rows: ['event', 'open', 'step', 'step', 'done', 'join'],
  },
])('$what: rows of $rows', async ({ event, rows }) => {
  const cairn = open({ store: memory(), graphs: [desk], clock: virtualClock() });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(desk, {}, { id: 't' });
  await thread.settled();
  const before = (await thread.history()).length;
  await thread.send('*', { type: event } as never);
  await thread.settled();
  const more = (await thread.history()).slice(before).map(({ cause }) => cause);
  // Lanes that are at work together end in any order.
  expect(more.toSorted()).toEqual(rows.toSorted());
});

test('a timer is a row', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [desk], clock });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(desk, {}, { id: 't' });
  await thread.send('WAIT');
  const before = (await thread.history()).length;
  await clock.advance(1_000);
  expect((await thread.history()).slice(before).map(({ cause }) => cause)).toEqual(['timer']);
  expect((await thread.now()).state.value).toBe('idle');
});

const writer = fromXState(
  'writer',
  setup({
    types: { context: {} as { lines: string[] }, events: {} as { type: 'LINE'; line: string } },
  }).createMachine({
    id: 'writer',
    context: { lines: [] },
    on: { LINE: { actions: assign({ lines: ({ context, event }) => [...context.lines, event.line] }) } },
  }),
);

/** The same without a machine. */
const plain = graph({
  name: 'plain',
  state: { lines: append(z.string()) },
  events: { LINE: z.object({ line: z.string() }) },
  start: 'write',
  nodes: { write: { on: { LINE: { update: (_s, { line }) => ({ lines: [line] }) } } } },
});

/** A thread that may be sent anything. */
interface Sending {
  send(event: string, payload: unknown): Promise<void>;
}

/** The bytes of a file with 400 events of 500 bytes, by those of their text. */
async function weightOf(written: AnyGraph): Promise<number> {
  const path = join(folder(), 'cairn.db');
  const cairn = open({ store: sqlite(path), graphs: [written] });
  const thread = await cairn.start(written, {}, { id: 't' });
  const random = randomOf(20_261_129);
  for (let at = 0; at < 400; at += 1) {
    const line = Array.from({ length: 500 }, () => Math.floor(random() * 36).toString(36)).join('');
    await (thread as unknown as Sending).send('LINE', { line });
  }
  await cairn.close();
  return statSync(path).size / 200_000;
}

test('a context that grows by 500 bytes in each of 400 events keeps its file within three times the text', async () => {
  const [machines, plains] = [await weightOf(writer), await weightOf(plain)];
  expect(machines).toBeLessThan(3);
  expect(machines).toBeLessThan(1.4 * plains);
});
