import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import {
  assign,
  createMachine,
  emit,
  fromCallback,
  fromObservable,
  fromPromise,
  sendParent,
  sendTo,
  setup,
} from 'xstate';
import { fromXState } from '../../src/index.ts';

const charged: string[] = [];
const noted: string[] = [];

const clockwork = setup({ types: { events: {} as { type: 'WIND' } } }).createMachine({
  id: 'clockwork',
  initial: 'off',
  states: { off: { on: { WIND: 'on' } }, on: { entry: sendParent({ type: 'WOUND' }), type: 'final' } },
});

const checkout = setup({
  types: {
    context: {} as { items: string[]; total: number; receipt?: string; by: number },
    events: {} as
      | { type: 'ADD'; item: string }
      | { type: 'PAY'; card: string }
      | { type: 'WOUND' }
      | { type: 'WIND IT UP' },
    input: {} as { by: number },
    output: {} as { receipt: string | undefined },
    emitted: {} as { type: 'paid'; receipt: string },
  },
  actors: {
    charge: fromPromise(async ({ input }: { input: { card: string; total: number } }) => {
      charged.push(input.card);
      if (input.card === 'bad') throw new Error('declined');
      return `receipt of ${input.total}`;
    }),
    clockwork,
  },
  actions: { note: (_facts, params: { text: string }) => void noted.push(params.text) },
  delays: { patience: ({ context }) => context.by },
}).createMachine({
  id: 'checkout',
  context: ({ input }) => ({ items: [], total: 0, by: input.by }),
  initial: 'in cart',
  invoke: { src: 'clockwork', id: 'clock' },
  on: {
    'WIND IT UP': { actions: sendTo('clock', { type: 'WIND' }) },
    WOUND: { actions: { type: 'note', params: { text: 'wound' } } },
  },
  states: {
    'in cart': {
      on: {
        ADD: {
          actions: [
            assign({
              items: ({ context, event }) => [...context.items, event.item],
              total: ({ context }) => context.total + 10,
            }),
            { type: 'note', params: ({ event }) => ({ text: `added ${event.item}` }) },
          ],
        },
        PAY: 'paying',
      },
      after: { patience: 'left' },
    },
    paying: {
      invoke: {
        src: 'charge',
        input: ({ context, event }) => ({ card: event.type === 'PAY' ? event.card : '', total: context.total }),
        onDone: { target: 'paid', actions: assign({ receipt: ({ event }) => event.output }) },
        onError: {
          target: 'in cart',
          actions: { type: 'note', params: ({ event }) => ({ text: (event.error as Error).message }) },
        },
      },
    },
    paid: {
      entry: emit(({ context }) => ({ type: 'paid', receipt: context.receipt ?? '' })),
      after: { 1000: 'over' },
    },
    left: { type: 'final' },
    over: { type: 'final' },
  },
  output: ({ context }) => ({ receipt: context.receipt }),
});

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cairn-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const graph = fromXState('checkout', checkout, { tasks: { charge: { attempts: 1 } } });

test('a machine runs: events, promises, actions, child machines, timers', async () => {
  charged.length = 0;
  noted.length = 0;
  const clock = virtualClock();
  const cairn = open({ store: sqlite(':memory:'), graphs: [graph], clock });
  const thread = await cairn.start(graph, { input: { by: 60_000 } }, { id: 't' });
  await thread.send('ADD', { item: 'pear' });
  await thread.send('WIND IT UP', undefined);
  await thread.send('PAY', { card: 'bad' });
  await thread.settled();
  expect(noted).toEqual(['added pear', 'wound', 'declined']);
  await thread.send('PAY', { card: 'good' });
  const settled = await thread.settled();
  expect(settled.state.value).toBe('paid');
  expect(charged).toEqual(['bad', 'good']);
  await clock.advance(1000);
  const end = await thread.ended();
  expect(end.status).toBe('done');
  expect(end.state.output).toEqual({ receipt: 'receipt of 10' });
  await cairn.close();
});

test('a timer is waited for over a restart, which XState alone does not do', async () => {
  const clock = virtualClock();
  const file = join(tempFolder(), 'app.db');
  const first = open({ store: sqlite(file), graphs: [graph], clock });
  await (await first.start(graph, { input: { by: 60_000 } }, { id: 't' })).send('ADD', { item: 'pear' });
  await first.close();
  await clock.advance(59_000);
  const second = open({ store: sqlite(file), graphs: [graph], clock });
  const thread = second.thread(graph, 't');
  expect((await thread.now()).state.value).toBe('in cart');
  await clock.advance(1_000);
  expect((await thread.ended()).state.value).toBe('left');
  await second.close();
});

test('an event that nothing handles is ignored, and the checkpoint says so', async () => {
  const cairn = open({ store: sqlite(':memory:'), graphs: [graph] });
  const thread = await cairn.start(graph, { input: { by: 60_000 } });
  await thread.send('*', { type: 'PAY', card: 'none' });
  await thread.settled();
  await thread.send('ADD', { item: 'pear' });
  const { state } = await thread.settled();
  expect(state.did).toEqual(['ADD: ignored']);
  await cairn.close();
});

test.each([
  ['under a name', { invoke: { src: 'tick' } }, 'ticking/actors/tick: It is a callback'],
  ['in place', { invoke: { src: fromCallback(() => undefined) } }, 'ticking/invoke/0: It is a callback'],
  [
    'in a machine that is invoked in place',
    {
      invoke: [
        { src: 'wait' },
        { src: createMachine({ id: 'in', invoke: { src: fromObservable(() => undefined as never) } }) },
      ],
    },
    'in/invoke/0: It is an observable',
  ],
])('what goes on in one process is refused by name: %s', (_where, config, says) => {
  const tick = fromCallback(() => undefined);
  const actors = { wait: fromPromise(async () => undefined), ...(says.includes('actors') && { tick }) };
  const ticking = createMachine({ id: 'ticking', ...config } as never).provide({ actors });
  expect(() => fromXState('ticking', ticking)).toThrow(says);
});

test('a context that cannot be stored refuses the event by the path to it, and nothing is stored', async () => {
  const machine = setup({
    types: { context: {} as { deep: { call?: unknown } }, events: {} as { type: 'BREAK' } },
  }).createMachine({
    id: 'm',
    context: { deep: {} },
    on: { BREAK: { actions: assign({ deep: { call: () => 1 } }) } },
  });
  const hosted = fromXState('m', machine);
  const cairn = open({ store: memory(), graphs: [hosted] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  await expect(thread.send('BREAK')).rejects.toMatchObject({
    code: 'value/refused',
    facts: { path: 'context.deep.call', found: 'a function' },
  });
  expect((await thread.history()).map(({ cause }) => cause)).toEqual(['start', 'pass']);
});

test('what the machine itself sends to a parent goes to nobody, and the checkpoint says so', async () => {
  const hosted = fromXState('clockwork', clockwork);
  const cairn = open({ store: memory(), graphs: [hosted] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  await thread.send('WIND');
  expect((await thread.ended()).state.did).toEqual(['WIND: on', 'WOUND: sent to a parent, and there is none']);
});
