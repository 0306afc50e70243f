import { expect, test } from 'vitest';
import { uncut } from './cuts.ts';
import { cutsOnEachStore, inMemory } from './kept.ts';
import { leftInTime } from './late.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';

test('what came in time is taken with all that it leads to, though its time is over when somebody is there to take it', async () => {
  const { end } = await uncut(leftInTime, inMemory());
  expect(end).toContain('["read yes","rested","acted","summed"]');
});

test.each(cutsOnEachStore())(
  'what came in time comes to the same end when the power goes out $when any write: $name',
  ({ kept, when }) => expectSurvivesEachCut(leftInTime, kept, when),
);

test('what came in time comes to the same end when the power goes out again and again', () =>
  expectSurvivesManyCuts(leftInTime, inMemory, 20_261_130));
