import { describe, expect, test } from 'vitest';
import {
  assign,
  createMachine,
  emit,
  forwardTo,
  log,
  raise,
  sendParent,
  sendTo,
  setup,
  spawnChild,
  stopChild,
  type AnyActorRef,
} from 'xstate';
import { xstateEngine } from '../../src/engine/xstate-engine.ts';
import { movesOf, pairOf } from './moves.ts';

const echo = setup({}).createMachine({
  id: 'echo',
  initial: 'on',
  states: {
    on: {
      on: {
        PING: { actions: [sendParent({ type: 'PONG' }), sendParent({ type: 'PONG2' })] },
        LATER: { actions: sendParent({ type: 'PONG' }, { delay: 10 }) },
        END: 'over',
        THROW: {
          actions: assign(() => {
            throw new Error('broken');
          }),
        },
      },
    },
    over: { type: 'final' },
  },
  output: 'said',
});

describe('a step through a system of actors', () => {
  test('goes depth first: what an actor sends is taken before what comes after it, unless who gets it is busy', () => {
    const pair = pairOf(() =>
      setup({ actors: { echo } }).createMachine({
        id: 'm',
        invoke: [
          { src: 'echo', id: 'one' },
          { src: 'echo', id: 'two' },
        ],
        on: {
          GO: {
            actions: [sendTo('one', { type: 'PING' }), raise({ type: 'RAISED' }), sendTo('two', { type: 'PING' })],
          },
          RAISED: {},
          PONG: { actions: sendTo('two', { type: 'NOPE' }) },
          PONG2: {},
        },
      }),
    );
    pair.send({ type: 'GO' });
    expect(movesOf(pair)).toEqual([
      ':GO',
      'one:PING',
      'two:PING',
      ':PONG',
      'two:NOPE?',
      ':PONG2?',
      ':PONG',
      'two:NOPE?',
      ':PONG2?',
    ]);
  });

  test('takes an event to a child by forwardTo, and to an actor anywhere by its name in the system', () => {
    const inner = setup({}).createMachine({
      id: 'inner',
      on: { ASK: { actions: sendTo(({ system }) => system.get('far') as AnyActorRef, { type: 'PING' }) } },
    });
    const pair = pairOf(() =>
      setup({ actors: { echo, inner } }).createMachine({
        id: 'm',
        invoke: [
          { src: 'inner', id: 'inner' },
          { src: 'echo', id: 'e', systemId: 'far' },
        ],
        on: { ASK: { actions: forwardTo('inner') }, PONG: {} },
      }),
    );
    pair.send({ type: 'ASK' });
    expect(movesOf(pair)).toEqual([':ASK', 'inner:ASK', 'e:PING', ':PONG?', ':PONG2?']);
  });

  test('finds what was spawned in assign and in the context, and names it in context after a restart', () => {
    const pair = pairOf(() =>
      setup({ actors: { echo } }).createMachine({
        id: 'm',
        context: ({ spawn }) => ({ first: spawn('echo', { id: 'first' }), second: undefined as unknown }),
        on: {
          SPAWN: { actions: assign({ second: ({ spawn }) => spawn('echo', { id: 'second' }) }) },
          TELL: {
            actions: [
              sendTo(({ context }) => context.first, { type: 'PING' }),
              sendTo(({ context }) => context.second as AnyActorRef, { type: 'PING' }),
            ],
          },
          PONG: {},
        },
      }),
    );
    pair.send({ type: 'SPAWN' });
    expect(movesOf(pair)).toEqual([':SPAWN', 'second:xstate.init']);
    pair.send({ type: 'TELL' });
    expect(movesOf(pair).slice(0, 3)).toEqual([':TELL', 'first:PING', 'second:PING']);
  });

  test('tells a parent of the end, of the failure and of each snapshot of a child', () => {
    const pair = pairOf(() =>
      setup({ actors: { echo } }).createMachine({
        id: 'm',
        context: { got: [] as unknown[] },
        invoke: {
          src: 'echo',
          id: 'e',
          onSnapshot: { actions: assign({ got: ({ context }) => [...context.got, 'snapshot'] }) },
          onDone: { actions: assign({ got: ({ event }) => [event.output] }) },
        },
        on: { END: { actions: sendTo('e', { type: 'END' }) }, PING: { actions: sendTo('e', { type: 'PING' }) } },
      }),
    );
    pair.send({ type: 'PING' });
    expect(pair.stands.context).toEqual({ got: ['snapshot', 'snapshot'] });
    pair.send({ type: 'END' });
    movesOf(pair);
    expect(pair.stands.context).toEqual({ got: ['said'] });
  });

  test('an error of a child that nobody takes is the end of the machine', () => {
    const make = (onError?: string) => () =>
      setup({ actors: { echo } }).createMachine({
        id: 'm',
        initial: 'a',
        states: {
          a: {
            invoke: { src: 'echo', id: 'e', ...(onError === undefined ? {} : { onError }) },
            on: { THROW: { actions: sendTo('e', { type: 'THROW' }) } },
          },
          b: {},
        },
      });
    const taken = pairOf(make('b'));
    taken.send({ type: 'THROW' });
    movesOf(taken);
    expect(taken.stands.value).toBe('b');
    const untaken = pairOf(make());
    untaken.send({ type: 'THROW' });
    movesOf(untaken);
    expect(untaken.stands.status).toBe('error');
    expect((untaken.stands.error as Error).message).toBe('broken');
  });

  test('goes back to a history and asks regions in the order in which they were entered', () => {
    const pair = pairOf(() =>
      setup({ actions: { note: () => undefined } }).createMachine({
        id: 'm',
        initial: 'p',
        states: {
          p: {
            type: 'parallel',
            states: {
              a: {
                initial: '1',
                states: {
                  1: { on: { A: '2' } },
                  2: { on: { BOTH: { actions: { type: 'note', params: { at: 'a' } } } } },
                },
              },
              b: { initial: '1', states: { 1: { on: { BOTH: { actions: { type: 'note', params: { at: 'b' } } } } } } },
              back: { type: 'history', history: 'deep' },
            },
            on: { OUT: 'out' },
          },
          out: { on: { BACK: 'p.back' } },
        },
      }),
    );
    for (const type of ['A', 'BOTH', 'OUT', 'BACK', 'BOTH']) {
      pair.send({ type });
      movesOf(pair);
    }
    expect(pair.stands.value).toEqual({ p: { a: '2', b: '1' } });
  });

  test('takes what is enabled in several regions at once in the order in which their states were entered', () => {
    const note = (at: string) => ({ type: 'note', params: { at } });
    const onceSet = (at: string, target: string) => ({
      guard: ({ context }: { context: { isSet: boolean } }) => context.isSet,
      target,
      actions: note(at),
    });
    const pair = pairOf(() =>
      createMachine({
        id: 'm',
        type: 'parallel',
        context: { isSet: false },
        on: { SET: { actions: assign({ isSet: true }) } },
        states: {
          a: { initial: '1', states: { 1: { on: { A: '2' } }, 2: { always: onceSet('a', '3') }, 3: {} } },
          b: { initial: '1', states: { 1: { always: onceSet('b', '2') }, 2: {} } },
        },
      }),
    );
    pair.send({ type: 'A' });
    pair.send({ type: 'SET' });
    movesOf(pair);
    const noted = pair.stands.jobs.flatMap(({ input }) => input as { params: { at: string } }[]);
    expect(noted.map(({ params }) => params.at)).toEqual(['b', 'a']);
  });

  test('a child that is stopped and begun again under its id is another, and what is stopped gets nothing more', () => {
    const pair = pairOf(() =>
      setup({ actors: { echo } }).createMachine({
        id: 'm',
        entry: spawnChild('echo', { id: 'e' }),
        on: {
          AGAIN: { actions: [stopChild('e'), spawnChild('echo', { id: 'e' })] },
          LATER: { actions: sendTo('e', { type: 'LATER' }) },
          PONG: {},
        },
      }),
    );
    pair.send({ type: 'LATER' });
    const before = pair.state.root.children['e']?.session;
    pair.send({ type: 'AGAIN' });
    expect(pair.state.root.children['e']?.session).not.toBe(before);
    expect(pair.state.timers).toEqual([]);
    pair.wait(100);
    movesOf(pair);
  });

  test('tells what each actor emitted, in the order in which XState emits it', () => {
    const loud = setup({}).createMachine({ id: 'loud', entry: emit({ type: 'cry' }) });
    const pair = pairOf(() =>
      setup({ actors: { loud } }).createMachine({
        id: 'm',
        invoke: { src: 'loud', id: 'l' },
        on: { GO: { actions: emit({ type: 'call' }) } },
      }),
    );
    expect(pair.last.emitted).toEqual([{ actor: 'l', event: { type: 'cry' } }]);
    pair.send({ type: 'GO' });
    expect(pair.last.emitted).toEqual([{ actor: '', event: { type: 'call' } }]);
  });
});

test('what a machine logs, and what it sends to who holds it, is told and not run', () => {
  const engine = xstateEngine(
    createMachine({
      id: 'm',
      entry: [log('plain'), log('value', 'label')],
      exit: sendParent({ type: 'NEVER' }),
      on: { GO: { actions: sendParent({ type: 'OUT' }) } },
    }),
  );
  const { state, moves } = engine.start(undefined, 0);
  expect(moves).toMatchObject([{ logged: [{ value: 'plain' }, { label: 'label', value: 'value' }] }]);
  expect(engine.step(state, { type: 'event', event: { type: 'GO' } }, 0).sent).toEqual([{ type: 'OUT' }]);
});
