import { join } from 'node:path';
import { memory, open } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { assign, createMachine, emit, fromPromise, log, raise, setup } from 'xstate';
import { expect, onTestFinished, test } from 'vitest';
import { folder } from '../../../../test/folder.ts';
import { fromXState, snapshotOf } from '../../src/index.ts';

test('what a promise emits is shown to who watches while it is at work, as what its machine emits', async () => {
  const load = fromPromise<string, void, { type: 'HALF' }>(async ({ emit: tell }) => {
    tell({ type: 'HALF' });
    return 'all';
  });
  const machine = setup({ actors: { load } }).createMachine({
    id: 'm',
    initial: 'loading',
    states: {
      loading: { invoke: { src: 'load', id: 'loader', onDone: { target: 'over', actions: emit({ type: 'ALL' }) } } },
      over: { type: 'final' },
    },
  });
  const hosted = fromXState('m', machine);
  const shown: unknown[] = [];
  const cairn = open({
    store: memory(),
    graphs: [hosted],
    onEvent: (told) => void (told.type === 'output' && shown.push(told.data)),
  });
  onTestFinished(() => cairn.close());
  await (await cairn.start(hosted, {})).ended();
  expect(shown).toEqual([
    { kind: 'xstate.emitted', actor: 'loader', event: { type: 'HALF' } },
    { kind: 'xstate.emitted', actor: '', event: { type: 'ALL' } },
  ]);
});

test('what a machine logs is in the checkpoint, after the macrostep that it belongs to', async () => {
  const kid = createMachine({ id: 'kid', entry: log('born') });
  const machine = setup({ actors: { kid } }).createMachine({
    id: 'm',
    invoke: { src: 'kid', id: 'k' },
    on: {
      GO: {
        actions: [log('gone'), log(({ event }) => ({ event }), 'by'), log('x'.repeat(300)), raise({ type: 'ON' })],
      },
    },
  });
  const hosted = fromXState('m', machine);
  const cairn = open({ store: memory(), graphs: [hosted] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  expect((await thread.settled()).state.did).toEqual(['xstate.init: ', 'k: xstate.init: ', 'k: log born']);
  await thread.send('GO');
  const { did } = (await thread.settled()).state;
  expect(did).toEqual(['GO: ', 'log gone', 'log by: {"event":{"type":"GO"}}', `log ${'x'.repeat(200)}…`]);
});

test('what XState says of a snapshot it says of what a thread has', async () => {
  const machine = setup({
    types: {
      context: {} as { items: readonly string[] },
      events: {} as { type: 'ADD'; item: string } | { type: 'PAY' },
      tags: 'open',
    },
  }).createMachine({
    id: 'shop',
    context: { items: [] },
    initial: 'cart',
    states: {
      cart: {
        tags: 'open',
        meta: { page: '/cart' },
        on: {
          ADD: { actions: assign({ items: ({ context, event }) => [...context.items, event.item] }) },
          PAY: { guard: ({ context }) => context.items.length > 0, target: 'paid' },
        },
      },
      paid: { type: 'final' },
    },
  });
  const hosted = fromXState('shop', machine);
  const cairn = open({ store: memory(), graphs: [hosted] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  await thread.send('ADD', { item: 'pear' });
  const snapshot = snapshotOf(machine, (await thread.settled()).state);
  expect(snapshot.context.items).toEqual(['pear']);
  expect([snapshot.matches('cart'), snapshot.hasTag('open'), snapshot.can({ type: 'PAY' })]).toEqual([
    true,
    true,
    true,
  ]);
  expect(snapshot.getMeta()).toEqual({ 'shop.cart': { page: '/cart' } });
  await thread.send('PAY');
  expect(snapshotOf(machine, (await thread.ended()).state)).toMatchObject({ value: 'paid', status: 'done' });
});

class Money {
  readonly cents: number;

  constructor(cents: number) {
    this.cents = cents;
  }
}

test('instances of classes that a context, an event and the output of a promise hold are stored by the codecs of the machine', async () => {
  const money = {
    name: 'money',
    class: Money,
    encode: ({ cents }: Money) => cents,
    decode: (cents: unknown) => new Money(cents as number),
  };
  const machine = setup({
    types: { context: {} as { sum: Money }, events: {} as { type: 'ADD'; more: Money } },
    actors: { double: fromPromise(async ({ input }: { input: Money }) => new Money(input.cents * 2)) },
  }).createMachine({
    id: 'm',
    context: { sum: new Money(1) },
    initial: 'open',
    states: {
      open: {
        on: {
          ADD: {
            target: 'doubling',
            actions: assign({ sum: ({ context, event }) => new Money(context.sum.cents + event.more.cents) }),
          },
        },
      },
      doubling: {
        invoke: {
          src: 'double',
          input: ({ context }) => context.sum,
          onDone: { target: 'over', actions: assign({ sum: ({ event }) => event.output }) },
        },
      },
      over: { type: 'final' },
    },
    output: ({ context }) => context.sum,
  });
  const hosted = fromXState('m', machine, { codecs: [money] });
  const file = join(folder(), 'app.db');
  const first = open({ store: sqlite(file), graphs: [hosted] });
  await first.start(hosted, {}, { id: 't' });
  await first.close();
  const second = open({ store: sqlite(file), graphs: [hosted] });
  onTestFinished(() => second.close());
  const thread = second.thread(hosted, 't');
  await thread.send('ADD', { more: new Money(20) });
  expect((await thread.ended()).state.output).toEqual(new Money(42));
});
