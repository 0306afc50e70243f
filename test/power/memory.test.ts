import { test } from 'vitest';
import { inMemory } from './kept.ts';
import { longRun } from './long-run.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';

test.each(['before', 'after'] as const)(
  'a thread comes to the same end when the power goes out %s any write: memory',
  (when) => expectSurvivesEachCut(longRun, inMemory, when),
);

test('a thread comes to the same end when the power goes out again and again: memory', () =>
  expectSurvivesManyCuts(longRun, inMemory, 20_260_501));
