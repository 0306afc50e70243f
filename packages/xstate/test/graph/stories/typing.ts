import { assign, cancel, emit, enqueueActions, fromPromise, raise, sendTo, setup } from 'xstate';
import type { Story } from './story.ts';

/** Asks for a name and an address; help leads away and back to where one was, and a draft is thrown away at last. */
export const onboarding: Story = {
  name: 'onboarding',
  machine: (note) =>
    setup({
      types: {
        context: {} as { name: string; street: string; seen: Set<string>; at?: Date },
        events: {} as
          | { type: 'NEXT'; value?: string }
          | { type: 'BACK' }
          | { type: 'HELP' }
          | { type: 'CLOSE' }
          | { type: 'RESTART' },
      },
      actions: {
        see: assign({ seen: ({ context }, params: { step: string }) => new Set([...context.seen, params.step]) }),
        enter: (_facts, params: { step: string }) => note(`enter ${params.step}`),
      },
    }).createMachine({
      id: 'onboarding',
      context: { name: '', street: '', seen: new Set<string>() },
      initial: 'wizard',
      states: {
        wizard: {
          initial: 'person',
          states: {
            person: {
              initial: 'name',
              entry: [
                { type: 'see', params: { step: 'person' } },
                { type: 'enter', params: { step: 'person' } },
              ],
              states: {
                name: {
                  on: { NEXT: { target: 'birthday', actions: assign({ name: ({ event }) => event.value ?? '' }) } },
                },
                birthday: {
                  entry: { type: 'enter', params: { step: 'birthday' } },
                  on: { BACK: 'name', NEXT: { target: '#address', actions: assign({ at: new Date(86_400_000) }) } },
                },
              },
            },
            address: {
              id: 'address',
              entry: { type: 'see', params: { step: 'address' } },
              on: {
                BACK: 'person.birthday',
                NEXT: { target: '#onboarding.done', actions: assign({ street: ({ event }) => event.value ?? '' }) },
              },
            },
            last: { type: 'history', history: 'deep' },
            section: { type: 'history', history: 'shallow', target: 'address' },
          },
          on: { HELP: 'help', RESTART: { target: '.person', reenter: true } },
        },
        help: {
          entry: () => note('help'),
          on: { CLOSE: 'wizard.last', BACK: 'wizard.section' },
        },
        done: { type: 'final' },
      },
    }),
  happens: [
    { type: 'NEXT', value: 'Ada' },
    { type: 'HELP' },
    { type: 'CLOSE' },
    { type: 'HELP' },
    { type: 'BACK' },
    { type: 'NEXT', value: 'Eve' },
    { type: 'NEXT' },
    { type: 'HELP' },
    { type: 'CLOSE' },
    { type: 'NEXT', value: 'Main Street' },
  ],
  ends: 'done',
};

/** Fetches again and again, each wait twice as long as the one before, until it is there. */
export const fetching: Story = {
  name: 'fetch with retries',
  input: { url: '/a', failures: 3 },
  machine: (note) =>
    setup({
      types: {
        context: {} as { url: string; failures: number; attempt: number; data?: { at: string }; errors: unknown[] },
        input: {} as { url: string; failures: number },
        events: {} as { type: 'RETRY NOW' },
        output: {} as { attempts: number },
        emitted: {} as { type: 'waits'; for: number },
      },
      actors: {
        load: fromPromise(async ({ input }: { input: { url: string; attempt: number; failures: number } }) => {
          if (input.attempt <= input.failures) throw new TypeError(`503 at attempt ${input.attempt}`);
          return { at: input.url };
        }),
      },
      delays: { backoff: ({ context }) => 1000 * 2 ** (context.attempt - 1), 'too long': 60_000 },
      guards: { isTired: ({ context }) => context.attempt >= 5 },
    }).createMachine({
      id: 'fetching',
      context: ({ input }) => ({ ...input, attempt: 0, errors: [] }),
      initial: 'loading',
      after: { 'too long': '.failed' },
      states: {
        loading: {
          entry: assign({ attempt: ({ context }) => context.attempt + 1 }),
          invoke: {
            src: 'load',
            input: ({ context: { url, attempt, failures } }) => ({ url, attempt, failures }),
            onDone: { target: 'loaded', actions: assign({ data: ({ event }) => event.output }) },
            onError: [
              { guard: 'isTired', target: 'failed' },
              {
                target: 'waiting',
                actions: [
                  assign({ errors: ({ context, event }) => [...context.errors, event.error] }),
                  ({ context }) => note(`failed ${context.errors.length}`),
                ],
              },
            ],
          },
        },
        waiting: {
          entry: emit(({ context }) => ({ type: 'waits', for: 1000 * 2 ** (context.attempt - 1) })),
          after: { backoff: 'loading' },
          on: { 'RETRY NOW': 'loading' },
        },
        loaded: { type: 'final' },
        failed: { type: 'final' },
      },
      output: ({ context }) => ({ attempts: context.attempt }),
    }),
  happens: [999, 1, 1_000, { type: 'RETRY NOW' }, 3_999, 10_000],
  ends: 'loaded',
};

/** A form is looked at once nobody has typed for a while; what is typed meanwhile makes an answer stale. */
export const form: Story = {
  name: 'form',
  machine: (note) =>
    setup({
      types: {
        context: {} as { text: string; error?: string | undefined; checks: number },
        events: {} as { type: 'TYPE'; text: string } | { type: 'SUBMIT' } | { type: 'CHECK' },
      },
      actors: {
        check: fromPromise(async ({ input }: { input: string }) => {
          if (!input.includes('@')) throw new Error(`"${input}" is no address`);
          return input.toLowerCase();
        }),
        submit: fromPromise(async ({ input }: { input: string }) => ({ id: input.length })),
      },
      actions: {
        debounce: enqueueActions(({ enqueue }) => {
          enqueue(cancel('check'));
          enqueue(raise({ type: 'CHECK' }, { id: 'check', delay: 300 }));
        }),
        spell: ({ context }) => note(`typed ${context.text}`),
      },
    }).createMachine({
      id: 'form',
      context: { text: '', checks: 0 },
      initial: 'editing',
      states: {
        editing: {
          initial: 'clean',
          states: {
            clean: {},
            dirty: { on: { CHECK: 'checking' } },
            checking: {
              entry: assign({ checks: ({ context }) => context.checks + 1 }),
              invoke: {
                src: 'check',
                input: ({ context }) => context.text,
                onDone: { target: 'valid', actions: assign({ text: ({ event }) => event.output, error: undefined }) },
                onError: {
                  target: 'invalid',
                  actions: assign({ error: ({ event }) => (event.error as Error).message }),
                },
              },
            },
            valid: { entry: () => note('valid'), on: { SUBMIT: '#form.submitting' } },
            invalid: { entry: ({ context }) => note(context.error ?? '') },
          },
          on: {
            TYPE: { target: '.dirty', actions: [assign({ text: ({ event }) => event.text }), 'debounce', 'spell'] },
          },
        },
        submitting: { invoke: { src: 'submit', input: ({ context }) => context.text, onDone: 'submitted' } },
        submitted: { type: 'final' },
      },
    }),
  happens: [
    { type: 'TYPE', text: 'A' },
    200,
    { type: 'TYPE', text: 'AD' },
    299,
    { type: 'SUBMIT' },
    1,
    { type: 'TYPE', text: 'Ada@' },
    300,
    { type: 'SUBMIT' },
  ],
  ends: 'submitted',
};

/** A session is found in its system by name, warns who is idle, and ends of itself. */
export const chat: Story = {
  name: 'chat session',
  machine: (note) => {
    const room = setup({
      types: { context: {} as { lines: string[] }, events: {} as { type: 'SAY'; text: string } | { type: 'CLEAR' } },
    }).createMachine({
      id: 'room',
      context: { lines: [] },
      on: {
        SAY: {
          actions: [
            assign({ lines: ({ context, event }) => [...context.lines, event.text] }),
            ({ event }) => note(`room: ${event.text}`),
          ],
        },
        CLEAR: { actions: assign({ lines: [] }) },
      },
    });
    return setup({
      types: {
        context: {} as { warnings: number },
        events: {} as
          | { type: 'MESSAGE'; text: string }
          | { type: 'LEAVE' }
          | { type: 'whisper.ada' }
          | { type: 'whisper.bob' },
        emitted: {} as { type: 'idle'; warnings: number },
      },
      actors: { room },
    }).createMachine({
      id: 'chat',
      context: { warnings: 0 },
      invoke: { src: 'room', systemId: 'lobby' },
      initial: 'active',
      on: { 'whisper.*': { actions: ({ event }) => note(event.type) }, LEAVE: '.left' },
      states: {
        active: {
          on: {
            MESSAGE: {
              target: 'active',
              reenter: true,
              actions: sendTo(
                ({ system }) => system.get('lobby'),
                ({ event }) => ({ type: 'SAY', text: event.text }),
              ),
            },
          },
          after: { 60_000: 'idle' },
        },
        idle: {
          entry: [
            assign({ warnings: ({ context }) => context.warnings + 1 }),
            emit(({ context }) => ({ type: 'idle', warnings: context.warnings })),
          ],
          on: {
            MESSAGE: {
              target: 'active',
              actions: sendTo(
                ({ system }) => system.get('lobby'),
                () => ({ type: 'SAY', text: 'back' }),
              ),
            },
          },
          after: {
            30_000: {
              target: 'left',
              actions: sendTo(
                ({ system }) => system.get('lobby'),
                () => ({ type: 'CLEAR' }),
              ),
            },
          },
        },
        left: { type: 'final' },
      },
    });
  },
  happens: [
    { type: 'MESSAGE', text: 'hello' },
    59_999,
    { type: 'whisper.ada' },
    { type: 'MESSAGE', text: 'still here' },
    60_000,
    { type: 'MESSAGE', text: 'hm' },
    60_000,
    29_999,
    { type: 'nothing' },
    1,
  ],
  ends: 'left',
};
