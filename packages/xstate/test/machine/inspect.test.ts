import { createServer, type AddressInfo } from 'node:net';
import { createWebSocketInspector, createWebSocketReceiver, type StatelyInspectionEvent } from '@statelyai/inspect';
import { createInspectorServer } from '@statelyai/inspect/server';
import { expect, test } from 'vitest';
import { createMachine } from 'xstate';
import { z } from 'zod';
import { graph, memory, open } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { until } from '../../../../test/until.ts';
import { inspect, inspectAll, type InspectionMessage } from '../../src/machine/inspect.ts';
import { order } from '../paths/order.ts';

const messageText = (message: InspectionMessage | StatelyInspectionEvent): string => {
  const value =
    'snapshot' in message && 'value' in message.snapshot ? ` ${JSON.stringify(message.snapshot.value)}` : '';
  return `${message.type}${'event' in message ? ` ${message.event.type}` : ''}${value}`;
};

test('a stored thread is shown to an inspector from its first checkpoint to its newest', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [order], clock });
  const thread = await cairn.start(order, {}, { id: 'a' });
  await thread.settled();
  const told: InspectionMessage[] = [];
  await inspect(order, thread, { send: (message) => void told.push(message) }, { live: false });
  expect(told.map(messageText).slice(0, 6)).toEqual([
    '@xstate.actor "price"',
    '@xstate.event xstate.init',
    '@xstate.snapshot xstate.init "price"',
    '@xstate.event xstate.done.actor.price',
    '@xstate.snapshot xstate.done.actor.price {"pay":"charge"}',
    '@xstate.snapshot cairn.open {"pay":"charge"}',
  ]);
  const [actor] = told;
  const { id, states } = JSON.parse((actor as { definition: string }).definition) as { id: string; states: object };
  expect([id, Object.keys(states)]).toEqual(['order', ['price', 'review', 'pay', 'ship', 'done', 'cancelled']]);
  await cairn.close();
});

test('each snapshot that an inspector is shown is one of the machine that it was given', async () => {
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [order], clock });
  const told: InspectionMessage[] = [];
  const showing = inspectAll(cairn, [order], { send: (message) => void told.push(message) });
  const thread = await cairn.start(order, {}, { id: 'a' });
  await thread.ended();
  await clock.advance(0);
  await cairn.close();
  await showing;
  const [actor] = told;
  const machine = createMachine(JSON.parse((actor as { definition: string }).definition) as never);
  const values = told.flatMap((message) => ('snapshot' in message ? [message.snapshot] : []));
  expect(values.at(-1)).toMatchObject({ status: 'done', value: 'done', output: { paid: true } });
  for (const { value } of values) expect(machine.resolveState({ value }).value).toEqual(value);
  expect(told.map(messageText)).toContain(
    '@xstate.snapshot cairn.begin {"ship":{"pack":"has met","label":"has met","hand":"hand"}}',
  );
});

test('threads that wait are shown until their runtime is closed', async () => {
  const bell = graph({
    name: 'bell',
    state: {},
    events: { ring: z.undefined() },
    start: 'still',
    nodes: { still: { on: { ring: 'rung' } }, rung: { after: { '1h': 'still' } } },
  });
  const cairn = open({ store: memory(), graphs: [bell] });
  const told: InspectionMessage[] = [];
  const showing = inspectAll(cairn, [bell], { send: (message) => void told.push(message) });
  const thread = await cairn.start(bell, {}, { id: 'a' });
  await thread.send('ring');
  await until('the event is shown', () => told.length === 5);
  await cairn.close();
  await showing;
  expect(told.map(messageText)).toEqual([
    '@xstate.actor "still"',
    '@xstate.event xstate.init',
    '@xstate.snapshot xstate.init "still"',
    '@xstate.event ring',
    '@xstate.snapshot ring "rung"',
  ]);
});

test('what is shown comes through the server of Stately to its receiver', async () => {
  const port = await freePort();
  const server = createInspectorServer({ port, autoOpen: false });
  const url = `ws://localhost:${port}`;
  const received: StatelyInspectionEvent[] = [];
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [order], clock });
  const thread = await cairn.start(order, {}, { id: 'a' });
  await thread.ended();
  const sent: InspectionMessage[] = [];
  const { adapter } = createWebSocketInspector({ url });
  const arrived = new Promise<void>((resolve) => {
    createWebSocketReceiver({ server: url }).subscribe((event) => {
      received.push(event);
      if (messageText(event).includes('"done"')) resolve();
    });
  });
  await inspect(order, thread, {
    send: (message) => {
      sent.push(message);
      adapter.send(message);
    },
  });
  await arrived;
  expect(received).toEqual(JSON.parse(JSON.stringify(sent)));
  adapter.stop?.();
  server.stop();
  await cairn.close();
});

/** A port that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
