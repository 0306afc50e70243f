import { graph, replay, type AnyGraph } from '@cairn/core';
import { goingOnWith } from '@cairn/core/inspect';
import { assign, fromPromise, setup, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { fromXState, type MachineMigration } from '../../src/index.ts';
import { Deploys } from './deploys.ts';

interface Names {
  readonly waiting: string;
  readonly asking: string;
  readonly ask: string;
  readonly patience?: number;
}

/** How often each promise was begun, and what it comes to once it is let. */
class Asked {
  readonly begun: string[] = [];
  #answer: (value: string) => void = () => undefined;

  readonly ask = (name: string) =>
    fromPromise(() => {
      this.begun.push(name);
      return new Promise<string>((resolve) => (this.#answer = resolve));
    });

  answer(value: string): void {
    this.#answer(value);
  }
}

/** One machine under two sets of names: a parallel one, so that a timer runs and a promise is at work at once. */
function desk({ waiting, asking, ask, patience = 60_000 }: Names, asked = new Asked()) {
  return setup({
    types: { context: {} as { answer?: string; rung: number }, events: {} as { type: 'GO' } | { type: 'RING' } },
    actors: { [ask]: asked.ask(ask) },
  }).createMachine({
    id: 'desk',
    type: 'parallel',
    context: { rung: 0 },
    on: { RING: { actions: assign({ rung: ({ context }) => context.rung + 1 }) } },
    states: {
      patience: {
        initial: waiting,
        states: {
          [waiting]: { after: { [patience]: 'over' } },
          over: { type: 'final' },
        },
      },
      question: {
        initial: 'idle',
        states: {
          idle: { on: { GO: asking } },
          [asking]: {
            invoke: {
              src: ask,
              onDone: { target: 'over', actions: assign({ answer: ({ event }) => String(event.output) }) },
            },
          },
          over: { type: 'final' },
        },
      },
    },
  } as never) as unknown as AnyStateMachine;
}

const one: Names = { waiting: 'waiting', asking: 'asking', ask: 'ask' };
const other: Names = { waiting: 'being patient', asking: 'asked', ask: 'inquire' };
const names: MachineMigration = {
  from: '1',
  states: { 'desk.patience.waiting': 'desk.patience.being patient', 'desk.question.asking': 'desk.question.asked' },
  actors: { ask: 'inquire' },
};

/** A thread of the first version that waits for its timer and for its promise. */
async function begun(deploys: Deploys, asked = new Asked()) {
  const { cairn, graph: first } = await deploys.deploy(fromXState('desk', desk(one, asked), { version: '1' }));
  const thread = await cairn.start(first, {}, { id: 't' });
  await thread.send('GO' as never, undefined as never);
  await deploys.clock.advance(20_000);
  return thread;
}

test('a thread that rests in renamed states, with a timer and a promise at work, goes on in a fresh process', async () => {
  const deploys = new Deploys();
  await begun(deploys);
  const asked = new Asked();
  const second = await deploys.deploy(fromXState('desk', desk(other, asked), { version: '2', migrate: [names] }));
  await second.thread.send('RING' as never, undefined as never);
  const { state } = await second.thread.now();
  expect(state.value).toBe('patience.being patient, question.asked');
  await deploys.clock.advance(0);
  expect(asked.begun).toEqual(['inquire']);
  asked.answer('yes');
  await deploys.clock.advance(39_999);
  expect((await second.thread.now()).state.value).toBe('patience.being patient, question.over');
  await deploys.clock.advance(1);
  const end = await second.thread.ended();
  expect(end.status).toBe('done');
  expect(end.state.machine.root.held['context']).toEqual({ rung: 1, answer: 'yes' });
  expect((await replay({ store: second.store, id: 't' }, second.graph)).divergence).toBeUndefined();
});

test('a migration makes a snapshot in terms of XState: value, context, and children with their logic', async () => {
  const deploys = new Deploys();
  await begun(deploys);
  const seen: unknown[] = [];
  const asked = new Asked();
  const second = await deploys.deploy(
    fromXState('desk', desk(one, asked), {
      version: '2',
      migrate: [
        {
          from: '1',
          snapshot: (old) => {
            seen.push(old);
            return {
              ...old,
              context: { ...old.context, rung: 10 },
              value: { patience: 'waiting', question: 'idle' },
              children: {},
            };
          },
        },
      ],
    }),
  );
  await second.thread.send('RING' as never, undefined as never);
  expect(seen[0]).toEqual({
    status: 'active',
    value: { patience: 'waiting', question: 'asking' },
    context: { rung: 0 },
    historyValue: {},
    children: { '0.desk.question.asking': { src: 'ask', snapshot: { status: 'active' } } },
  });
  await second.thread.send('GO' as never, undefined as never);
  await deploys.clock.advance(0);
  const { state } = await second.thread.now();
  expect(state.value).toBe('patience.waiting, question.asking');
  expect(state.machine.root.held['context']).toEqual({ rung: 11 });
  expect(asked.begun).toEqual(['ask']);
});

test('a migration that gives a child has it begun', async () => {
  const deploys = new Deploys();
  const { cairn, graph: first } = await deploys.deploy(fromXState('desk', desk(one), { version: '1' }));
  await cairn.start(first, {}, { id: 't' });
  const asked = new Asked();
  const second = await deploys.deploy(
    fromXState('desk', desk(one, asked), {
      version: '2',
      migrate: [
        {
          from: '1',
          snapshot: (old) => ({
            ...old,
            value: { patience: 'waiting', question: 'asking' },
            children: { '0.desk.question.asking': { src: 'ask', snapshot: { status: 'active' } } },
          }),
        },
      ],
    }),
  );
  await second.thread.resume().catch(() => undefined);
  await deploys.clock.advance(0);
  expect(asked.begun).toEqual(['ask']);
  asked.answer('yes');
  await deploys.clock.advance(60_000);
  expect((await second.thread.ended()).state.machine.root.held['context']).toEqual({ rung: 0, answer: 'yes' });
});

test.each<{ what: string; migrate: readonly MachineMigration[]; machine?: AnyStateMachine; says: readonly string[] }>([
  {
    what: 'states and logic that are gone',
    migrate: [],
    machine: desk(other),
    says: [
      'state "desk.patience.waiting" is gone',
      'state "desk.question.asking" is gone. Did you mean "desk.question.asked"?',
      'actor "0.desk.question.asking": logic "ask" is gone',
    ],
  },
  {
    what: 'a state that the migration made up',
    migrate: [{ from: '1', snapshot: (old) => ({ ...old, value: { patience: 'waitin', question: 'idle' } }) }],
    says: ['state "desk.patience.waitin" is gone. Did you mean "desk.patience.waiting"?'],
  },
  {
    what: 'a region without a place',
    migrate: [{ from: '1', snapshot: (old) => ({ ...old, value: { patience: 'waiting' } }) }],
    says: ['nothing says where in region "desk.question" it is'],
  },
  {
    what: 'a state whose promise is not given',
    migrate: [
      { from: '1', snapshot: (old) => ({ ...old, value: { patience: 'waiting', question: 'asked' }, children: {} }) },
    ],
    machine: desk({ ...one, asking: 'asked' }),
    says: ['state "desk.question.asked" invokes "ask", and there is no child "0.desk.question.asked"'],
  },
  {
    what: 'a snapshot that is none',
    migrate: [{ from: '1', snapshot: () => undefined as never }],
    says: ['its snapshot is no object'],
  },
  {
    what: 'a context that cannot be stored',
    migrate: [{ from: '1', snapshot: (old) => ({ ...old, context: { call: () => undefined } }) }],
    says: ['context.call', 'a function'],
  },
])('$what: the thread is refused by name, and is unharmed', async ({ migrate, machine = desk(one), says }) => {
  const deploys = new Deploys();
  await begun(deploys);
  const second = await deploys.deploy(fromXState('desk', machine, { version: '2', migrate }));
  const before = (await second.thread.history()).length;
  const { value: told } = await goingOnWith(second.store, [second.graph]).next();
  expect(told).toMatchObject({ thread: 't', how: 'refused', problem: { code: 'thread/changed-graph' } });
  const refused = await second.thread.send('RING' as never, undefined as never).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'thread/changed-graph' });
  for (const each of says) expect(String(refused)).toContain(each);
  expect((await second.thread.history()).length).toBe(before);
  const asked = new Asked();
  const first = await deploys.deploy(fromXState('desk', desk(one, asked), { version: '1' }));
  await deploys.clock.advance(0);
  asked.answer('still here');
  await deploys.clock.advance(60_000);
  expect((await first.thread.ended()).status).toBe('done');
});

test("what only lanes were opened with is in nobody's way", async () => {
  const deploys = new Deploys();
  const old = (places: readonly string[], asked: Asked) =>
    setup({ actors: { ask: asked.ask('ask') } }).createMachine({
      id: 'm',
      invoke: { src: 'ask', id: 'asked', onDone: '.end' },
      initial: places[0] as string,
      states: {
        ...Object.fromEntries(places.map((name, at) => [name, { on: { NEXT: places[at + 1] ?? 'end' } }])),
        end: { type: 'final' },
      },
    } as never) as unknown as AnyStateMachine;
  const first = await deploys.deploy(fromXState('desk', old(['first', 'second'], new Asked())));
  const thread = await first.cairn.start(first.graph, {}, { id: 't' });
  await thread.send('NEXT' as never, undefined as never);
  const asked = new Asked();
  const second = await deploys.deploy(fromXState('desk', old(['second'], asked)));
  await deploys.clock.advance(0);
  asked.answer('done');
  expect((await second.thread.ended()).state.value).toBe('end');
});

test.each([
  { what: 'a longer one counts from when its state was entered', patience: 90_000, left: 70_000 },
  { what: 'a shorter one whose time is over fires at once', patience: 10_000, left: 0 },
])('a timer whose delay is another now: $what', async ({ patience, left }) => {
  const deploys = new Deploys();
  await begun(deploys);
  const second = await deploys.deploy(fromXState('desk', desk({ ...one, patience }), { version: '2' }));
  await second.thread.send('RING' as never, undefined as never);
  await deploys.clock.advance(Math.max(left - 1, 0));
  expect((await second.thread.now()).state.value).toMatch(left > 0 ? /^patience.waiting/u : /^patience.over/u);
  await deploys.clock.advance(1);
  expect((await second.thread.now()).state.value).toBe('patience.over, question.asking');
});

test.each([
  { what: 'a longer number', delay: 90_000, left: 70_000 },
  { what: 'a shorter number', delay: 30_000, left: 10_000 },
  { what: 'a function, which is asked on entry alone', delay: () => 1, left: 40_000 },
])('a timer whose delay has a name that is $what now', async ({ delay, left }) => {
  const deploys = new Deploys();
  const machine = (patience: unknown) =>
    setup({ delays: { patience: patience as number } }).createMachine({
      id: 'm',
      initial: 'resting',
      states: { resting: { after: { patience: 'end' } }, end: { type: 'final' } },
    }) as unknown as AnyStateMachine;
  const first = await deploys.deploy(fromXState('desk', machine(60_000)));
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(20_000);
  const second = await deploys.deploy(fromXState('desk', machine(delay)));
  await second.thread.send('*' as never, { type: 'LOOK' } as never);
  await deploys.clock.advance(left - 1);
  expect((await second.thread.now()).state.value).toBe('resting');
  await deploys.clock.advance(1);
  expect((await second.thread.ended()).state.value).toBe('end');
});

test('a shorter delay is not looked at before something next has the thread driven, as with the nodes of any graph', async () => {
  const waits = (after: string) =>
    graph({
      name: 'desk',
      state: {},
      start: 'a',
      nodes: { a: { after: { [after]: 'b' } }, b: { final: true } },
    } as never);
  const machine = (after: number) =>
    setup({}).createMachine({
      id: 'm',
      initial: 'a',
      states: { a: { after: { [after]: 'b' } }, b: { type: 'final' } },
    } as never) as unknown as AnyStateMachine;
  const statuses: unknown[] = [];
  for (const [before, today] of [
    [waits('60s'), waits('30s')],
    [fromXState('desk', machine(60_000)), fromXState('desk', machine(30_000))],
  ]) {
    const deployed = new Deploys();
    const first = await deployed.deploy(before);
    await first.cairn.start(first.graph, {}, { id: 't' });
    await deployed.clock.advance(20_000);
    const { thread } = await deployed.deploy(today);
    await deployed.clock.advance(39_999);
    statuses.push((await thread.now()).status);
    await deployed.clock.advance(1);
    statuses.push((await thread.now()).status);
  }
  expect(statuses).toEqual(['waiting', 'done', 'waiting', 'done']);
});

test.each([
  { what: 'is not armed for what rests there', states: {}, ends: false },
  { what: 'is armed where its state is listed', states: { 'm.resting': 'm.resting' }, ends: true },
])('a timer that a state has today $what', async ({ states, ends }) => {
  const deploys = new Deploys();
  const machine = (after: object) =>
    setup({}).createMachine({
      id: 'm',
      initial: 'resting',
      states: { resting: { after }, end: { type: 'final' } },
    } as never) as unknown as AnyStateMachine;
  const first = await deploys.deploy(fromXState('desk', machine({}), { version: '1' }));
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(5_000);
  const second = await deploys.deploy(
    fromXState('desk', machine({ 1_000: 'end' }), { version: '2', migrate: [{ from: '1', states }] }),
  );
  await second.thread.send('*' as never, { type: 'LOOK' } as never);
  await deploys.clock.advance(999);
  expect((await second.thread.now()).state.value).toBe('resting');
  await deploys.clock.advance(1);
  expect((await second.thread.now()).status).toBe(ends ? 'done' : 'waiting');
});

/** A machine with a child machine, which waits by a timer of its own. */
function parent(resting: string) {
  const child = setup({}).createMachine({
    id: 'child',
    initial: resting,
    states: { [resting]: { after: { 1_000: 'up' } }, up: { type: 'final' } },
  } as never) as unknown as AnyStateMachine;
  return setup({ actors: { child } }).createMachine({
    id: 'parent',
    initial: 'on',
    states: { on: { invoke: { src: 'child', onDone: 'off' } }, off: { type: 'final' } },
  }) as unknown as AnyStateMachine;
}

test('a child machine in a machine in a graph is brought over by the states of its own, and its timer with it', async () => {
  const deploys = new Deploys();
  const holding = (hosted: unknown) =>
    graph({
      name: 'holding',
      state: { note: z.string().optional() },
      start: 'desk',
      nodes: { desk: { graph: hosted as AnyGraph, input: () => ({}) as never, next: 'end' }, end: { final: true } },
    } as never);
  const first = await deploys.deploy(holding(fromXState('desk', parent('down'), { version: '1' })));
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(400);
  const second = await deploys.deploy(
    holding(
      fromXState('desk', parent('lying'), {
        version: '2',
        migrate: [{ from: '1', states: { 'child.down': 'child.lying' } }],
      }),
    ),
  );
  await second.thread.resume().catch(() => undefined);
  await deploys.clock.advance(599);
  expect((await second.thread.now()).status).toBe('waiting');
  await deploys.clock.advance(1);
  expect((await second.thread.ended()).status).toBe('done');
});
