import { assign, setup } from 'xstate';

/** A loop of one state. */
export const machine = setup({
  types: {
    context: {} as { readonly n: number; readonly goal: number },
    events: {} as { readonly type: 'go' },
    input: {} as { readonly goal: number },
  },
  actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
  guards: { isLast: ({ context }) => context.n + 1 >= context.goal },
}).createMachine({
  context: ({ input }) => ({ n: 0, goal: input.goal }),
  initial: 'step',
  states: {
    step: {
      on: {
        go: [
          { guard: 'isLast', target: 'end', actions: 'count' },
          { target: 'step', actions: 'count' },
        ],
      },
    },
    end: { type: 'final' },
  },
});
