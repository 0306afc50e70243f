import { createAsyncLogic, setup, types, type AnyActorLogic, type AnyActorRef } from 'xstate6';

/** Does something outside, and tells what: `bake 3`. */
export type Effect = (what: string) => void;

/** How many loaves are baked, one after the other. */
const loaves = 5;

type Count = Readonly<Record<string, number>>;

function more(count: Count, what: string): Count {
  return { ...count, [what]: (count[what] ?? 0) + 1 };
}

function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3));
}

/** A child machine that runs promises and a timer of its own, and tells its parent. */
function apprentice(effect: Effect) {
  return setup({
    schemas: {
      context: types<{ name: string; kneaded: number }>(),
      input: types<{ name: string }>(),
      events: { PRAISE: types<void>() },
      emitted: { KNEADED: types<{ count: number }>() },
    },
    actors: {
      knead: createAsyncLogic({
        run: async ({ input }: { input: string }, enq) => {
          // What a step gave is kept: the second one alone is done again where the process died in it.
          await enq.step('flour', () => effect(`flour for ${input}`));
          await moment();
          await enq.step('dough', () => effect(`dough of ${input}`));
          return 1;
        },
      }),
    },
    actions: { wipe: (by: string, kneaded: number) => effect(`wipe by ${by} ${kneaded}`) },
  }).createMachine({
    id: 'apprentice',
    context: ({ input }) => ({ name: input.name, kneaded: 0 }),
    initial: 'kneading',
    states: {
      kneading: {
        invoke: {
          src: 'knead',
          input: ({ context }) => `${context.name} ${context.kneaded}`,
          onDone: ({ context, event, actions }, enq) => {
            const kneaded = context.kneaded + event.output;
            enq(actions.wipe, context.name, kneaded);
            enq.emit({ type: 'KNEADED', count: kneaded });
            return { target: 'resting', context: { ...context, kneaded } };
          },
        },
      },
      resting: { after: { 4: ({ context }) => ({ target: context.kneaded < 3 ? 'kneading' : 'through' }) } },
      through: {
        entry: ({ context, parent }, enq) => enq.sendTo(parent, { type: 'KNEADED', by: context.name }),
        on: { PRAISE: { target: 'praised' } },
      },
      praised: {
        type: 'final',
        entry: ({ context, parent }, enq) => enq.sendTo(parent, { type: 'THROUGH', by: context.name }),
      },
    },
    output: ({ context }) => context.kneaded,
  });
}

/**
 * All in which a machine can be caught: parallel regions, promises that end and fail, their steps, `after`, delayed events, child
 * machines that are spawned, named actions, events that are emitted, some of them by children, and an event from outside. Regions write apart, so that no context depends on which is faster.
 */
export function bakery(effect: Effect) {
  return setup({
    schemas: {
      context: types<{
        baked: Count;
        failed: Count;
        kneaded: Count;
        through: Count;
        ticks: number;
        isOpen: boolean;
      }>(),
      events: {
        OPEN: types<void>(),
        KNEADED: types<{ by: string }>(),
        THROUGH: types<{ by: string }>(),
        TICK: types<void>(),
      },
      output: types<{ baked: number; ticks: number }>(),
      emitted: { BAKED: types<{ count: number }>() },
    },
    actors: {
      apprentice: apprentice(effect) as unknown as AnyActorLogic,
      bake: createAsyncLogic({
        run: async ({ input }: { input: { loaf: number; isAgain: boolean } }) => {
          effect(`bake ${input.loaf}${input.isAgain ? ' again' : ''}`);
          await moment();
          if (input.loaf % 3 === 2 && !input.isAgain) throw new Error(`loaf ${input.loaf} is burnt`);
          return `loaf ${input.loaf}`;
        },
      }),
      deliver: createAsyncLogic({
        run: async () => {
          effect('deliver');
          return 'delivered';
        },
      }),
    },
    actions: {
      note: (what: string) => effect(`note ${what}`),
      turnLamp: (ticks: number) => effect(`lamp at ${ticks}`),
    },
  }).createMachine({
    id: 'bakery',
    type: 'parallel',
    context: { baked: {}, failed: {}, kneaded: {}, through: {}, ticks: 0, isOpen: false },
    on: {
      OPEN: ({ context, actions }, enq) => {
        enq(actions.note, 'open');
        return { context: { ...context, isOpen: true } };
      },
    },
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
              onDone: ({ context, event, actions }, enq) => {
                const loaf = event.output;
                const baked = more(context.baked, loaf);
                enq(actions.note, loaf);
                enq.emit({ type: 'BAKED', count: Object.keys(baked).length });
                return { target: 'cooling', context: { ...context, baked } };
              },
              onError: ({ context, event }) => ({
                target: 'cooling',
                context: { ...context, failed: more(context.failed, (event.error as Error).message) },
              }),
            },
          },
          cooling: {
            after: { 3: ({ context }) => ({ target: Object.keys(context.baked).length < loaves ? 'baking' : 'cold' }) },
          },
          cold: { type: 'final', entry: ({ actions }, enq) => enq(actions.note, 'the oven is cold') },
        },
      },
      table: {
        initial: 'working',
        states: {
          working: {
            entry: ({ actors }, enq) => {
              for (const name of ['ada', 'bob'])
                enq.spawn(actors.apprentice, { id: name, registryKey: name, input: { name } });
            },
            on: {
              KNEADED: ({ context, event, system }, enq) => {
                enq.sendTo(system.get(event.by) as AnyActorRef | undefined, { type: 'PRAISE' }, { delay: 2 });
                return { context: { ...context, kneaded: more(context.kneaded, event.by) } };
              },
              THROUGH: ({ context, event, actions }, enq) => {
                enq(actions.note, `${event.by} is through`);
                return { context: { ...context, through: more(context.through, event.by) } };
              },
            },
            always: ({ context }) => (Object.keys(context.through).length === 2 ? { target: 'through' } : undefined),
          },
          through: { type: 'final' },
        },
      },
      clock: {
        initial: 'ticking',
        states: {
          ticking: {
            entry: (_facts, enq) => enq.raise({ type: 'TICK' }, { delay: 5 }),
            on: {
              TICK: ({ context, actions }, enq) => {
                if (context.ticks === 5) return { target: 'stopped' };
                enq(actions.turnLamp, context.ticks + 1);
                return { target: 'ticking', reenter: true, context: { ...context, ticks: context.ticks + 1 } };
              },
            },
          },
          stopped: { type: 'final' },
        },
      },
      door: {
        initial: 'closed',
        states: {
          closed: { always: ({ context }) => (context.isOpen ? { target: 'delivering' } : undefined) },
          delivering: { invoke: { src: 'deliver', onDone: { target: 'over' } } },
          over: { type: 'final' },
        },
      },
    },
    output: ({ context }) => ({ baked: Object.keys(context.baked).length, ticks: context.ticks }),
  });
}
