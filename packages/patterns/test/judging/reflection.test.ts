import { check, diagram, mermaid, run, type FactsOf } from '@cairn/core';
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { reflection, type Critique } from '@cairn/patterns';

type Says = Critique | Error | 'nonsense';

/** A critic that says what a script has for each draft. */
function scripted(says: readonly Says[], rounds = 3) {
  let drafts = 0;
  let looks = 0;
  const writing = reflection({
    name: 'writing',
    task: z.object({ topic: z.string() }),
    draft: z.string(),
    produce: ({ task }) => {
      drafts += 1;
      return `${task.topic} 1`;
    },
    critique: () => {
      const said = says[looks] ?? 'nonsense';
      looks += 1;
      if (said instanceof Error) throw said;
      return said as Critique;
    },
    improve: ({ draft, round, critiques }) => {
      expectTypeOf(draft).toBeString();
      drafts += 1;
      return `rivers ${round + critiques.length - critiques.length + 1}`;
    },
    rounds,
    good: 0.9,
  });
  return { writing, made: () => drafts };
}

test('it is a graph without mistakes, that is drawn', () => {
  const { writing } = scripted([]);
  expect(check(writing)).toEqual([]);
  expect(mermaid(diagram(writing))).toContain('no rounds left');
  expectTypeOf<FactsOf<typeof writing>['outcome']>().toEqualTypeOf<'good' | 'best' | 'empty' | 'exhausted'>();
});

test.each<[string, Says[], string, string, number]>([
  ['the first draft is good', [{ score: 0.95 }], 'good', 'rivers 1', 1],
  ['a later one is', [{ score: 0.2, problems: ['dry'] }, { score: 0.9 }], 'good', 'rivers 2', 2],
  ['none is, and the second is the best', [{ score: 0.2 }, { score: 0.6 }, { score: 0.4 }], 'best', 'rivers 2', 3],
  ['two are as good as each other', [{ score: 0.2 }, { score: 0.2 }, { score: 0.2 }], 'best', 'rivers 1', 3],
  ['the critic is down at first', [new Error('down'), { score: 0.1 }, new Error('down')], 'best', 'rivers 2', 3],
  ['the critic says nothing that is any', ['nonsense', 'nonsense', 'nonsense'], 'best', 'rivers 1', 3],
  ['the critic says no number', [{ score: Number.NaN }, { score: 0.5 }, 'nonsense'], 'best', 'rivers 2', 3],
])('where %s, that is told', async (_what, says, outcome, draft, made) => {
  const { writing, made: drafts } = scripted(says);
  const ended = await run(writing, { task: { topic: 'rivers' } });
  expect(ended).toMatchObject({ outcome, state: { best: { draft } } });
  expect(drafts()).toBe(made);
  expect(ended.state.critiques).toHaveLength(made);
});

test('where nothing is produced it ends empty, and where nothing is improved with the best so far', async () => {
  const failing = (where: 'produce' | 'improve') =>
    reflection({
      name: 'writing',
      task: z.string(),
      draft: z.string(),
      produce: () => {
        if (where === 'produce') throw new Error('no ink');
        return 'a draft';
      },
      critique: () => ({ score: 1 }),
      improve: () => 7 as never,
    });
  expect(await run(failing('produce'), { task: 'x' })).toMatchObject({ outcome: 'empty', state: { error: 'no ink' } });
  const kept = await run(failing('improve'), { task: 'x' });
  expect(kept).toMatchObject({ outcome: 'best', state: { best: { draft: 'a draft', round: 1, score: 1 } } });
});

test('what is good may be said by the critic, or decided', async () => {
  const made = (good?: (critique: Critique) => boolean) =>
    reflection({
      name: 'writing',
      task: z.string(),
      draft: z.string(),
      produce: () => 'a',
      critique: ({ round }) => ({ score: round, good: round === 2 }),
      improve: () => 'b',
      rounds: 5,
      ...(good !== undefined && { good }),
    });
  expect((await run(made(), { task: 'x' })).state.best).toMatchObject({ round: 2 });
  const decided = await run(
    made(({ score }) => score === 3),
    { task: 'x' },
  );
  expect(decided.state.best).toMatchObject({ round: 3 });
});

test('it ends within its rounds, with the best that was said, whatever a critic says', async () => {
  const score = fc.oneof(fc.double({ min: -1, max: 0.89, noNaN: true }), fc.constant(0.95));
  const says = fc.oneof<fc.Arbitrary<Says>[]>(
    score.map((each) => ({ score: each })),
    fc.constant(new Error('down')),
    fc.constant('nonsense' as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(says, { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      async (all, rounds) => {
        const { writing, made } = scripted(all, rounds);
        const ended = await run(writing, { task: { topic: 'rivers' } });
        const first = all.findIndex((said) => typeof said === 'object' && 'score' in said && said.score >= 0.9);
        const isGood = first >= 0 && first < rounds;
        expect(ended).toMatchObject({ status: 'done', outcome: isGood ? 'good' : 'best' });
        expect(made()).toBe(isGood ? first + 1 : rounds);
        const scores = all
          .slice(0, made())
          .flatMap((said) => (typeof said === 'object' && 'score' in said ? [said.score] : []));
        expect(ended.state.best?.score).toBe(scores.length === 0 ? undefined : Math.max(...scores));
      },
    ),
    { numRuns: 40 },
  );
});
