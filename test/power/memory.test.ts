import { test } from 'vitest';
import { memory } from '@cairn/core';
import type { Kept } from './cuts.ts';
import { longRun } from './long-run.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts, patience } from './power.ts';

function kept(): Kept {
  const store = memory();
  return { open: () => store, reopen: () => store };
}

test.each(['before', 'after'] as const)(
  'a thread comes to the same end when the power goes out %s any write: memory',
  (when) => expectSurvivesEachCut(longRun, kept, when),
  patience,
);

test(
  'a thread comes to the same end when the power goes out again and again: memory',
  () => expectSurvivesManyCuts(longRun, kept, 20_260_501),
  patience,
);
