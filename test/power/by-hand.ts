import { z } from 'zod';
import { append, graph, open, type Cairn, type Thread } from '@cairn/core';
import { encode } from '../../packages/core/src/base/value/encode.ts';
import { untilIt, type Scenario } from './scenario.ts';

/** A node that fails until somebody mends the state. */
const fragile = graph({
  name: 'fragile',
  state: { log: append(z.string()), isMended: z.boolean().default(false) },
  events: { go: z.object({}) },
  start: 'first',
  nodes: {
    first: { run: () => ({ log: ['first'] }), next: 'fork' },
    fork: { next: { all: ['steady', 'weak'], then: 'wait' } },
    steady: { run: async (_, { step }) => ({ log: [await step('make', () => 'steady')] }), next: 'wait' },
    weak: {
      run: ({ isMended }) => {
        if (!isMended) throw new Error('It is broken.');
        return { log: ['mended'] };
      },
      next: 'wait',
    },
    wait: { on: { go: 'end' } },
    end: { final: true },
  },
});

type Handled = Pick<Thread, 'cancel' | 'at' | 'history' | 'record' | 'resume' | 'rewind' | 'settled'> & {
  edit(update: object, place?: { readonly lane: string }): Promise<void>;
  send(event: 'go', payload: object): Promise<void>;
  fork(seq: number, options: { readonly id: string }): Promise<unknown>;
};

/** A thread that is edited, resumed, sent back, forked and cancelled by hand. */
export const byHand: Scenario = {
  threads: ['a', 'b', 'c'],
  leastWrites: 25,
  graph: () => fragile,
  async play(_, store, clock) {
    const cairn = open({ store, graphs: [fragile], clock });
    await cairn.start(fragile, {}, { id: 'a' });
    const ends = await untilIt(clock, async () => {
      const a = handle(cairn, 'a');
      if (!(await isOver(a))) return tend(a, await hasCause(a, 'rewind'));
      // The forks leave where the thread had failed for the first time.
      const failed = (await a.history()).find(({ cause }) => cause === 'fail')?.seq ?? 0;
      for (const id of ['b', 'c'])
        if ((await store.thread(id)) === undefined) return void (await a.fork(failed, { id }));
      const [b, c] = [handle(cairn, 'b'), handle(cairn, 'c')];
      if (!(await isOver(b))) return tend(b, true);
      if (!(await isOver(c))) return c.cancel('enough') as Promise<undefined>;
      return Promise.all([a, b, c].map(async (each) => encode({ ...(await each.settled()), seq: undefined })));
    });
    await cairn.close();
    return ends.join('\n');
  },
};

function handle(cairn: Cairn, id: string): Handled {
  return cairn.thread(fragile, id);
}

async function isOver(thread: Handled): Promise<boolean> {
  const { status } = await thread.record();
  return status === 'done' || status === 'cancelled';
}

async function hasCause(thread: Handled, cause: string): Promise<boolean> {
  return (await thread.history()).some((row) => row.cause === cause);
}

/** Does the next thing that a thread needs; it is sent back once. */
async function tend(thread: Handled, wasSentBack: boolean): Promise<undefined> {
  const { lanes, status } = await thread.at();
  const weak = lanes.find(({ node, phase }) => node === 'weak' && phase === 'failed');
  if (weak !== undefined && weak.state['isMended'] !== true) await thread.edit({ isMended: true }, { lane: weak.lane });
  else if (status === 'failed') await thread.resume();
  else if (lanes[0]?.node === 'wait' && !wasSentBack) await thread.rewind(1);
  else if (lanes[0]?.node === 'wait') await thread.send('go', {});
}
