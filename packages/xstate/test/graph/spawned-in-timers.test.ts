import { assign, createMachine, fromPromise, setup, spawnChild, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState } from '../../src/index.ts';
import { Pair, type Trace } from '../engine/pair.ts';
import { Deploys } from './deploys.ts';

const child = createMachine({
  id: 'child',
  initial: 'on',
  states: { on: { after: { 10: 'off' } }, off: { type: 'final' } },
});

test.each([
  { what: 'by an action', actions: [spawnChild('child')] },
  { what: 'twice by actions', actions: [spawnChild('child'), spawnChild('child')] },
  {
    what: 'in assign',
    actions: [assign({ ref: ({ spawn }: { spawn: (src: string) => unknown }) => spawn('child') } as never)],
  },
])('an actor without an id that an `after` begins $what is the same after each restart', ({ actions }) => {
  const pair = new Pair(() =>
    setup({ actors: { child } }).createMachine({
      id: 'm',
      context: {},
      initial: 'a',
      states: { a: { after: { 5: { target: 'b', actions: actions as never } } }, b: {} },
    }),
  );
  expectSame(pair);
  pair.wait(5);
  expectSame(pair);
  const begun = idsIn(pair.state);
  expect(begun.length).toBe(actions.length);
  pair.send({ type: 'LOOK' });
  expectSame(pair);
  expect(idsIn(pair.state)).toEqual(begun);
  pair.wait(10);
  expectSame(pair);
  expect(pair.stands.due).toBeUndefined();
});

/** XState numbers actors by the process, the engine by the state. */
function expectSame(pair: Pair): void {
  const [told, engine] = pair.traces().map((trace: Trace) => JSON.stringify(trace).replaceAll(/x:\d+/gu, 'x:'));
  expect(engine).toBe(told);
}

function idsIn({ root, strays }: { readonly root: object; readonly strays: readonly object[] }): readonly string[] {
  const { children } = root as { readonly children: Readonly<Record<string, { readonly session: string }>> };
  const stray = strays as readonly { readonly record: { readonly session: string } }[];
  return [...Object.values(children), ...stray.map(({ record }) => record)].map(({ session }) => session).toSorted();
}

test('logic without a name that an `after` begins fails the thread by name, and a machine that names it goes on', async () => {
  const deploys = new Deploys();
  const load = fromPromise(async () => 1);
  const machine = (named: boolean) =>
    createMachine({
      id: 'm',
      context: {},
      initial: 'a',
      states: {
        a: { after: { 5: { target: 'b', actions: assign({ ref: ({ spawn }) => spawn(load) }) } } },
        b: {},
      },
    } as never).provide({ actors: named ? { load } : {} }) as unknown as AnyStateMachine;
  const first = await deploys.deploy(fromXState('desk', machine(false)));
  await first.cairn.start(first.graph, {}, { id: 't' });
  await deploys.clock.advance(5);
  const failed = await first.thread.settled();
  expect(failed).toMatchObject({ status: 'failed', failed: [{ code: 'machine/undurable' }] });
  expect(JSON.stringify(failed)).toContain(
    'm: on \\"xstate.after.5.m.a\\" it begins an actor from logic without a name. Name it in setup({ actors })',
  );
  const second = await deploys.deploy(fromXState('desk', machine(true)));
  await second.thread.resume();
  await deploys.clock.advance(1);
  expect((await second.thread.now()).state.value).toBe('b');
});
