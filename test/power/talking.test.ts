import { expect, test } from 'vitest';
import { uncut } from './cuts.ts';
import { cutsOnEachStore, inMemory } from './kept.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';
import { talking } from './talking.ts';

test('what is told is heard, once, what is noted beside it is what was noted last, and what is remembered is there once', async () => {
  const { end } = await uncut(talking, inMemory());
  const all = [1, 2, 3].flatMap((visit) => ['end', 'save', 'step'].map((by) => `${visit} ${by}`));
  const last = ['end', 'save', 'step'].map((by) => `3 ${by} noted as ${by}`);
  const remembered = [1, 2, 3].map((visit) => `visit ${visit} in attempt 1 remembered with 1`);
  expect(end.split('\n').slice(1)).toEqual([...all, ...last, ...remembered]);
});

test.each(cutsOnEachStore())(
  'threads that talk come to the same end when the power goes out $when any write: $name',
  ({ kept, when }) => expectSurvivesEachCut(talking, kept, when),
);

test('threads that talk come to the same end when the power goes out again and again', () =>
  expectSurvivesManyCuts(talking, inMemory, 20_261_129));
