import { assign, fromPromise, setup } from 'xstate';
import type { Cairn } from '@cairn/core';
import { expectTypeOf, test } from 'vitest';
import { fromXState } from '../../src/index.ts';

const machine = setup({
  types: {
    context: {} as { total: number },
    events: {} as { type: 'ADD'; item: string } | { type: 'NOTE'; text?: string } | { type: 'GO' },
    output: {} as { receipt: string },
    input: {} as { by: string },
  },
  actors: { charge: fromPromise(async ({ input }: { input: { card: string } }) => input.card) },
  actions: { note: (_, params: { text: string }) => void params, plain: () => undefined, more: assign({ total: 1 }) },
}).createMachine({ id: 'm', context: { total: 0 } });

declare const cairn: Cairn;

test('what a machine says of its events, promises and actions is asked of who uses it', async () => {
  const graph = fromXState('m', machine, {
    tasks: { charge: { run: ({ input }) => expectTypeOf(input).toEqualTypeOf<{ card: string }>() } },
    actions: {
      note: ({ context }, params) => {
        expectTypeOf(context).toEqualTypeOf<{ total: number }>();
        expectTypeOf(params).toEqualTypeOf<{ text: string }>();
      },
    },
  });
  fromXState('m', machine, {
    actions: { note: { attempts: 3, run: (_, params) => expectTypeOf(params).toEqualTypeOf<{ text: string }>() } },
  });
  // @ts-expect-error no action has this name
  fromXState('m', machine, { actions: { noted: () => undefined } });
  const thread = await cairn.start(graph, { input: { by: 'ada' } });
  await thread.send('ADD', { item: 'pear' });
  await thread.send('NOTE');
  await thread.send('NOTE', { text: 'x' });
  await thread.send('GO');
  // @ts-expect-error an item is needed
  await thread.send('ADD');
  // @ts-expect-error a text is no payload
  await thread.send('NOTE', 5);
  const ended = await thread.ended();
  if (ended.status === 'done') expectTypeOf(ended.state.output).toEqualTypeOf<{ receipt: string }>();
});
