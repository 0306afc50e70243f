import { memory, open, type AnyGraph } from '@cairn/core';
import { whyOf } from '@cairn/core/inspect';
import { virtualClock } from '@cairn/testing';
import { expect, test } from 'vitest';
import { createMachine, fromPromise, getInitialSnapshot, getNextSnapshot, setup, type AnyStateMachine } from 'xstate';
import { fromXState, inspect, toXState, type InspectionMessage } from '../../src/index.ts';
import { order } from '../paths/order.ts';

/** A player that goes on where it was, all the way down, in both of its parts; what was never left begins with the second side. */
const player = setup({}).createMachine({
  id: 'player',
  initial: 'playing',
  states: {
    playing: {
      type: 'parallel',
      on: { STOP: 'stopped' },
      states: {
        sides: {
          initial: 'one',
          states: { one: { initial: 'a', states: { a: { on: { NEXT: 'b' } }, b: {} } }, two: {} },
        },
        sound: { initial: 'loud', states: { loud: { on: { MUTE: 'still' } }, still: {} } },
        before: { type: 'history', history: 'deep', target: '#player.playing.sides.two' },
      },
    },
    stopped: { on: { PLAY: 'playing.before' } },
  },
});

function drawnOf(hosted: AnyGraph, profile: 'viz' | 'model'): AnyStateMachine {
  const { config, implementations } = toXState(hosted, { profile });
  return createMachine(JSON.parse(JSON.stringify(config)) as never, implementations as never);
}

test('a deep history of a hosted machine is one of the machine that its graph is looked at as', () => {
  const machine = drawnOf(fromXState('player', player), 'viz');
  const sent = ['NEXT', 'MUTE', 'STOP', 'PLAY'];
  let drawn = getInitialSnapshot(machine);
  let own = getInitialSnapshot(player);
  for (const type of sent) {
    drawn = getNextSnapshot(machine, drawn, { type });
    own = getNextSnapshot(player, own, { type });
    expect(drawn.value).toMatchObject({ machine: { 'in states': own.value } });
  }
  expect(own.value).toEqual({ playing: { sides: { one: 'b' }, sound: 'still' } });
});

test('a deep history that was never left leads where it says in the machine that is looked at, too', () => {
  const first = { ...player.config, initial: 'stopped' };
  const own = createMachine(first as never);
  const drawn = drawnOf(fromXState('player', own), 'viz');
  const played = getNextSnapshot(own, getInitialSnapshot(own), { type: 'PLAY' });
  expect(played.value).toEqual({ playing: { sides: 'two', sound: 'loud' } });
  expect(getNextSnapshot(drawn, getInitialSnapshot(drawn), { type: 'PLAY' }).value).toMatchObject({
    machine: { 'in states': played.value },
  });
});

test('of the machine that is walked through a history within a node is told to be lost, with all that is there', () => {
  const hosted = fromXState('player', player);
  const { config, lost } = toXState(hosted, { profile: 'model' });
  expect(JSON.stringify(config)).not.toContain('history');
  expect(lost.flatMap(({ at, feature }) => (feature === 'drawing' ? [at] : []))).toEqual(['machine']);
  expect(getInitialSnapshot(drawnOf(hosted, 'model')).value).toBeDefined();
});

test('a thread that has not begun is shown to an inspector where it will begin', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [order], clock });
  const thread = await cairn.start(order, {}, { id: 'a', at: clock.now() + 60_000 });
  const told: InspectionMessage[] = [];
  await inspect(order, thread, { send: (message) => void told.push(message) }, { live: false });
  await cairn.close();
  expect(told.map(({ type }) => type)).toEqual(['@xstate.actor', '@xstate.event', '@xstate.snapshot']);
  const [actor, , shown] = told as unknown as readonly [
    { readonly definition: string },
    unknown,
    { readonly snapshot: { readonly status: string; readonly value: unknown } },
  ];
  expect(shown.snapshot).toMatchObject({ status: 'active', value: 'price' });
  const machine = createMachine(JSON.parse(actor.definition) as never);
  expect(machine.resolveState({ value: shown.snapshot.value } as never).value).toEqual('price');
});

test('a rewind into a machine at work is of the lane of the machine, and says what that is in again and what it was in', async () => {
  const shop = setup({ actors: { charge: fromPromise(() => Promise.resolve('paid')) } }).createMachine({
    id: 'shop',
    initial: 'cart',
    states: { cart: { on: { PAY: 'paying' } }, paying: { invoke: { src: 'charge', onDone: 'paid' } }, paid: {} },
  });
  const store = memory();
  const graph = fromXState('shop', shop);
  const cairn = open({ store, graphs: [graph] });
  const thread = await cairn.start(graph, {}, { id: 't' });
  await thread.send('PAY');
  await thread.settled();
  const paying = (await thread.history()).find(({ cause }) => cause === 'event')?.seq ?? 0;
  await thread.rewind(paying);
  await thread.settled();
  const rewind = (await thread.history()).find(({ cause }) => cause === 'rewind');
  expect(rewind).toMatchObject({ lane: '', from: 'machine', note: { at: paying } });
  const why = await whyOf(store, 't', rewind?.seq ?? 0);
  expect(why).toMatchObject({ lane: '', within: ['paying'], withinBefore: ['paid'] });
  expect(why.took).toBeUndefined();
  // What was at work there is at work again, in a lane of its own, and ends as it did.
  expect(await thread.now()).toMatchObject({ status: 'waiting', at: [{ lane: '', active: ['paid'] }] });
  await cairn.close();
});
