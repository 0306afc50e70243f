// Lanes side by side race and wait for whatever there is to wait for: whichever of it is over first, all of them end.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { graph, local, memory, open, type Context } from '@cairn/core';
import { virtualClock } from '@cairn/testing';
import { z } from 'zod';

type Part =
  | { readonly kind: 'step'; readonly turns: number }
  | { readonly kind: 'sleep'; readonly milliseconds: number };

interface Stage {
  readonly by: 'race' | 'all';
  readonly parts: readonly Part[];
}

async function go(stages: readonly Stage[], context: Context): Promise<void> {
  for (const [at, { by, parts }] of stages.entries()) {
    const under = parts.map((part, place) => {
      const key = `${at}.${place}`;
      if (part.kind === 'sleep') return context.sleep(key, part.milliseconds);
      return context.step(key, async () => {
        for (let turn = 0; turn < part.turns; turn += 1) await Promise.resolve();
      });
    });
    await (by === 'race' ? Promise.race(under) : Promise.all(under));
  }
}

function sideBySide(lanes: number, stages: readonly Stage[]) {
  return graph({
    name: 'side-by-side',
    state: { lane: local(z.number().default(0)) },
    start: 'open',
    nodes: {
      open: { next: { each: () => Array.from({ length: lanes }, (_, lane) => ({ lane })), to: 'work', then: 'end' } },
      work: { run: (_, context) => go(stages, context), next: 'end' },
      end: { final: true },
    },
  });
}

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.record({ kind: fc.constant('step' as const), turns: fc.nat(3) }),
  fc.record({ kind: fc.constant('sleep' as const), milliseconds: fc.constantFrom(0, 0, 1, 20, 60) }),
);
const stage: fc.Arbitrary<Stage> = fc.record({
  by: fc.constantFrom('race' as const, 'all' as const),
  parts: fc.array(part, { minLength: 1, maxLength: 3 }),
});

async function standing(lanes: number, stages: readonly Stage[]): Promise<unknown> {
  const clock = virtualClock(0);
  const it = sideBySide(lanes, stages);
  const cairn = open({ store: memory(), graphs: [it], clock });
  const thread = await cairn.start(it, {});
  for (let step = 0; step < 8; step += 1) await clock.advance(20);
  await clock.advance('1m');
  const { status } = await thread.at();
  await cairn.close();
  return status;
}

test('a sleep that lost a race and is over beside a step keeps nobody from what is waited for next', async () => {
  const race: Stage = {
    by: 'race',
    parts: [
      { kind: 'step', turns: 1 },
      { kind: 'sleep', milliseconds: 0 },
    ],
  };
  const both: Stage = {
    by: 'all',
    parts: [
      { kind: 'sleep', milliseconds: 20 },
      { kind: 'step', turns: 0 },
      { kind: 'sleep', milliseconds: 60 },
    ],
  };
  for (const lanes of [2, 3]) expect(await standing(lanes, [race, both])).toBe('done');
});

test('whatever lanes side by side race with and wait for, all of them end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 3 }),
      fc.array(stage, { minLength: 1, maxLength: 4 }),
      async (lanes, stages) => {
        expect(await standing(lanes, stages)).toBe('done');
      },
    ),
    { numRuns: 150, seed: 20261129 },
  );
});
