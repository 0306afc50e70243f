import { graph, isProblem, memory, open, run, type AnyGraph } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { createMachine, fromPromise, setup, type AnyStateMachine } from 'xstate';
import { expect, onTestFinished, test } from 'vitest';
import { fromXState } from '../../src/index.ts';

/** A machine that has these actions when it goes. */
function machineOf(actions: Readonly<Record<string, (facts: never) => unknown>>): AnyStateMachine {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    context: { list: ['one'] },
    states: {
      a: { on: { GO: { target: 'b', actions: Object.keys(actions) } } },
      b: { on: { END: 'c' } },
      c: { type: 'final' },
    },
  } as never);
  return machine.provide({ actions } as never);
}

/** A thread of it that went. */
async function gone(actions: Readonly<Record<string, (facts: never) => unknown>>, options: object = {}) {
  const hosted = fromXState('m', machineOf(actions), options as never);
  const clock = virtualClock();
  const cairn = open({ store: memory(), graphs: [hosted as unknown as AnyGraph], clock });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  await thread.send('GO' as never, undefined as never);
  await clock.advance(0);
  return { thread, clock };
}

/** Fails so often, and then is through. */
function failing(times: number, told: string[], what = 'failing') {
  return (): void => {
    told.push(what);
    if (told.filter((each) => each === what).length <= times) throw new Error(`${what} is down`);
  };
}

test('an action that fails stops its thread, which goes on with it when it is resumed', async () => {
  const told: string[] = [];
  const { thread } = await gone({
    first: () => told.push('first'),
    failing: failing(1, told),
    last: () => told.push('last'),
  });
  const failed = await thread.settled();
  expect(failed).toMatchObject({ status: 'failed', failed: [{ node: 'work', message: 'failing is down' }] });
  expect(failed.state.value).toBe('b');
  expect(failed.state.machine.root.status).toBe('active');
  await thread.resume();
  expect((await thread.settled()).status).toBe('waiting');
  expect(told).toEqual(['first', 'failing', 'failing', 'last']);
  await thread.send('END' as never, undefined as never);
  expect((await thread.ended()).status).toBe('done');
});

test('a machine takes events while an action has failed, and the actions of those wait for it', async () => {
  const told: string[] = [];
  const { thread } = await gone({ failing: failing(1, told) });
  await thread.send('END' as never, undefined as never);
  const now = await thread.now();
  expect(now.state.value).toBe('c');
  expect(now.status).toBe('failed');
  await thread.resume();
  expect((await thread.ended()).status).toBe('done');
  expect(told).toEqual(['failing', 'failing']);
});

test('an action is tried as often as is said of it, under one key, whatever those before it took', async () => {
  const told: string[] = [];
  const keys = new Set<string>();
  const attempts: number[] = [];
  const { thread, clock } = await gone(
    { first: failing(2, told, 'first'), second: () => undefined, third: failing(5, told, 'third') },
    {
      retry: { backoff: '1s', factor: 1 },
      actions: {
        first: { attempts: 3 },
        second: ({ attempt }: { readonly attempt: number }) => void attempts.push(attempt),
        third: {
          attempts: 2,
          run: ({ key, attempt }: { readonly key: string; readonly attempt: number }) => {
            keys.add(key);
            attempts.push(attempt);
            return failing(5, told, 'third')();
          },
        },
      },
    },
  );
  await clock.advance(2_000);
  expect(told).toEqual(['first', 'first', 'first', 'third']);
  await clock.advance(1_000);
  expect((await thread.settled()).status).toBe('failed');
  expect(told.slice(3)).toEqual(['third', 'third']);
  expect(attempts).toEqual([1, 1, 2]);
  expect(keys.size).toBe(1);
  await thread.resume();
  await clock.advance(10_000);
  expect((await thread.now()).status).toBe('failed');
  expect(told.slice(5)).toEqual(['third', 'third']);
  expect(keys.size).toBe(1);
});

test('an attempt at an action may take as long as is said of it', async () => {
  const machine = machineOf({ slow: () => new Promise(() => undefined) });
  const hosted = fromXState('m', machine, { actions: { slow: { timeout: 1 } } });
  const cairn = open({ store: memory(), graphs: [hosted as unknown as AnyGraph] });
  onTestFinished(() => cairn.close());
  const thread = await cairn.start(hosted, {});
  await thread.send('GO' as never, undefined as never);
  const settled = await thread.settled();
  expect(settled).toMatchObject({ status: 'failed', failed: [{ name: 'TimeoutError' }] });
});

test('the holder of a machine whose action failed takes its error, as that of any node', async () => {
  const machine = setup({
    actions: {
      boom: () => {
        throw new RangeError('boom');
      },
    },
  }).createMachine({
    id: 'm',
    entry: 'boom',
  });
  const holding = graph({
    name: 'holding',
    state: {},
    start: 'machine',
    nodes: {
      machine: { graph: fromXState('m', machine), input: () => ({}), onError: 'failed', next: 'end' },
      failed: { final: true },
      end: { final: true },
    },
  });
  expect(await run(holding, {})).toMatchObject({ status: 'done', outcome: 'failed' });
});

test('an action has the id of its actor, and is told by name what it cannot have', async () => {
  const seen: unknown[] = [];
  const reaching = ({
    self,
    system,
  }: {
    readonly self: { readonly id: string; send(event: object): void };
    readonly system: { get(id: string): unknown };
  }) => {
    seen.push(self.id);
    for (const reach of [() => self.send({ type: 'END' }), () => system.get('other')]) {
      try {
        reach();
      } catch (error) {
        if (isProblem(error, 'machine/undurable'))
          seen.push(error.facts.mistakes[0]?.message.split('.')[0], error.facts.mistakes[0]?.path);
      }
    }
    return self.send({ type: 'END' });
  };
  const { thread } = await gone({ reaching }, { actions: { reaching: { attempts: 5 } } });
  expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ code: 'machine/undurable' }] });
  expect(seen).toEqual(['m', 'action "reaching" uses "self', 'm', 'action "reaching" uses "system', 'm']);
});

test('a promise is told by name that it reaches no other actor', async () => {
  const machine = setup({
    actors: { load: fromPromise(async ({ system, self }) => [self.id, system.get('other')]) },
  }).createMachine({ id: 'm', invoke: { src: 'load', id: 'loading' } });
  const hosted = fromXState('m', machine);
  const settled = await run(hosted, {});
  expect(settled).toMatchObject({ status: 'failed', failed: [{ code: 'machine/undurable' }] });
  expect(JSON.stringify(settled)).toContain('actor \\"load\\" uses \\"system.get\\"');
});

test('what actions and promises are given is theirs: they may change it, and the machine is as it was', async () => {
  const machine = setup({
    types: { context: {} as { list: string[] }, input: {} as { list: string[] } },
    actors: { load: fromPromise(async ({ input }: { input: string[] }) => (input.push('loaded'), input.length)) },
    actions: {
      change: ({ context }, params: { list: string[] }) => void (context.list.push('x'), params.list.push('y')),
    },
  }).createMachine({
    id: 'm',
    context: ({ input }) => (input.list.push('begun'), { list: input.list }),
    entry: { type: 'change', params: ({ context }) => ({ list: context.list }) },
    invoke: { src: 'load', input: ({ context }) => context.list, onDone: '.end' },
    initial: 'on',
    states: { on: {}, end: { type: 'final' } },
  });
  const { status, state } = await run(fromXState('m', machine), { input: { list: ['one'] } });
  expect(status).toBe('done');
  expect(state.machine.root.held['context']).toEqual({ list: ['one', 'begun'] });
  expect(state.input).toEqual({ list: ['one'] });
});
