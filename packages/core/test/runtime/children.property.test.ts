import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { append, graph, memory, open, type Cairn } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { keptOpen } from './kept-open.ts';

/** Takes its time. */
const job = graph({
  name: 'job',
  state: { n: z.number(), wait: z.number(), found: append(z.number()) },
  start: 'work',
  nodes: {
    work: {
      run: async (s, ctx) => {
        await ctx.sleep('a while', s.wait);
        return { found: [s.n * 2] };
      },
      next: 'end',
    },
    end: { final: true },
  },
});

/** Jobs that are waited for together, one lot after the other. */
type Lots = readonly (readonly number[])[];

function bossOf(lots: Lots, waitOf: (n: number) => number) {
  return graph({
    name: 'boss',
    state: { got: append(z.unknown()) },
    start: 'call',
    nodes: {
      call: {
        run: async (_s, ctx) => {
          const got: unknown[] = [];
          for (const [at, lot] of lots.entries()) {
            const asked = lot.map((n) => ctx.child(`${at} ${n}`, job, { n, wait: waitOf(n) }, { tags: ['job'] }));
            for (const { status, state } of await Promise.all(asked)) got.push([status, state.found]);
          }
          return { got };
        },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

/** So many waits of the clock are enough for everything. */
const patience = 200;

async function played(lots: Lots, waitOf: (n: number) => number, restarts: readonly number[]) {
  const [clock, store, boss] = [virtualClock(), memory(), bossOf(lots, waitOf)];
  const runtime = (): Cairn => open({ store: keptOpen(store), graphs: [boss, job], clock });
  let cairn = runtime();
  const thread = await cairn.start(boss, {}, { id: 'b' });
  for (let count = 0; count < patience && (await store.thread('b'))?.status !== 'done'; count += 1) {
    if (restarts.includes(count)) {
      await cairn.close();
      cairn = runtime();
    }
    await clock.advance(count === 0 ? 0 : (clock.pending[0] ?? clock.now()) - clock.now());
  }
  const { state } = await cairn.thread(boss, thread.id).settled();
  const { threads } = await cairn.threads({ tags: ['job'] });
  const asked = (await cairn.thread(boss, thread.id).history()).filter(({ cause }) => cause === 'ask').length;
  await cairn.close();
  return { got: state.got, jobs: threads.map(({ status }) => status), asked };
}

test('what a thread gets of those that it waits for is the same at any pace, and each is started once', async () => {
  const lots = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 3,
  });
  const pace = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 10, maxLength: 10 });
  const restarts = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 });
  const law = fc.asyncProperty(lots, pace, restarts, async (each, waits, times) => {
    const plain = await played(each, () => 0, []);
    expect(plain.got).toEqual(each.flatMap((lot) => lot.map((n) => ['done', [n * 2]])));
    expect(plain.jobs).toEqual(each.flat().map(() => 'done'));
    expect(plain.asked).toBe(plain.jobs.length);
    expect(await played(each, (n) => waits[n] ?? 0, times)).toEqual(plain);
  });
  await fc.assert(law, { numRuns: 25 });
});
