import { memory, open } from '@cairn/core';
import { createMachine, setup } from 'xstate';
import { expect, onTestFinished, test } from 'vitest';
import { fromXState } from '../../src/index.ts';

const taking = setup({
  types: { events: {} as { type: 'A'; n?: number } | { type: 'B' } },
}).createMachine({ id: 'm', initial: 'a', states: { a: { on: { A: 'b', '*': 'c' } }, b: {}, c: {} } });

async function started() {
  const graph = fromXState('m', taking);
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  return cairn.start(graph, {});
}

test.each([
  { what: 'a number', payload: 5, says: 'Expected an object with what the event carries' },
  { what: 'a list', payload: [5], says: 'Expected an object with what the event carries' },
  {
    what: 'a date',
    payload: new Date(0),
    says: 'found an instance of Date. Send it under a name, { value } for example',
  },
  { what: 'a map', payload: new Map([['n', 1]]), says: 'found an instance of Map' },
  { what: 'a set', payload: new Set([1]), says: 'found an instance of Set' },
  { what: 'an error', payload: new RangeError('no'), says: 'found an instance of RangeError' },
  { what: 'bytes', payload: new Uint8Array(2), says: 'found an instance of Uint8Array' },
  { what: 'an event of another type', payload: { type: 'B' }, says: 'found another, "B"' },
])('$what is no payload of an event, and is refused', async ({ payload, says }) => {
  const thread = await started();
  await expect(thread.send('A', payload as never)).rejects.toMatchObject({
    code: 'value/invalid',
    message: expect.stringContaining(says) as string,
  });
  expect((await thread.now()).state.value).toBe('a');
});

test.each([
  { type: 'xstate.stop', says: "events of this beginning are XState's own" },
  { type: 'xstate.done.actor.0.m.a', says: "events of this beginning are XState's own" },
  { type: '*', says: '"*" stands for all types' },
])('an event "$type" comes from nobody outside', async ({ type, says }) => {
  const thread = await started();
  await expect(thread.send('*', { type } as never)).rejects.toMatchObject({
    code: 'value/invalid',
    message: expect.stringContaining(says) as string,
  });
  expect((await thread.now()).state.value).toBe('a');
});

test('what is no plain object is refused under "*" too, and what a plain one holds is stored whole', async () => {
  const thread = await started();
  await expect(thread.send('*', Object.assign(new Error('no'), { type: 'A' }) as never)).rejects.toMatchObject({
    code: 'value/invalid',
  });
  await thread.send('A', { n: new Map([[new Date(5), new Set([1])]]) } as never);
  expect((await thread.now()).state.value).toBe('b');
});

test('an event may be sent as a whole under its own type', async () => {
  const thread = await started();
  await thread.send('A', { type: 'A', n: 1 } as never);
  expect((await thread.now()).state.value).toBe('b');
});

test('a machine without events of its own takes any under a wildcard', async () => {
  const graph = fromXState('m', createMachine({ id: 'm', initial: 'a', states: { a: { on: { '*': 'b' } }, b: {} } }));
  const cairn = open({ store: memory(), graphs: [graph] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(graph, {});
  await thread.send('*', { type: 'ANY' });
  expect((await thread.now()).state.value).toBe('b');
});
