import { test } from 'vitest';
import { memory } from '@cairn/core';
import type { Kept } from './cuts.ts';
import { later } from './later.ts';
import { longRun } from './long-run.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';

let seed = 0;

function kept(): Kept {
  const store = memory();
  const open = () => later(store, (seed += 1));
  return { open, reopen: open };
}

test.each(['before', 'after'] as const)(
  'a thread comes to the same end when the power goes out %s any write: a store that answers later',
  (when) => expectSurvivesEachCut(longRun, kept, when),
);

test('a thread comes to the same end when the power goes out again and again: a store that answers later', () =>
  expectSurvivesManyCuts(longRun, kept, 20_260_503));
