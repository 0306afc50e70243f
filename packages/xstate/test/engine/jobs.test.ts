import { describe, expect, test } from 'vitest';
import {
  assign,
  createMachine,
  enqueueActions,
  fromCallback,
  fromEventObservable,
  fromObservable,
  fromPromise,
  sendTo,
  setup,
  type AnyStateMachine,
} from 'xstate';
import type { Action, Engine, EngineInput, Job, MachineEvent, Step } from '../../src/engine/engine.ts';
import type { MachineState } from '../../src/engine/machine-state.ts';
import { actionAt, runJob } from '../../src/engine/v5/run-job.ts';
import { xstateEngine } from '../../src/engine/xstate-engine.ts';

/** A machine in hand: the state between two steps is a copy. */
class Hand {
  readonly engine: Engine<MachineState>;
  last: Step<MachineState>;

  constructor(machine: AnyStateMachine, input?: unknown) {
    this.engine = xstateEngine(machine);
    this.last = this.engine.start(input, 0);
  }

  get stands() {
    return this.engine.stands(this.last.state);
  }

  get jobs(): readonly Job[] {
    return this.stands.jobs;
  }

  job(kind: Job['kind'], at = 0): Job {
    const found = this.jobs.filter((job) => job.kind === kind)[at];
    if (found === undefined) throw new Error(`There is no job of kind "${kind}".`);
    return found;
  }

  give(input: EngineInput): this {
    this.last = this.engine.step(structuredClone(this.last.state), input, 0);
    return this;
  }

  send(type: string): this {
    return this.give({ type: 'event', event: { type } });
  }
}

interface Observer {
  readonly next: (value: number) => void;
  readonly complete: () => void;
}

const loading = setup({
  types: {},
  actors: { load: fromPromise(async ({ input }: { input: { n: number } }) => input.n + 1) },
}).createMachine({
  id: 'loading',
  context: { got: undefined, error: undefined },
  initial: 'off',
  states: {
    off: { on: { GO: 'on' } },
    on: {
      invoke: {
        src: 'load',
        id: 'load',
        input: { n: 41 },
        onDone: { target: 'off', actions: assign({ got: ({ event }) => event.output }) },
        onError: { target: 'off', actions: assign({ error: ({ event }) => event.error }) },
      },
      on: { STOP: 'off', GO: { target: 'on', reenter: true } },
    },
  },
});

describe('a promise', () => {
  test('is a job with its name, its place and its input, whose result its parent gets', () => {
    const hand = new Hand(loading).send('GO');
    const { id } = hand.job('promise');
    expect(hand.jobs).toEqual([{ id, kind: 'promise', src: 'load', actor: 'load', logic: ['load'], input: { n: 41 } }]);
    hand.give({ type: 'done', job: id, output: 42 });
    expect(hand.stands).toMatchObject({ value: 'off', context: { got: 42 }, jobs: [] });
  });

  test('that failed tells its error', () => {
    const hand = new Hand(loading).send('GO');
    hand.give({ type: 'error', job: hand.job('promise').id, error: new Error('no net') });
    expect(hand.stands.value).toBe('off');
    expect((hand.stands.context as { error: Error }).error.message).toBe('no net');
  });

  test('of a former life is heard no more', () => {
    const hand = new Hand(loading).send('GO');
    const former = hand.job('promise').id;
    hand.send('GO');
    expect(hand.job('promise').id).not.toBe(former);
    const before = hand.last.state;
    hand.give({ type: 'done', job: former, output: 1 });
    expect(hand.last).toMatchObject({ state: before, moves: [] });
    expect(hand.stands.value).toBe('on');
    hand.send('STOP');
    expect(hand.jobs).toEqual([]);
  });

  test('is run as XState runs it, from its name alone', async () => {
    const hand = new Hand(loading).send('GO');
    await expect(runJob(loading, hand.job('promise'), { tell: () => undefined }).ended).resolves.toBe(42);
  });
});

describe('logic that goes on', () => {
  const live = setup({
    types: {},
    actors: {
      line: fromCallback(({ sendBack, receive }) => {
        sendBack({ type: 'HELLO' });
        receive((event) => sendBack({ type: `GOT ${event.type}` }));
      }),
      ticks: fromObservable(() => ({
        subscribe: (observer: object) => {
          const { next, complete } = observer as Observer;
          next(1);
          next(2);
          complete();
          return { unsubscribe: () => undefined };
        },
      })),
      keys: fromEventObservable(() => ({
        subscribe: (observer: object) => {
          (observer as { next(event: MachineEvent): void }).next({ type: 'HELLO' });
          return { unsubscribe: () => undefined };
        },
      })),
    },
  }).createMachine({
    id: 'live',
    context: { got: [] },
    invoke: [
      { src: 'line', id: 'line' },
      {
        src: 'ticks',
        id: 'ticks',
        onSnapshot: { actions: assign({ got: ({ context, event }) => [...context.got, event.snapshot.context] }) },
        onDone: { actions: assign({ got: ({ context }) => [...context.got, 'done'] }) },
      },
      { src: 'keys', id: 'keys' },
    ],
    on: {
      HELLO: { actions: assign({ got: ({ context }) => [...context.got, 'hello'] }) },
      ASK: { actions: sendTo('line', { type: 'ASK' }) },
    },
  });

  test('tells the machine what it told, and is told what was sent to it', () => {
    const hand = new Hand(live);
    expect(hand.jobs.map(({ src }) => src)).toEqual(['line', 'ticks', 'keys']);
    const [line, ticks, keys] = hand.jobs as [Job, Job, Job];
    hand.give({ type: 'told', job: line.id, event: { type: 'HELLO' } });
    hand.give({ type: 'told', job: ticks.id, event: { type: 'xstate.observable.next', data: 7 } });
    hand.give({ type: 'told', job: keys.id, event: { type: 'HELLO' } });
    expect((hand.stands.context as { got: unknown[] }).got).toEqual([undefined, 'hello', 7, 'hello']);
    hand.send('ASK');
    expect(hand.last.told).toEqual([{ job: line.id, event: { type: 'ASK' } }]);
    hand.give({ type: 'done', job: ticks.id, output: undefined });
    expect(hand.jobs.map(({ src }) => src)).toEqual(['line', 'keys']);
    hand.give({ type: 'error', job: keys.id, error: new Error('lost') });
    expect(hand.stands.status).toBe('error');
    expect(hand.jobs).toEqual([]);
  });

  test('is run as XState runs it: a callback, an observable, and one of events', async () => {
    const told: MachineEvent[] = [];
    const [line, ticks, keys] = new Hand(live).jobs as [Job, Job, Job];
    const running = runJob(live, line, { tell: (event) => told.push(event) });
    running.send({ type: 'ASK' });
    expect(told).toEqual([{ type: 'HELLO' }, { type: 'GOT ASK' }]);
    running.stop();
    told.length = 0;
    await runJob(live, ticks, { tell: (event) => told.push(event) }).ended;
    expect(told).toEqual([1, 2].map((data) => ({ type: 'xstate.observable.next', data })));
    told.length = 0;
    runJob(live, keys, { tell: (event) => told.push(event) }).stop();
    expect(told).toEqual([{ type: 'HELLO' }]);
  });
});

describe('actions', () => {
  const place = () => undefined;
  const acting = setup({
    types: {},
    actions: { note: (_, _params: { at: string }) => undefined },
  }).createMachine({
    id: 'acting',
    context: { n: 0 },
    initial: 'a',
    states: {
      a: {
        entry: [{ type: 'note', params: { at: 'entry' } }, assign({ n: 1 }), place],
        on: { GO: { target: 'b', actions: { type: 'note', params: ({ context }) => ({ at: `go ${context.n}` }) } } },
      },
      b: { on: { MADE: { actions: enqueueActions(({ enqueue }) => enqueue(() => undefined)) } } },
    },
  });

  test('are jobs in order, each with what XState gives it at its microstep', () => {
    const hand = new Hand(acting).send('GO');
    const inputs = hand.jobs.map(({ kind, input }) => [kind, input]);
    const init = { type: 'xstate.init', input: undefined };
    expect(inputs).toEqual([
      [
        'actions',
        [
          { type: 'note', params: { at: 'entry' }, context: { n: 0 }, event: init },
          {
            type: 'place',
            address: 'acting.a/entry/2',
            print: expect.any(String),
            params: undefined,
            context: { n: 1 },
            event: init,
          },
        ],
      ],
      ['actions', [{ type: 'note', params: { at: 'go 1' }, context: { n: 1 }, event: { type: 'GO' } }]],
    ]);
    hand.give({ type: 'done', job: hand.job('actions').id, output: undefined });
    expect(hand.jobs.length).toBe(1);
    expect(hand.last.moves).toEqual([]);
  });

  test('are found in the machine by their names, and by what is written at their places', () => {
    const [first] = new Hand(acting).jobs as [Job];
    const [named, written] = first.input as readonly [Action, Action];
    expect(actionAt(acting, [], written)).toBe(place);
    expect(actionAt(acting, [], named)).toBe(acting.implementations.actions['note']);
    expect(actionAt(acting, [], { type: 'none', bare: true })).toBeUndefined();
  });

  test.each<{ what: string; action: Parameters<typeof actionAt>[2]; says: string }>([
    { what: 'no more', action: { type: 'none' }, says: 'action "none" is still to be run, and is gone' },
    {
      what: 'as another',
      action: { type: 'place', address: 'acting.a/entry/2', print: 'of another' },
      says: '"acting.a/entry/2" is still to be run, and none there is known to be the same',
    },
  ])('that the machine has $what are refused by name', ({ action, says }) => {
    expect(() => actionAt(acting, [], action)).toThrow(
      expect.objectContaining({ code: 'machine/unfit', message: expect.stringContaining(says) }),
    );
  });

  test('that fail have the actor fail whose they are', () => {
    const hand = new Hand(acting);
    hand.give({ type: 'error', job: hand.job('actions').id, error: new Error('no mail') });
    expect(hand.stands.status).toBe('error');
    expect((hand.stands.error as Error).message).toBe('no mail');
  });

  test('that are made in flight are refused', () => {
    const hand = new Hand(acting).send('GO');
    expect(() => hand.send('MADE')).toThrow(
      expect.objectContaining({ code: 'machine/undurable', facts: expect.objectContaining({ machine: 'acting' }) }),
    );
  });
});

describe('what has no place in a state', () => {
  test('is refused with the path to it', () => {
    const machine = createMachine({ id: 'm', context: { ok: new Map([['a', { f: () => 1 }]]) } });
    expect(() => new Hand(machine)).toThrow(
      expect.objectContaining({ code: 'value/refused', facts: { path: 'context.ok.0.f', found: 'a function' } }),
    );
  });

  test('is an actor from logic without a name, found when the engine is made or when it begins', () => {
    const nameless = fromPromise(async () => 1);
    const early = createMachine({ id: 'm', invoke: { src: 'nowhere' } });
    expect(() => xstateEngine(early)).toThrow(expect.objectContaining({ code: 'machine/undurable' }));
    const late = createMachine({ id: 'm', context: ({ spawn }) => ({ ref: spawn(nameless, { id: 'x' }) }) });
    expect(() => new Hand(late)).toThrow(expect.objectContaining({ code: 'machine/undurable' }));
    const named = createMachine({
      id: 'm',
      context: ({ spawn }) => ({ ref: spawn(nameless, { id: 'x' }) }),
    }).provide({ actors: { nameless } });
    expect(new Hand(named).jobs.map(({ src }) => src)).toEqual(['nameless']);
  });

  test('is a state or an actor that the machine has no more', () => {
    const { state } = new Hand(createMachine({ id: 'm', initial: 'old', states: { old: {} } })).last;
    const changed = xstateEngine(createMachine({ id: 'm', initial: 'new', states: { new: {} } }));
    expect(() => changed.step(state, { type: 'event', event: { type: 'X' } }, 0)).toThrow(
      expect.objectContaining({ code: 'machine/unfit' }),
    );
  });
});

test('a machine that goes round for ever is refused at its limit', () => {
  const round = createMachine({ id: 'm', initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } });
  expect(() => xstateEngine(round, { limits: { microsteps: 50 } }).start(undefined, 0)).toThrow(
    expect.objectContaining({ code: 'limit/exceeded', facts: { name: 'microsteps', limit: 50, loop: [] } }),
  );
});

test('an engine says what its machine takes', () => {
  const hand = new Hand(loading);
  expect(hand.engine.accepts(hand.last.state, { type: 'GO' })).toBe(true);
  expect(hand.engine.accepts(hand.last.state, { type: 'STOP' })).toBe(false);
  expect(hand.send('NONE').last.moves).toEqual([{ actor: '', event: { type: 'NONE' }, ignored: true, value: 'off' }]);
});
