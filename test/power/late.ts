import { z } from 'zod';
import { append, graph, open, type Cairn } from '@cairn/core';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { keptOpen } from './cuts.ts';
import { untilIt, type Scenario } from './scenario.ts';

/** The thread's id. */
const id = 'a';

const day = 86_400_000;

const trail = { trail: append(z.string()) };

/** Three lanes that each wait once and then do something that takes its time, for all of which five days are given. */
function reviewed(pause: () => Promise<void>) {
  const review = graph({
    name: 'review',
    state: trail,
    events: { note: z.undefined() },
    start: 'open',
    nodes: {
      open: { next: { all: ['read', 'rest', 'listen'], then: 'sum' } },
      read: {
        run: async (_state, context) => {
          const verdict = await context.ask('verdict', { answer: z.string() });
          await context.step('looked up', pause);
          if (context.attempt === 1) throw new Error('not yet');
          await context.step('filed', pause);
          return { trail: [`read ${verdict}`] };
        },
        retry: { attempts: 2, backoff: '3s', jitter: 0 },
        next: 'sum',
      },
      rest: {
        run: async (_state, context) => {
          await context.sleep('nap', '3d');
          await context.step('rested', pause);
          return { trail: ['rested'] };
        },
        next: 'sum',
      },
      listen: { on: { note: 'act' } },
      act: { run: () => pause().then(() => ({ trail: ['acted'] })), next: 'sum' },
      sum: { run: () => pause().then(() => ({ trail: ['summed'] })), next: 'end' },
      end: { final: true },
    },
  });
  return graph({
    name: 'reviewed',
    state: trail,
    start: 'review',
    nodes: {
      review: {
        graph: review,
        output: ({ state }) => ({ trail: state.trail }),
        after: { '5d': { to: 'late', update: () => ({ trail: ['late'] }) } },
        next: 'end',
      },
      late: { run: () => ({ trail: ['handled'] }), next: 'end' },
      end: { final: true },
    },
  });
}

/** A thread that nobody drives from its first hour to its tenth day; what takes it on is left for it on the first, and its time is over on the fifth. */
export const leftInTime: Scenario = {
  threads: [id],
  leastWrites: 20,
  graph: (clock) => reviewed(() => new Promise((resolve) => void clock.after(1_000, resolve))),
  async play(of, store, clock) {
    const runtime = (drive: boolean): Cairn => open({ store: keptOpen(store), graphs: [of], clock, drive });
    const web = runtime(false);
    const thread = await web.start(of, {}, { id });
    const { created } = await thread.record();
    const reach = (time: number): Promise<void> => clock.advance(Math.max(0, created + time - clock.now()));
    if (clock.now() < created + 2 * day) {
      const first = runtime(true);
      await clock.advance(1_000);
      await first.close();
      await reach(day);
    }
    const left = thread as unknown as {
      answer(key: string, value: string, options: object): Promise<void>;
      send(event: string, payload: undefined, options: object): Promise<void>;
    };
    await left.answer('verdict', 'yes', { queue: true, id: 'answer' });
    await left.send('note', undefined, { queue: true, id: 'note' });
    await reach(10 * day);
    const worker = runtime(true);
    const end = await untilIt(clock, async () => {
      const { status, owner } = await thread.record();
      return status === 'done' && owner === null ? encode({ ...(await thread.settled()), seq: undefined }) : undefined;
    });
    await worker.close();
    await web.close();
    return end;
  },
};
