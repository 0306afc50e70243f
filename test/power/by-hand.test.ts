import { test } from 'vitest';
import { byHand } from './by-hand.ts';
import { answeringLater, inMemory } from './kept.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';

test.each(['before', 'after'] as const)(
  'edits, resumes, rewinds, forks and cancels come to the same end when the power goes out %s any write',
  async (when) => {
    await expectSurvivesEachCut(byHand, inMemory, when);
    await expectSurvivesEachCut(byHand, answeringLater, when);
  },
);

test('edits, resumes, rewinds, forks and cancels come to the same end when the power goes out again and again', () =>
  expectSurvivesManyCuts(byHand, inMemory, 20_260_504));
