import { describe, expect, test } from 'vitest';
import {
  createActor,
  createAsyncLogic,
  createCallbackLogic,
  createMachine,
  createObservableLogic,
  setup,
  types,
  type AnyActorLogic,
  type AnyActorRef,
} from 'xstate6';
import { createMachine as createMachine5 } from 'xstate';
import { createDurable } from 'xstate6/durable';
import type { Engine, EngineInput, Job, Step } from '../../src/engine/engine.ts';
import { fromXState } from '../../src/index.ts';
import { durableEngine, type DurableMachine, type DurableState } from '../../src/v6.ts';
import { Pair } from './pair.ts';

/** A machine in hand: the state between two steps is a copy. */
class Hand {
  readonly engine: Engine<DurableState>;
  last: Step<DurableState>;

  constructor(machine: DurableMachine, input?: unknown) {
    this.engine = durableEngine(machine, { createDurable });
    this.last = this.engine.start(input, 0);
  }

  get stands() {
    return this.engine.stands(this.last.state);
  }

  get jobs(): readonly Job[] {
    return this.stands.jobs;
  }

  give(input: EngineInput, now = 0): this {
    this.last = this.engine.step(structuredClone(this.last.state), input, now);
    return this;
  }

  send(type: string): this {
    return this.give({ type: 'event', event: { type } });
  }
}

const loading = setup({
  schemas: {
    context: types<{ got: unknown; error: unknown }>(),
    events: { GO: types<void>(), STOP: types<void>() },
  },
  actors: { load: createAsyncLogic({ run: async ({ input }: { input: { n: number } }) => input.n + 1 }) },
}).createMachine({
  id: 'loading',
  context: { got: undefined, error: undefined },
  initial: 'off',
  states: {
    off: { on: { GO: { target: 'on' } } },
    on: {
      invoke: {
        src: 'load',
        id: 'load',
        input: { n: 41 },
        onDone: ({ context, event }) => ({ target: 'off', context: { ...context, got: event.output } }),
        onError: ({ context, event }) => ({ target: 'off', context: { ...context, error: event.error } }),
      },
      on: { STOP: { target: 'off' }, GO: { target: 'on', reenter: true } },
    },
  },
});

describe('a promise of XState 6', () => {
  test('is a job with its name, its place and its input, whose result its parent gets', () => {
    const hand = new Hand(loading).send('GO');
    const [{ id } = { id: '' }] = hand.jobs;
    expect(hand.jobs).toEqual([{ id, kind: 'promise', src: 'load', actor: 'load', logic: ['load'], input: { n: 41 } }]);
    hand.give({ type: 'done', job: id, output: 42 });
    expect(hand.stands).toMatchObject({ value: 'off', context: { got: 42 }, jobs: [] });
  });

  test('that failed tells its error', () => {
    const hand = new Hand(loading).send('GO');
    hand.give({ type: 'error', job: hand.jobs[0]?.id ?? '', error: new Error('no net') });
    expect(hand.stands.value).toBe('off');
    expect((hand.stands.context as { error: Error }).error.message).toBe('no net');
  });

  test('of a former life is heard no more', () => {
    const hand = new Hand(loading).send('GO');
    const former = hand.jobs[0]?.id ?? '';
    hand.send('GO');
    expect(hand.jobs.map(({ id }) => id)).not.toContain(former);
    const before = hand.last.state;
    hand.give({ type: 'done', job: former, output: 1 });
    expect(hand.last).toMatchObject({ state: before, moves: [] });
    expect(hand.stands.value).toBe('on');
    hand.send('STOP');
    expect(hand.jobs).toEqual([]);
  });
});

describe('an actor that is over', () => {
  const kid = createMachine({
    id: 'kid',
    initial: 'on',
    states: { on: { on: { END: { target: 'over' } } }, over: { type: 'final' } },
    output: () => 7,
  });
  const family = () =>
    setup({
      schemas: {
        context: types<{ kids: AnyActorRef[] }>(),
        events: { BEAR: types<void>(), END: types<void>(), LOOK: types<void>() },
      },
      actors: { kid: kid as never },
    }).createMachine({
      id: 'family',
      context: { kids: [] },
      initial: 'on',
      on: {
        BEAR: ({ context, actors }, enq) => ({
          context: { kids: [...context.kids, enq.spawn(actors.kid as AnyActorLogic)] },
        }),
        END: ({ context }, enq) => {
          for (const each of context.kids) enq.sendTo(each, { type: 'END' });
        },
      },
      states: {
        on: {
          on: {
            LOOK: ({ context }) =>
              context.kids.every((each) => each.getSnapshot().status === 'done') ? { target: 'grown' } : undefined,
          },
        },
        grown: {},
      },
    });

  test('is kept with its last snapshot as long as a context names it', () => {
    const pair = new Pair(family);
    pair.start();
    for (const type of ['BEAR', 'BEAR', 'LOOK', 'END', 'END', 'BEAR', 'LOOK', 'END', 'LOOK']) {
      pair.send({ type });
      const [original, engine] = pair.both as readonly { readonly value: unknown }[];
      expect(engine?.value).toEqual(original?.value);
    }
    expect(pair.stands.value).toBe('grown');
    expect(pair.state.gone.map(({ id }) => id)).toEqual(['kid:0', 'kid:1', 'kid:2']);
  });
});

describe('a named action of XState 6', () => {
  const acting = setup({
    schemas: { context: types<{ n: number }>(), events: { GO: types<void>(), TELL: types<void>() } },
    actions: { note: (_text: string, _n: number) => undefined },
  }).createMachine({
    id: 'acting',
    context: { n: 1 },
    initial: 'on',
    onError: { target: '.failed' },
    states: {
      on: {
        on: {
          GO: ({ context, actions }, enq) => {
            enq(actions.note, 'one', context.n);
            enq.log('label', { n: context.n });
            enq(actions.note, 'two', context.n);
          },
        },
      },
      failed: {},
    },
  });

  test('is a job with its arguments, of all that one macrostep enqueued', () => {
    const hand = new Hand(acting).send('GO');
    expect(hand.jobs).toMatchObject([
      {
        kind: 'actions',
        src: 'note',
        actor: '',
        input: [
          { type: 'note', params: ['one', 1], event: { type: 'GO' } },
          { type: 'note', params: ['two', 1] },
        ],
      },
    ]);
    expect(hand.last.moves).toMatchObject([{ event: { type: 'GO' }, logged: [{ label: 'label', value: { n: 1 } }] }]);
    hand.give({ type: 'done', job: hand.jobs[0]?.id ?? '', output: undefined });
    expect(hand.jobs).toEqual([]);
  });

  test('that failed leads to where onError leads', () => {
    const hand = new Hand(acting).send('GO');
    hand.give({ type: 'error', job: hand.jobs[0]?.id ?? '', error: new Error('no ink') });
    expect(hand.stands.value).toBe('failed');
  });
});

test('an event of XState itself that comes from outside is not taken', () => {
  const machine = createMachine({
    id: 'late',
    initial: 'on',
    states: { on: { after: { 10: { target: 'off' } } }, off: {} },
  });
  const hand = new Hand(machine);
  const [timer] = hand.last.state.timers;
  hand.give({ type: 'event', event: { type: 'xstate.timer', id: timer?.id } });
  expect(hand.stands).toMatchObject({ value: 'on', due: 10 });
  hand.give({ type: 'due' }, 10);
  expect(hand.stands.value).toBe('off');
});

test('what nothing handles is told as ignored, and not accepted', () => {
  const hand = new Hand(loading).send('NOPE');
  expect(hand.last.moves).toEqual([{ actor: '', event: { type: 'NOPE' }, value: 'off', ignored: true }]);
  expect(hand.engine.accepts(hand.last.state, { type: 'NOPE' })).toBe(false);
  expect(hand.engine.accepts(hand.last.state, { type: 'GO' })).toBe(true);
});

interface Sending {
  readonly self: unknown;
  sendTo(actor: unknown, event: object): void;
}

test('actors that send each other events without end are a problem `limit/exceeded`', () => {
  const endless = createMachine({
    id: 'endless',
    on: { GO: ({ self }: Sending, enq: Sending) => enq.sendTo(self, { type: 'GO' }) },
  } as never) as unknown as DurableMachine;
  const engine = durableEngine(endless, { createDurable, limits: { macrosteps: 100 } });
  const { state } = engine.start(undefined, 0);
  expect(() => engine.step(state, { type: 'event', event: { type: 'GO' } }, 0)).toThrow(
    expect.objectContaining({ code: 'limit/exceeded' }),
  );
});

test('a machine of another version that cannot bring over what is stored is a problem `machine/unfit`', () => {
  const make = (version: string) =>
    createMachine({ id: 'aging', version, initial: 'on', states: { on: {} } }) as unknown as DurableMachine;
  const { state } = durableEngine(make('1'), { createDurable }).start(undefined, 0);
  const next = durableEngine(make('2'), { createDurable });
  expect(() => next.step(state, { type: 'event', event: { type: 'GO' } }, 0)).toThrow(
    expect.objectContaining({ code: 'machine/unfit' }),
  );
});

test('a child that rests in a state that its machine has no more is a problem `machine/unfit`', () => {
  const make = (state: string): DurableMachine => {
    const child = createMachine({ id: 'child', initial: state, states: { [state]: {} } });
    return createMachine({ id: 'parent', actors: { child }, invoke: { src: 'child', id: 'child' } } as never);
  };
  const { state } = durableEngine(make('on'), { createDurable }).start(undefined, 0);
  const next = durableEngine(make('off'), { createDurable });
  expect(() => next.step(state, { type: 'event', event: { type: 'GO' } }, 0)).toThrow(
    expect.objectContaining({ code: 'machine/unfit' }),
  );
});

describe('what cannot be begun again in another process is a problem `machine/undurable`', () => {
  const refused = expect.objectContaining({ code: 'machine/undurable' }) as Error;
  const machineWith = (actors: object, on: unknown): DurableMachine =>
    createMachine({ id: 'm', actors, on: { GO: on } } as never);

  test.each([
    ['a callback', createCallbackLogic(() => undefined)],
    ['an observable', createObservableLogic(() => ({ subscribe: () => ({ unsubscribe: () => undefined }) }))],
  ])('%s, when the engine is made', (_what, logic) => {
    expect(() => durableEngine(machineWith({ line: logic }, {}), { createDurable })).toThrow(refused);
  });

  test('logic without a name, when it is begun', () => {
    const logic = createAsyncLogic({ run: async () => 1 });
    const machine = machineWith({}, (_given: unknown, enq: { spawn(logic: unknown): void }) => enq.spawn(logic));
    expect(() => new Hand(machine).send('GO')).toThrow(refused);
  });

  test('an action that is written in place, when it is enqueued', () => {
    const machine = machineWith({}, (_given: unknown, enq: (act: () => void) => void) => enq(() => undefined));
    expect(() => new Hand(machine).send('GO')).toThrow(refused);
    expect(() => new Hand(machine).send('GO')).toThrow(
      'An action is written in place, in what handles "GO", so nobody',
    );
  });

  test('a machine of XState 5, when the engine is made', () => {
    const machine = createMachine5({ id: 'old' }) as never;
    expect(() => durableEngine(machine, { createDurable })).toThrow('One of XState 5 is hosted by "fromXState"');
    expect(() => fromXState('m', createMachine({ id: 'new' }) as never)).toThrow(
      'One of XState 6 is hosted by "fromDurable"',
    );
  });

  test('an actor that XState forgets, which no snapshot of its own has either', () => {
    const kid = createMachine({ id: 'kid' });
    const make = () =>
      createMachine({
        id: 'm',
        actors: { kid },
        initial: 'around',
        entry: (_given: unknown, enq: { spawn(logic: unknown, options: object): void }) =>
          enq.spawn(kid, { id: 'forgotten' }),
        states: { around: { invoke: { src: 'kid', id: 'kept' } } },
      } as never);
    expect(() => new Hand(make())).toThrow(refused);
    const actor = createActor(make() as AnyActorLogic).start();
    expect(Object.keys((actor.getSnapshot() as { children: object }).children)).toEqual(['kept']);
  });

  test('a listener, when it is begun', () => {
    interface Listening {
      listen(actor: unknown, type: string, map: () => object): void;
    }
    const machine = machineWith({}, ({ self }: { self: unknown }, enq: Listening) =>
      enq.listen(self, 'TOLD', () => ({ type: 'HEARD' })),
    );
    expect(() => new Hand(machine).send('GO')).toThrow(refused);
  });
});
