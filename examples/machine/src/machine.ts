/** An onboarding as a machine of XState, as it ran in one process until now. Nothing in here knows of Cairn. */
import { assign, fromPromise, setup } from 'xstate';

interface Context {
  readonly name: string;
  readonly plan: string | undefined;
  readonly account: string | undefined;
}

type Event =
  | { readonly type: 'SUBMIT' }
  | { readonly type: 'CHOOSE'; readonly plan: string }
  | { readonly type: 'BACK' };

export const machine = setup({
  types: {
    context: {} as Context,
    events: {} as Event,
    input: {} as { readonly name: string },
    output: {} as { readonly account: string | undefined; readonly plan: string | undefined },
  },
  actors: {
    verify: fromPromise(async ({ input }: { input: string }) => input !== ''),
    provision: fromPromise(
      async ({ input }: { input: { name: string; plan: string } }) => `${input.name}/${input.plan}`,
    ),
  },
}).createMachine({
  id: 'onboarding',
  context: ({ input }) => ({ name: input.name, plan: undefined, account: undefined }),
  initial: 'filling in',
  states: {
    'filling in': { on: { SUBMIT: 'verifying' } },
    verifying: {
      invoke: {
        src: 'verify',
        input: ({ context }) => context.name,
        onDone: [{ guard: ({ event }) => event.output, target: 'choosing' }, { target: 'filling in' }],
        onError: 'filling in',
      },
    },
    choosing: {
      on: {
        CHOOSE: { target: 'provisioning', actions: assign({ plan: ({ event }) => event.plan }) },
        BACK: 'filling in',
      },
      after: { 259_200_000: 'lapsed' },
    },
    provisioning: {
      invoke: {
        src: 'provision',
        input: ({ context }) => ({ name: context.name, plan: context.plan ?? '' }),
        onDone: { target: 'ready', actions: assign({ account: ({ event }) => event.output }) },
      },
    },
    ready: { type: 'final' },
    lapsed: { type: 'final' },
  },
  output: ({ context }) => ({ account: context.account, plan: context.plan }),
});
