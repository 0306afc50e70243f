import { append, graph, memory, open, replay } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { assign, fromPromise, sendParent, setup } from 'xstate';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { fromXState } from '../../src/index.ts';

/** How the promise of the machine ends, by what it is asked for, and whose signal aborted. */
const aborted: string[] = [];

const bell = setup({}).createMachine({
  id: 'bell',
  initial: 'still',
  states: { still: { after: { 500: 'rung' } }, rung: { entry: sendParent({ type: 'RUNG' }), type: 'final' } },
});

const desk = fromXState(
  'desk',
  setup({
    types: {
      context: {} as { asked: string[]; answer?: string; rings: number },
      events: {} as { type: 'ASK'; what: string } | { type: 'CLOSE' } | { type: 'BREAK' } | { type: 'RUNG' },
      input: {} as { first: string },
      output: {} as { asked: string[]; answer: string },
    },
    actors: {
      bell,
      answer: fromPromise(async ({ input, signal }: { input: string; signal: AbortSignal }) => {
        if (input !== 'for ever') return `${input}!`;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        aborted.push(input);
        throw new Error('it was aborted');
      }),
    },
  }).createMachine({
    id: 'desk',
    context: ({ input }) => ({ asked: [input.first], rings: 0 }),
    invoke: { src: 'bell', id: 'bell' },
    initial: 'idle',
    on: {
      RUNG: { actions: assign({ rings: ({ context }) => context.rings + 1 }) },
      BREAK: {
        actions: assign(() => {
          throw new RangeError('the desk broke');
        }),
      },
    },
    states: {
      idle: {
        on: {
          ASK: { target: 'asking', actions: assign({ asked: ({ context, event }) => [...context.asked, event.what] }) },
          CLOSE: 'closed',
        },
        after: { 60_000: 'closed' },
      },
      asking: {
        invoke: {
          src: 'answer',
          input: ({ context }) => context.asked.at(-1) ?? '',
          onDone: { target: 'idle', actions: assign({ answer: ({ event }) => event.output }) },
        },
      },
      closed: { type: 'final' },
    },
    output: ({ context }) => ({ asked: context.asked, answer: context.answer ?? '' }),
  }),
);

const office = graph({
  name: 'office',
  state: { first: z.string(), said: append(z.string()) },
  start: 'desk',
  nodes: {
    desk: {
      graph: desk,
      input: (s) => ({ input: { first: s.first } }),
      output: ({ state }) => ({ said: [...(state.output?.asked ?? []), state.output?.answer ?? ''] }),
      onError: { to: 'shut', update: (_s, error) => ({ said: [`${error.name}: ${error.message}`] }) },
      next: 'shut',
    },
    shut: { final: true },
  },
});

const house = graph({
  name: 'house',
  state: { said: append(z.string()), swept: append(z.string()) },
  events: { sweep: z.string(), leave: z.undefined() },
  start: 'open',
  nodes: {
    open: { next: { all: ['floor', 'room'], then: 'night' } },
    floor: {
      on: {
        sweep: [{ when: (_s, what) => what === 'over', to: 'night' }, { update: (_s, what) => ({ swept: [what] }) }],
      },
    },
    room: {
      graph: office,
      input: () => ({ first: 'hello' }),
      output: ({ state }) => ({ said: state.said }),
      on: { leave: { to: 'night', update: () => ({ said: ['left'] }) } },
      next: 'night',
    },
    night: { final: true },
  },
});

function opened() {
  aborted.length = 0;
  const clock = virtualClock();
  const store = memory();
  const cairn = open({ store, graphs: [house], clock });
  onTestFinished(() => cairn.close());
  return { clock, store, cairn };
}

test('a machine two graphs down takes events beside lanes, waits for its timers, and gives its output to its node', async () => {
  const { cairn, clock } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('ASK', { what: 'why' });
  await thread.send('sweep', 'hall');
  await clock.advance(500);
  await thread.send('CLOSE');
  await thread.send('sweep', 'over');
  const { status, state } = await thread.ended();
  expect({ status, state }).toEqual({ status: 'done', state: { said: ['hello', 'why', 'why!'], swept: ['hall'] } });
});

test('what a machine throws is the error of its node, with its name', async () => {
  const { cairn } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('BREAK');
  await thread.send('sweep', 'over');
  const { status, state } = await thread.ended();
  expect(status).toBe('done');
  expect(state.said).toEqual(['RangeError: the desk broke']);
});

test('an event that leads its holder away aborts what it runs and ends its timers', async () => {
  const { cairn, clock } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('ASK', { what: 'for ever' });
  await clock.advance(0);
  expect(clock.pending.length).toBeGreaterThan(0);
  await thread.send('leave');
  await clock.advance(0);
  expect(aborted).toEqual(['for ever']);
  const rows = (await thread.history()).length;
  await clock.advance('24h');
  expect((await thread.history()).length).toBe(rows);
  await thread.send('sweep', 'over');
  expect((await thread.ended()).state.said).toEqual(['left']);
});

test('a thread whose machine is in the middle is forked and rewound, and each goes on by itself', async () => {
  const { cairn, clock } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('ASK', { what: 'one' });
  await thread.settled();
  const middle = (await thread.history()).length;
  await thread.send('ASK', { what: 'two' });
  await thread.settled();
  const fork = await thread.fork(middle, { id: 'f' });
  await fork.send('ASK', { what: 'other' });
  await fork.settled();
  await thread.rewind(middle);
  await thread.send('ASK', { what: 'again' });
  await thread.settled();
  await clock.advance('2m');
  for (const each of [thread, fork]) await each.send('sweep', 'over');
  expect((await thread.ended()).state.said).toEqual(['hello', 'one', 'again', 'again!']);
  expect((await fork.ended()).state.said).toEqual(['hello', 'one', 'other', 'other!']);
});

test('a fork from where a promise is at work runs it again, under its own key', async () => {
  const { cairn, clock } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('ASK', { what: 'for ever' });
  await clock.advance(0);
  const asked = (await thread.history()).findLast(({ cause, label }) => cause === 'event' && label === 'ASK');
  const fork = await thread.fork(asked?.seq ?? 0, { id: 'f' });
  await clock.advance(0);
  for (const each of [thread, fork]) await each.send('leave');
  await clock.advance(0);
  expect(aborted).toEqual(['for ever', 'for ever']);
});

test('a thread whose machine is in the middle replays as it went, at every checkpoint', async () => {
  const { cairn, clock, store } = opened();
  const thread = await cairn.start(house, {}, { id: 't' });
  await thread.send('ASK', { what: 'one' });
  await thread.settled();
  await clock.advance(700);
  await thread.send('sweep', 'hall');
  expect((await replay({ store, id: 't' }, house)).divergence).toBeUndefined();
  await clock.advance('2m');
  await thread.send('sweep', 'over');
  await thread.ended();
  const { divergence } = await replay({ store, id: 't' }, house);
  expect(divergence).toBeUndefined();
});
