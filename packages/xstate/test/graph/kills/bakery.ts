import { assign, emit, fromPromise, raise, sendParent, sendTo, setup, type ActorRefFrom } from 'xstate';

/** Does something outside, and tells what: `bake 3`. */
export type Effect = (what: string) => void;

/** How many loaves are baked, one after the other. */
const loaves = 6;

interface Count {
  readonly [what: string]: number;
}

function more(count: Count, what: string): Count {
  return { ...count, [what]: (count[what] ?? 0) + 1 };
}

/** A child machine that runs promises and a timer of its own, and tells its parent. */
function apprentice(effect: Effect) {
  return setup({
    types: {
      context: {} as { name: string; kneaded: number },
      input: {} as { name: string },
      events: {} as { type: 'PRAISE' },
      emitted: {} as { type: 'KNEADED'; count: number },
    },
    actors: {
      knead: fromPromise(async ({ input }: { input: string }) => {
        effect(`knead ${input}`);
        await new Promise((resolve) => setTimeout(resolve, 3));
        return 1;
      }),
    },
    actions: { wipe: ({ context }) => effect(`wipe by ${context.name} ${context.kneaded}`) },
  }).createMachine({
    id: 'apprentice',
    context: ({ input }) => ({ name: input.name, kneaded: 0 }),
    initial: 'kneading',
    states: {
      kneading: {
        invoke: {
          src: 'knead',
          input: ({ context }) => `${context.name} ${context.kneaded}`,
          onDone: {
            target: 'resting',
            actions: [
              assign({ kneaded: ({ context, event }) => context.kneaded + event.output }),
              'wipe',
              emit(({ context }) => ({ type: 'KNEADED', count: context.kneaded })),
            ],
          },
        },
      },
      resting: {
        after: { 4: [{ guard: ({ context }) => context.kneaded < 3, target: 'kneading' }, { target: 'through' }] },
      },
      through: {
        entry: sendParent(({ context }) => ({ type: 'KNEADED', by: context.name })),
        on: { PRAISE: 'praised' },
      },
      praised: { type: 'final' },
    },
    output: ({ context }) => context.kneaded,
  });
}

/**
 * All in which a machine can be caught: parallel regions, promises that end and fail, `after`, delayed events, a child machine, actors
 * spawned in `assign`, named actions and those written in place, events that are emitted, one of them by a child, and an event from outside. Regions write apart, so that no context
 * depends on which is faster.
 */
export function bakery(effect: Effect) {
  return setup({
    types: {
      context: {} as {
        baked: Count;
        failed: Count;
        kneaded: Count;
        ticks: number;
        isOpen: boolean;
        helpers: ActorRefFrom<ReturnType<typeof apprentice>>[];
      },
      events: {} as { type: 'OPEN' } | { type: 'KNEADED'; by: string } | { type: 'TICK' },
      output: {} as { baked: number; ticks: number },
      emitted: {} as { type: 'BAKED'; count: number },
    },
    actors: {
      apprentice: apprentice(effect),
      bake: fromPromise(async ({ input }: { input: { loaf: number; isAgain: boolean } }) => {
        effect(`bake ${input.loaf}${input.isAgain ? ' again' : ''}`);
        await new Promise((resolve) => setTimeout(resolve, 3));
        if (input.loaf % 3 === 2 && !input.isAgain) throw new Error(`loaf ${input.loaf} is burnt`);
        return `loaf ${input.loaf}`;
      }),
      deliver: fromPromise(async () => {
        effect('deliver');
        return 'delivered';
      }),
    },
    actions: {
      note: (_facts, { what }: { what: string }) => effect(`note ${what}`),
      turnLamp: ({ context }) => effect(`lamp at ${context.ticks}`),
    },
  }).createMachine({
    id: 'bakery',
    type: 'parallel',
    context: { baked: {}, failed: {}, kneaded: {}, ticks: 0, isOpen: false, helpers: [] },
    on: { OPEN: { actions: [assign({ isOpen: true }), { type: 'note', params: { what: 'open' } }] } },
    states: {
      oven: {
        initial: 'baking',
        states: {
          baking: {
            invoke: {
              src: 'bake',
              input: ({ context }) => {
                const loaf = Object.keys(context.baked).length;
                return { loaf, isAgain: context.failed[`loaf ${loaf} is burnt`] !== undefined };
              },
              onDone: {
                target: 'cooling',
                actions: [
                  assign({ baked: ({ context, event }) => more(context.baked, event.output) }),
                  { type: 'note', params: ({ event }) => ({ what: event.output }) },
                  emit(({ context }) => ({ type: 'BAKED', count: Object.keys(context.baked).length })),
                ],
              },
              onError: {
                target: 'cooling',
                actions: assign({
                  failed: ({ context, event }) => more(context.failed, (event.error as Error).message),
                }),
              },
            },
          },
          cooling: {
            after: {
              3: [
                { guard: ({ context }) => Object.keys(context.baked).length < loaves, target: 'baking' },
                { target: 'cold' },
              ],
            },
          },
          cold: { type: 'final', entry: () => effect('the oven is cold') },
        },
      },
      table: {
        initial: 'hiring',
        states: {
          hiring: {
            entry: assign({
              helpers: ({ spawn }) =>
                ['ada', 'bob'].map((name) => spawn('apprentice', { id: name, systemId: name, input: { name } })),
            }),
            always: 'working',
          },
          working: {
            on: {
              KNEADED: {
                actions: [
                  assign({ kneaded: ({ context, event }) => more(context.kneaded, event.by) }),
                  sendTo(({ system, event }) => system.get(event.by), { type: 'PRAISE' }, { delay: 2 }),
                ],
              },
              'xstate.done.actor.ada': { actions: { type: 'note', params: { what: 'ada is through' } } },
              'xstate.done.actor.bob': { actions: { type: 'note', params: { what: 'bob is through' } } },
            },
            always: {
              guard: ({ context }) => context.helpers.every((each) => each.getSnapshot().status === 'done'),
              target: 'through',
            },
          },
          through: { type: 'final' },
        },
      },
      clock: {
        initial: 'ticking',
        states: {
          ticking: {
            entry: raise({ type: 'TICK' }, { delay: 5 }),
            on: {
              TICK: [
                { guard: ({ context }) => context.ticks === 5, target: 'stopped' },
                {
                  target: 'ticking',
                  reenter: true,
                  actions: [assign({ ticks: ({ context }) => context.ticks + 1 }), 'turnLamp'],
                },
              ],
            },
          },
          stopped: { type: 'final' },
        },
      },
      door: {
        initial: 'closed',
        states: {
          closed: { always: { guard: ({ context }) => context.isOpen, target: 'delivering' } },
          delivering: { invoke: { src: 'deliver', onDone: 'over' } },
          over: { type: 'final' },
        },
      },
    },
    output: ({ context }) => ({ baked: Object.keys(context.baked).length, ticks: context.ticks }),
  });
}
