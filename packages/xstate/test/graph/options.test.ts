import { memory, open } from '@cairn/core';
import { fromXState } from '@cairn/xstate';
import { expect, test } from 'vitest';
import { createMachine, fromPromise, setup } from 'xstate';

const machine = setup({
  actors: { charge: fromPromise(() => Promise.resolve('charged')) },
  actions: { thank: () => undefined },
}).createMachine({
  id: 'shop',
  initial: 'paying',
  states: { paying: { invoke: { src: 'charge', onDone: 'done' } }, done: { entry: 'thank', type: 'final' } },
});

test.each<[object, string]>([
  [{ tasks: { chrage: {} } }, '`tasks.chrage` of "shop" is of what the machine has not. Did you mean "charge"?'],
  [{ tasks: { charge: { attempt: 2 } } }, '`tasks.charge.attempt` of "shop" is no option. Did you mean "attempts"?'],
  [{ tasks: { charge: { attempts: 0 } } }, '`tasks.charge.attempts` of "shop" is 0. It has to be a whole number'],
  [{ tasks: { charge: { attempts: '3' } } }, '`tasks.charge.attempts` of "shop" is "3". It has to be a whole number'],
  [
    { tasks: { charge: { timeout: 'soon' } } },
    '`tasks.charge.timeout` of "shop" is "soon". It has to be a length of time',
  ],
  [{ tasks: { charge: { timeout: -1 } } }, '`tasks.charge.timeout` of "shop" is -1. It has to be a length of time'],
  [{ tasks: { charge: { run: 'x' } } }, '`tasks.charge.run` of "shop" is "x". It has to be a function.'],
  [{ tasks: { charge: 3 } }, '`tasks.charge` of "shop" is 3. It has to be an object.'],
  [{ actions: { thank: { attempts: 1.5 } } }, '`actions.thank.attempts` of "shop" is 1.5. It has to be a whole number'],
  [{ actions: { thank: { retries: 2 } } }, '`actions.thank.retries` of "shop" is no option.'],
  [{ migrate: {} }, '`migrate` of "shop" is no list.'],
  [{ migrate: [{ frm: '1' }] }, '`migrate[0].frm` of "shop" is no option. Did you mean "from"?'],
  [{ migrate: [null] }, '`migrate[0]` of "shop" is null. It has to be an object.'],
  [{ migrate: [{ from: '1' }, { from: '1' }] }, '`migrate` of "shop" has two entries from "1".'],
  [{ migrate: [{}, {}] }, '`migrate` of "shop" has two entries without `from`.'],
])('options that say nothing are refused as the graph is made: %j', (options, says) => {
  const make = (): unknown => fromXState('shop', machine, options);
  expect(make).toThrow(TypeError);
  expect(make).toThrow(says);
});

test('a policy may be of logic that a child machine begins, or bring it', () => {
  const parent = createMachine({ id: 'parent', initial: 'a', states: { a: { invoke: { src: machine } } } });
  expect(fromXState('parent', parent, { tasks: { charge: { attempts: 2 } } }).name).toBe('parent');
  const brought = { tasks: { later: { run: () => 1 } }, actions: { thank: undefined }, migrate: [{ from: '1' }, {}] };
  expect(fromXState('shop', machine, brought as object).name).toBe('shop');
});

test('a timeout is a length of time, in words too', async () => {
  const slow = setup({ actors: { wait: fromPromise(() => new Promise<void>(() => undefined)) } }).createMachine({
    initial: 'waiting',
    states: {
      waiting: { invoke: { src: 'wait', onError: 'late', onDone: 'done' } },
      late: { type: 'final' },
      done: {},
    },
  });
  const hosted = fromXState('slow', slow, { tasks: { wait: { timeout: '20ms' } } });
  const cairn = open({ store: memory(), graphs: [hosted] });
  const thread = await cairn.start(hosted, {});
  expect(await thread.ended()).toMatchObject({ status: 'done', state: { value: 'late' } });
  await cairn.close();
});
