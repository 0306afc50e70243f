import { assign, createMachine, fromPromise, setup, stopChild, type AnyStateMachine } from 'xstate';
import { expect, test } from 'vitest';
import { fromXState, type MachineMigration } from '../../../src/index.ts';
import { Deploys } from '../deploys.ts';

const begun: string[] = [];

const pay = fromPromise(async () => {
  begun.push('pay');
  return 'paid';
});

function machineOf(states: object, id = 'm', more: object = {}): AnyStateMachine {
  return setup({ actors: { pay } }).createMachine({
    id,
    initial: Object.keys(states)[0] as string,
    states,
    ...more,
  } as never) as unknown as AnyStateMachine;
}

const resting = machineOf({ cart: { on: { GO: 'paid' } }, paid: {} });
const asks = { invoke: { src: 'pay', onDone: 'paid' } };

/** What comes of a thread that rests in one machine under another. */
async function brought(was: AnyStateMachine, today: AnyStateMachine, migrate: readonly MachineMigration[] = []) {
  const deploys = new Deploys();
  const first = await deploys.deploy(fromXState('m', was, { version: '1' }));
  const begins = await first.cairn.start(first.graph, {}, { id: 't' });
  await begins.settled();
  begun.length = 0;
  const { thread } = await deploys.deploy(fromXState('m', today, { version: '2', migrate }));
  const refused: unknown = await thread.send('*' as never, { type: 'LOOK' } as never).then(
    () => undefined,
    (error: unknown) => error,
  );
  await deploys.clock.advance(0);
  return { thread, refused };
}

const paying =
  'state "m.cart" invokes "pay", and there is no child "0.m.cart". Give it in "snapshot" of "migrate", children: { "0.m.cart": { src: "pay"';

test.each<{
  what: string;
  was?: AnyStateMachine;
  today: AnyStateMachine;
  migrate?: readonly MachineMigration[];
  says: string;
}>([
  { what: 'a state that invokes something now', today: machineOf({ cart: asks, paid: {} }), says: paying },
  {
    what: 'a state that invokes something now and is listed',
    today: machineOf({ cart: asks, paid: {} }),
    migrate: [{ from: '1', states: { 'm.cart': 'm.cart' } }],
    says: paying,
  },
  {
    what: 'a state that is called what invokes something',
    today: machineOf({ paying: asks, paid: {} }),
    migrate: [{ from: '1', states: { 'm.cart': 'm.paying' } }],
    says: 'state "m.paying" invokes "pay"',
  },
  {
    what: 'a snapshot without the child of a state that it is in',
    was: machineOf({ cart: { invoke: { src: 'pay' } }, paid: {} }),
    today: machineOf({ cart: { invoke: { src: 'pay' } }, paid: {}, more: {} }),
    migrate: [{ from: '1', snapshot: (old) => ({ ...old, children: {} }) }],
    says: paying,
  },
  {
    what: 'a state that is final now',
    today: machineOf({ cart: { type: 'final' } }),
    says: 'it would rest at the end of machine "m". Say in "snapshot"',
  },
  {
    what: 'a state within one that leads on as it ends',
    was: machineOf({ p: { initial: 'a', states: { a: {} } }, q: {} }),
    today: machineOf({ p: { initial: 'a', states: { a: { type: 'final' } }, onDone: 'q' }, q: {} }),
    says: 'it would rest at the end of state "m.p", whose "onDone" leads on',
  },
  {
    what: 'a machine that is called otherwise',
    today: machineOf({ cart: {}, paid: {} }, 'shop'),
    says: 'machine "m" is called "shop" now: "states" of "migrate" is to have {"m":"shop"}',
  },
  {
    what: 'a state whose own id is another',
    was: machineOf({ cart: { id: 'basket' }, paid: {} }),
    today: machineOf({ cart: { id: 'bag' }, paid: {} }),
    says: 'state "basket" is gone. Known: "m", "bag"',
  },
  {
    what: 'a snapshot that throws',
    today: machineOf({ cart: {} }),
    migrate: [
      {
        from: '1',
        snapshot: () => {
          throw new RangeError('no such thing');
        },
      },
    ],
    says: '"snapshot" of "migrate" threw: RangeError: no such thing',
  },
  {
    what: 'a version that no entry is of',
    today: machineOf({ basket: {} }),
    migrate: [{ from: '0', states: { 'm.cart': 'm.basket' } }],
    says: '"migrate" has entries from "0", and this is of another version, or of none',
  },
])('$what: the thread is refused, and it is said what to write', async ({ was = resting, today, migrate, says }) => {
  const { refused } = await brought(was, today, migrate);
  expect(refused).toMatchObject({ code: 'thread/changed-graph' });
  expect(String(refused)).toContain(says);
  expect(begun).toEqual([]);
});

test.each([
  { what: 'is begun where it is given', status: 'active' as const, runs: ['pay'], value: 'paid' },
  { what: 'is not where it is given as stopped', status: 'stopped' as const, runs: [], value: 'cart' },
])('what a state invokes now $what', async ({ status, runs, value }) => {
  const { thread, refused } = await brought(resting, machineOf({ cart: asks, paid: {} }), [
    { from: '1', snapshot: (old) => ({ ...old, children: { '0.m.cart': { src: 'pay', snapshot: { status } } } }) },
  ]);
  expect(refused).toBeUndefined();
  expect(begun).toEqual(runs);
  expect((await thread.now()).state.value).toBe(value);
});

test('a machine that is called otherwise goes on where that is said', async () => {
  const { thread, refused } = await brought(resting, machineOf({ cart: { on: { LOOK: 'paid' } }, paid: {} }, 'shop'), [
    { from: '1', states: { m: 'shop' } },
  ]);
  expect(refused).toBeUndefined();
  expect((await thread.now()).state.value).toBe('paid');
});

test('a machine whose parallel state has a history goes on', async () => {
  const regions = (more: object) =>
    createMachine({
      id: 'm',
      type: 'parallel',
      context: { looks: 0 },
      on: { LOOK: { actions: assign({ looks: ({ context }) => Number(context['looks']) + 1 }) } },
      states: { a: { initial: 'x', states: { x: {}, ...more } }, h: { type: 'history' } },
    } as never) as unknown as AnyStateMachine;
  for (const migrate of [[], [{ from: '1', snapshot: (old) => old }]] satisfies MachineMigration[][]) {
    const { thread, refused } = await brought(regions({}), regions({ y: {} }), migrate);
    expect(refused).toBeUndefined();
    expect((await thread.now()).state).toMatchObject({
      value: 'a.x',
      machine: { root: { held: { context: { looks: 1 } } } },
    });
  }
});

test('what ended while its state goes on, and a final state within one that waits, are in nobody’s way', async () => {
  const machine = (more: object) =>
    machineOf({ cart: { invoke: { src: 'pay' }, initial: 'x', states: { x: { type: 'final' } } }, ...more });
  const { refused } = await brought(machine({}), machine({ paid: {} }));
  expect(refused).toBeUndefined();
});

test('an actor that a machine stopped by hand is asked for', async () => {
  const states = { x: { always: 'y' }, y: { entry: stopChild('own') } };
  const machine = (more: object) =>
    machineOf({ cart: { invoke: { src: 'pay', id: 'own' }, initial: 'x', states }, ...more });
  const { refused } = await brought(machine({}), machine({ paid: {} }));
  expect(String(refused)).toContain('with the status "stopped" where it is not to run');
});
