import { and, assign, cancel, emit, not, raise, sendParent, setup, stateIn } from 'xstate';
import type { Story } from './story.ts';

/** Plays, buffers and is muted, each by itself; stops by a guard over regions. */
export const player: Story = {
  name: 'media player',
  machine: (note) =>
    setup({
      types: {
        context: {} as { position: number; volume: number },
        events: {} as
          | { type: 'PLAY' }
          | { type: 'PAUSE' }
          | { type: 'MUTE' }
          | { type: 'VOLUME'; by: number }
          | { type: 'STALL' }
          | { type: 'STOP' },
        emitted: {} as { type: 'MOVED'; to: number },
      },
      actions: { show: ({ context }, params: { what: string }) => note(`${params.what} at ${context.position}`) },
      guards: { isMuted: stateIn({ sound: 'muted' }), isLoud: ({ context }) => context.volume > 5 },
    }).createMachine({
      id: 'player',
      type: 'parallel',
      context: { position: 0, volume: 5 },
      states: {
        play: {
          initial: 'paused',
          states: {
            paused: { entry: { type: 'show', params: { what: 'paused' } }, on: { PLAY: 'playing' } },
            playing: {
              entry: { type: 'show', params: { what: 'playing' } },
              after: {
                1000: {
                  target: 'playing',
                  reenter: true,
                  actions: [
                    assign({ position: ({ context }) => context.position + 1 }),
                    emit(({ context }) => ({ type: 'MOVED', to: context.position })),
                  ],
                },
              },
              on: { PAUSE: 'paused', STALL: 'stalled' },
            },
            stalled: { after: { 250: 'playing' }, on: { PAUSE: 'paused' } },
            stopped: { type: 'final' },
          },
          on: {
            STOP: [
              { guard: and(['isMuted', not('isLoud')]), target: '.stopped' },
              { actions: { type: 'show', params: { what: 'too loud to stop' } } },
            ],
          },
        },
        sound: {
          initial: 'on',
          states: {
            on: { on: { MUTE: { target: 'muted', actions: { type: 'show', params: { what: 'muted' } } } } },
            muted: { on: { MUTE: 'on' } },
          },
          on: { VOLUME: { actions: assign({ volume: ({ context, event }) => context.volume + event.by }) } },
        },
      },
    }),
  happens: [
    { type: 'PLAY' },
    2_500,
    { type: 'STALL' },
    { type: 'VOLUME', by: 2 },
    { type: 'STOP' },
    1_000,
    { type: 'MUTE' },
    { type: 'STOP' },
    { type: 'VOLUME', by: -3 },
    { type: 'STOP' },
    { type: 'MUTE' },
    2_000,
  ],
  ends: { play: 'stopped', sound: 'on' },
};

/** A red light has a pedestrian light of its own, which tells when people are across. */
export const light: Story = {
  name: 'traffic light',
  machine: (note) => {
    const pedestrian = setup({
      types: { context: {} as { left: number }, input: {} as { seconds: number } },
      actions: { beep: ({ context }) => note(`beep ${context.left}`) },
    }).createMachine({
      id: 'pedestrian',
      context: ({ input }) => ({ left: input.seconds }),
      initial: 'walk',
      states: {
        walk: { after: { 1000: 'flash' } },
        flash: {
          entry: ['beep', assign({ left: ({ context }) => context.left - 1 })],
          always: { guard: ({ context }) => context.left < 0, target: 'stop' },
          after: { 500: { target: 'flash', reenter: true } },
        },
        stop: { type: 'final', entry: sendParent({ type: 'ACROSS' }) },
      },
      output: { crossed: true },
    });
    return setup({
      types: {
        context: {} as { cycles: number },
        events: {} as { type: 'OUTAGE' } | { type: 'POWER' } | { type: 'ACROSS' },
      },
      actors: { pedestrian },
      actions: { lamp: (_facts, params: string) => note(params) },
      delays: { green: ({ context }) => 3000 + context.cycles * 1000 },
    }).createMachine({
      id: 'light',
      context: { cycles: 0 },
      initial: 'green',
      states: {
        green: { entry: { type: 'lamp', params: 'green' }, after: { green: 'yellow' } },
        yellow: { entry: { type: 'lamp', params: 'yellow' }, after: { 1000: 'red' } },
        red: {
          entry: { type: 'lamp', params: 'red' },
          exit: assign({ cycles: ({ context }) => context.cycles + 1 }),
          invoke: {
            src: 'pedestrian',
            id: 'pedestrian',
            input: ({ context }) => ({ seconds: 2 + context.cycles }),
            onDone: { target: 'green', actions: ({ event }) => note(`done ${JSON.stringify(event.output)}`) },
          },
          on: { ACROSS: { actions: { type: 'lamp', params: 'across' } } },
        },
        off: { entry: { type: 'lamp', params: 'off' }, on: { POWER: 'red' } },
      },
      on: { OUTAGE: '.off' },
    });
  },
  happens: [2_999, 1, 1_000, 1_700, { type: 'OUTAGE' }, 60_000, { type: 'POWER' }, 5_000, 2_000],
  ends: 'green',
};

/** Rides to the floors that were asked for in the order that a lift serves them; its doors wait for who stands in them. */
export const elevator: Story = {
  name: 'elevator',
  machine: (note) =>
    setup({
      types: {
        context: {} as { floor: number; calls: number[]; served: Map<number, number> },
        events: {} as { type: 'CALL'; floor: number } | { type: 'BLOCKED' } | { type: 'CLOSE' },
      },
      actions: {
        ding: ({ context }) => note(`floor ${context.floor}`),
        serve: assign(({ context }) => ({
          calls: context.calls.filter((floor) => floor !== context.floor),
          served: new Map([...context.served, [context.floor, (context.served.get(context.floor) ?? 0) + 1]]),
        })),
      },
      guards: {
        isHere: ({ context }) => context.calls.includes(context.floor),
        isUp: ({ context }) => context.calls.some((floor) => floor > context.floor),
        isDown: ({ context }) => context.calls.some((floor) => floor < context.floor),
      },
    }).createMachine({
      id: 'elevator',
      context: { floor: 0, calls: [], served: new Map() },
      initial: 'idle',
      on: {
        CALL: { actions: assign({ calls: ({ context, event }) => [...new Set([...context.calls, event.floor])] }) },
      },
      states: {
        idle: {
          always: [
            { guard: 'isHere', target: 'doors' },
            { guard: 'isUp', target: 'moving.up' },
            { guard: 'isDown', target: 'moving.down' },
          ],
        },
        moving: {
          initial: 'up',
          states: {
            up: {
              after: { 2000: { target: '#arriving', actions: assign({ floor: ({ context }) => context.floor + 1 }) } },
            },
            down: {
              after: { 2000: { target: '#arriving', actions: assign({ floor: ({ context }) => context.floor - 1 }) } },
            },
            last: { type: 'history' },
            arriving: {
              id: 'arriving',
              entry: 'ding',
              always: [
                { guard: 'isHere', target: '#elevator.doors' },
                { guard: 'isUp', target: 'up' },
                { guard: 'isDown', target: 'down' },
              ],
            },
          },
        },
        doors: {
          entry: ['serve', ({ context }) => note(`open at ${context.floor}`)],
          initial: 'open',
          states: {
            open: {
              entry: raise({ type: 'CLOSE' }, { id: 'patience', delay: 3000 }),
              on: {
                BLOCKED: { target: 'open', reenter: true, actions: [cancel('patience'), () => note('blocked')] },
                CLOSE: 'closing',
              },
            },
            closing: { after: { 500: '#elevator.idle' }, on: { BLOCKED: 'open' } },
          },
        },
      },
    }),
  happens: [
    { type: 'CALL', floor: 3 },
    1_000,
    { type: 'CALL', floor: 1 },
    1_000,
    2_900,
    { type: 'BLOCKED' },
    2_900,
    300,
    { type: 'BLOCKED' },
    3_500,
    4_000,
    { type: 'CALL', floor: 0 },
    20_000,
  ],
  ends: 'idle',
};
