import { memory, open, run } from '@cairn/core';
import { fromXState } from '@cairn/xstate';
import { expect, test } from 'vitest';
import { assign, createActor, fromPromise, setup, waitFor } from 'xstate';

class PaymentError extends Error {
  override name = 'PaymentError';
  readonly code = 'E_CARD';
}

const because = (cause: unknown): Error => new Error('outer', { cause });

const thrown: Readonly<Record<string, () => unknown>> = {
  'an error of a class of its own': () => new PaymentError('card declined'),
  'an error with a code': () => Object.assign(new Error('no such file'), { code: 'ENOENT' }),
  'a cause of a class of its own': () => because(new PaymentError('card declined')),
  'an error that carries a function': () => Object.assign(new TypeError('bad'), { retry: () => 1, code: 'E_BAD' }),
  'errors that are gathered': () => new AggregateError([new PaymentError('one'), new Error('two')], 'all of them'),
  'one of the platform': () => new DOMException('too late', 'TimeoutError'),
  'a text': () => 'card declined',
  'a record': () => ({ code: 'E_CARD' }),
};

/** What a machine is told of an error. */
function told(error: unknown): object {
  const { name, message, code, cause, errors } = error as Partial<PaymentError & AggregateError>;
  return {
    name,
    message,
    code,
    cause: cause === undefined ? undefined : told(cause),
    errors: errors?.map(told),
  };
}

test.each(Object.entries(thrown))('a machine is told of %s as XState tells it', async (_, make) => {
  const machine = setup({
    types: { context: {} as { seen: object | undefined } },
    actors: { pay: fromPromise(() => Promise.reject(make() as Error)) },
  }).createMachine({
    id: 'paying',
    context: { seen: undefined },
    initial: 'paying',
    output: ({ context }) => context.seen,
    states: {
      paying: {
        invoke: {
          src: 'pay',
          onError: { target: 'failed', actions: assign({ seen: ({ event }) => told(event.error) }) },
        },
      },
      failed: { type: 'final' },
    },
  });
  const there = await waitFor(createActor(machine).start(), ({ status }) => status === 'done');
  const here = await run(fromXState('paying', machine), {});
  expect(here.state.output).toEqual(there.context.seen);
});

test('a machine is told of an output that cannot be stored, by its code', async () => {
  const machine = setup({
    types: { context: {} as { seen: unknown } },
    actors: { pay: fromPromise(async () => ({ call: () => 1 })) },
  }).createMachine({
    id: 'paying',
    context: { seen: undefined },
    initial: 'paying',
    output: ({ context }) => context.seen,
    states: {
      paying: {
        invoke: {
          src: 'pay',
          onDone: 'over',
          onError: { target: 'over', actions: assign({ seen: ({ event }) => told(event.error) }) },
        },
      },
      over: { type: 'final' },
    },
  });
  const { state } = await run(fromXState('paying', machine), {});
  expect(state.output).toMatchObject({ code: 'value/refused', message: expect.stringContaining('call') as string });
});

test('a thread may go on as long as its machine does', () => {
  const machine = setup({}).createMachine({ id: 'polling', initial: 'on', states: { on: { after: { 1000: 'on' } } } });
  expect(fromXState('polling', machine).source.limits).toEqual({ transitions: Infinity });
});

test('of a machine that ended in an error it is told that resuming fails in the same way, and what helps', async () => {
  const machine = setup({
    actors: { pay: fromPromise(() => Promise.reject(new Error('card declined'))) },
  }).createMachine({
    id: 'paying',
    initial: 'paying',
    on: { RETRY: '.paying' },
    states: { paying: { invoke: { src: 'pay' } } },
  });
  const graph = fromXState('paying', machine);
  const cairn = open({ store: memory(), graphs: [graph] });
  const thread = await cairn.start(graph, {});
  expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ message: 'card declined' }] });
  await thread.resume();
  expect(await thread.settled()).toMatchObject({ status: 'failed', failed: [{ message: 'card declined' }] });
  await expect(thread.send('RETRY')).rejects.toThrow(
    'It failed for good: node "failed": card declined. rewind() or fork() from before that',
  );
  await cairn.close();
});
