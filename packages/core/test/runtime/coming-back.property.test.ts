// Two runtimes share one store and take a thread from each other: whoever waits for it to rest, in either, comes back.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, type FactsOf, type Thread } from '@cairn/core';
import { collected } from './collected.ts';
import { later } from './counted.ts';

const review = graph({
  name: 'review',
  state: {},
  events: { approve: z.undefined(), edit: z.undefined() },
  start: 'draft',
  nodes: { draft: { on: { approve: 'end', edit: 'draft' } }, end: { final: true } },
});

type Handle = Thread<FactsOf<typeof review>>;

/** Longer than anybody waits who comes back. */
const forEver = 120_000;

/** What somebody does with a thread, in one of two runtimes, so many microtasks and turns of the event loop after the last. */
const acts = fc.array(
  fc.record({
    kind: fc.constantFrom('send', 'send', 'answer', 'answer', 'edit', 'settled', 'ended', 'watch', 'approve'),
    by: fc.constantFrom(0, 1),
    microtasks: fc.integer({ min: 0, max: 12 }),
    turns: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 4),
  }),
  { minLength: 1, maxLength: 10 },
);

test('whoever waits for a thread that others take comes back once it is at rest, whatever the timing', async () => {
  for (const isLater of [true, false]) {
    const store = isLater ? later(memory()) : memory();
    const runtimes = [open({ store, graphs: [review] }), open({ store, graphs: [review] })] as const;
    let threads = 0;
    await fc.assert(
      fc.asyncProperty(acts, fc.constantFrom(true, true, true, false), async (doing, isOver) => {
        const id = `t${(threads += 1)}`;
        const [mine, theirs] = [await runtimes[0].start(review, {}, { id }), runtimes[1].thread(review, id)];
        if (isOver) await mine.send('approve');
        const left: Promise<unknown>[] = [];
        const waits: Promise<unknown>[] = [];
        for (const { kind, by, microtasks, turns } of doing) {
          const thread = by === 0 ? mine : theirs;
          if (kind === 'settled' || kind === 'ended' || kind === 'watch') waits.push(wait(thread, kind));
          else left.push(give(thread, kind).catch(() => undefined));
          for (let count = 0; count < microtasks; count += 1) await Promise.resolve();
          for (let count = 0; count < turns; count += 1) await new Promise((resolve) => setImmediate(resolve));
        }
        waits.push(wait(mine, 'settled'), wait(theirs, 'settled'), ...(isOver ? [wait(mine, 'ended')] : []));
        if (!isOver) left.push(Promise.all(left).then(() => theirs.send('approve').catch(() => undefined)));
        await Promise.all(left);
        waits.push(wait(mine, 'ended'), wait(theirs, 'watch'));
        expect(await Promise.all(waits)).toHaveLength(waits.length);
      }),
      { numRuns: 600, endOnFailure: true },
    );
    await Promise.all(runtimes.map((runtime) => runtime.close()));
  }
});

async function give(thread: Handle, kind: 'send' | 'answer' | 'edit' | 'approve'): Promise<void> {
  if (kind === 'answer') await thread.answer('nobody asks', 1);
  else if (kind === 'edit') await thread.edit({});
  else await thread.send(kind === 'approve' ? 'approve' : 'edit');
}

async function wait(thread: Handle, kind: 'settled' | 'ended' | 'watch'): Promise<void> {
  const signal = AbortSignal.timeout(forEver);
  if (kind === 'watch') await collected(thread.watch({ until: 'ended', signal }));
  else await thread[kind]({ signal });
}
