// What a visit records and spends, against a model that knows the rules and nothing of how they are kept.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { graph, memory, open, replay, type Cairn, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';

/** One thing that the function does; its key is its place. */
type Part =
  | { readonly kind: 'spend'; readonly amount: number }
  | { readonly kind: 'step'; readonly amount: number; readonly keep: boolean }
  | { readonly kind: 'ask' }
  | { readonly kind: 'sleep' };

/** How an attempt ends; the last of them ends well. */
type End = 'throws' | 'is refused';

interface Expected {
  spent: number;
  answers: number;
  readonly steps: number[];
}

/** What comes of it by the rules: a refusal forgets what was found, a throw forgets nothing, and each call counts once an attempt. */
function expectedOf(parts: readonly Part[], ends: readonly End[]): Expected {
  const expected: Expected = { spent: 0, answers: 0, steps: parts.map(() => 0) };
  const journal = new Map<number, Part>();
  for (const end of [...ends, 'is done' as const]) {
    for (const [at, part] of parts.entries()) {
      if (part.kind === 'spend') expected.spent += part.amount;
      if (part.kind === 'spend' || journal.has(at)) continue;
      journal.set(at, part);
      if (part.kind === 'ask') expected.answers += 1;
      if (part.kind !== 'step') continue;
      expected.spent += part.amount;
      expected.steps[at] = (expected.steps[at] as number) + 1;
    }
    for (const [at, part] of journal)
      if (end === 'is refused' && !(part.kind === 'step' && part.keep)) journal.delete(at);
  }
  return expected;
}

function working(parts: readonly Part[], ends: readonly End[], steps: number[]) {
  const perform = async (context: Context, part: Part, at: number): Promise<void> => {
    const key = `${at}`;
    if (part.kind === 'spend') context.spend('coins', part.amount);
    else if (part.kind === 'ask') await context.ask(key, { answer: z.boolean() });
    else if (part.kind === 'sleep') await context.sleep(key, '1h');
    else {
      const act = async (): Promise<void> => {
        steps[at] = (steps[at] as number) + 1;
        context.spend('coins', part.amount / 2);
        await Promise.resolve();
        context.spend('coins', part.amount / 2);
      };
      await context.step(key, act, { keep: part.keep });
    }
  };
  return graph({
    name: 'working',
    state: {},
    limits: { coins: Infinity },
    start: 'work',
    nodes: {
      work: {
        run: async (_s, context) => {
          for (const [at, part] of parts.entries()) await perform(context, part, at);
          if (ends[context.attempt - 1] === 'throws') throw new Error('not yet');
        },
        verify: (_update, _s, { attempt }) => ends[attempt - 1] === undefined || 'not yet',
        retry: { attempts: ends.length + 1 },
        next: 'end',
      },
      end: { final: true },
    },
  });
}

const amount = fc.integer({ min: 0, max: 9 });
const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('spend' as const), amount }),
  fc.record({ kind: fc.constant('step' as const), amount, keep: fc.boolean() }),
  fc.constant({ kind: 'ask' } as const),
  fc.constant({ kind: 'sleep' } as const),
);
const end = fc.constantFrom<End>('throws', 'is refused');

test('a visit does, asks and spends what its attempts come to, whatever waits and processes lie between', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(part, { maxLength: 6 }),
      fc.array(end, { maxLength: 3 }),
      fc.infiniteStream(fc.boolean()),
      async (parts, ends, restarts) => {
        const steps = parts.map(() => 0);
        const work = working(parts, ends, steps);
        const [store, clock] = [memory(), virtualClock(0)];
        let cairn: Cairn = open({ store, graphs: [work], clock });
        const { id } = await cairn.start(work, {}, { id: 'T' });
        let answers = 0;
        for (;;) {
          await clock.advance('48h');
          const result = await cairn.thread(work, id).settled();
          if (result.status !== 'waiting') break;
          if (restarts.next().value) {
            await cairn.close();
            cairn = open({ store, graphs: [work], clock });
          }
          const [question] = result.questions;
          if (question === undefined) continue;
          await cairn.thread(work, id).answer(question.key, true);
          answers += 1;
        }
        const thread = cairn.thread(work, id);
        const { status, spent } = await thread.at();
        expect({ status, spent: spent['coins'] ?? 0, answers, steps }).toEqual({
          status: 'done',
          ...expectedOf(parts, ends),
        });
        expect(await replay(thread, work)).not.toHaveProperty('divergence');
        await cairn.close();
      },
    ),
    { numRuns: 150, seed: 20260102 },
  );
});
