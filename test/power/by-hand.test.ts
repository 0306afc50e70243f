import { test } from 'vitest';
import { memory } from '@cairn/core';
import { byHand } from './by-hand.ts';
import type { Kept } from './cuts.ts';
import { later } from './later.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts, patience } from './power.ts';

function kept(): Kept {
  const store = memory();
  return { open: () => store, reopen: () => store };
}

function keptLater(): Kept {
  const store = memory();
  return { open: () => later(store, 1), reopen: () => later(store, 2) };
}

test.each(['before', 'after'] as const)(
  'edits, resumes, rewinds, forks and cancels come to the same end when the power goes out %s any write',
  async (when) => {
    await expectSurvivesEachCut(byHand, kept, when);
    await expectSurvivesEachCut(byHand, keptLater, when);
  },
  patience,
);

test(
  'edits, resumes, rewinds, forks and cancels come to the same end when the power goes out again and again',
  () => expectSurvivesManyCuts(byHand, kept, 20_260_504),
  patience,
);
