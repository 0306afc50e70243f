// A turn lasts until somebody outside is waited for: a thread that a thread started itself is nobody outside.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, replay, type Thread } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';

const job = graph({
  name: 'job',
  state: {},
  start: 'begin',
  nodes: { begin: { next: 'end' }, end: { final: true } },
});

const max = 5;

/** Never stops by itself: starts so many threads a round and waits for them, and asks somebody first in the round `asks`. */
function runawayOf(children: number, asks: number | undefined) {
  return graph({
    name: 'runaway',
    state: { round: z.number().default(0), found: append(z.number()) },
    limits: { calls: { max, per: 'turn' } },
    start: 'call',
    nodes: {
      call: {
        run: async (s, ctx) => {
          if (s.round === asks) await ctx.ask('on?', { answer: z.boolean() });
          ctx.spend('calls', 1);
          await Promise.all(Array.from({ length: children }, (_, n) => ctx.child(`job ${n}`, job, {})));
          return { round: s.round + 1, found: [await ctx.step('look', () => s.round, { per: 'turn' })] };
        },
        next: [{ when: () => true, to: 'call' }, 'end'],
      },
      end: { final: true },
    },
  });
}

/** The same, where a limit of the graph around it holds it. */
function withinOf(loop: ReturnType<typeof runawayOf>) {
  return graph({
    name: 'around',
    state: {},
    limits: { calls: { max, per: 'turn' } },
    start: 'loop',
    nodes: { loop: { graph: loop, next: 'end' }, end: { final: true } },
  });
}

/** Waits until a thread asks something: until then it waits for others. */
async function asking(thread: Pick<Thread, 'watch'>, key: string): Promise<void> {
  for await (const event of thread.watch({ from: 1, until: 'ended' }))
    if (event.type === 'checkpoint' && event.cause === 'ask' && event.label === key) return;
}

test('a loop that waits for nobody but threads of its own is stopped by a limit per turn, and finds its turn’s steps', async () => {
  const worlds = fc.record({
    children: fc.integer({ min: 0, max: 3 }),
    asks: fc.option(fc.integer({ min: 0, max: max - 1 }), { nil: undefined }),
    within: fc.boolean(),
    onDisk: fc.boolean(),
  });
  const law = fc.asyncProperty(worlds, async ({ children, asks, within, onDisk }) => {
    const loop = runawayOf(children, asks);
    const boss = within ? withinOf(loop) : loop;
    const cairn = open({ store: onDisk ? sqlite(':memory:') : memory(), graphs: [boss, job] });
    const thread = await cairn.start(boss as typeof loop, {});
    if (asks !== undefined) {
      await asking(thread, 'on?');
      await thread.answer('on?', true);
    }
    expect(await thread.ended()).toMatchObject({ status: 'failed', failed: [{ code: 'limit/exceeded' }] });
    const { lanes } = await thread.at();
    const { state } = lanes.find(({ lane }) => lane === (within ? '/loop' : '')) ?? lanes.at(-1) ?? {};
    // What was spent before somebody was waited for is of the turn before, and what its visit had found it finds again.
    const before = asks ?? 0;
    const rounds = max + before;
    const found = Array.from({ length: rounds }, (_, round) => (before > 0 && round > before ? before + 1 : 0));
    expect(state).toMatchObject({ round: rounds, found });
    expect((await replay(thread, boss as typeof loop)).divergence).toBeUndefined();
    await cairn.close();
  });
  await fc.assert(law, { numRuns: 20 });
});
