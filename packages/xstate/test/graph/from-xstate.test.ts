import { expect, test } from 'vitest';
import { memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { virtualClock } from '@cairn/testing';
import { assign, createActor, emit, fromPromise, sendParent, sendTo, setup, SimulatedClock, toPromise } from 'xstate';
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
          actions: { type: 'note', params: ({ event }) => ({ text: String((event.error as Error).message) }) },
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
  for (const { seq, lane, cause, label, phase, changes } of await thread.history())
    console.log(seq, lane, cause, label, phase, JSON.stringify(changes?.['did'] ?? changes?.['ended'])?.slice(0, 100));
  await cairn.close();
});

test('what XState does, step by step', async () => {
  const clock = new SimulatedClock();
  const actor = createActor(checkout, { input: { by: 60_000 }, clock });
  actor.start();
  actor.send({ type: 'ADD', item: 'pear' });
  expect(actor.getSnapshot().value).toBe('in cart');
  void toPromise;
  void memory;
});
