import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memory } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { uncut, type Kept } from './cuts.ts';
import { leftInTime } from './late.ts';
import { later } from './later.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts, patience } from './power.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-late-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inMemory(): Kept {
  const store = memory();
  return { open: () => store, reopen: () => store };
}

function answeringLater(): Kept {
  const store = memory();
  return { open: () => later(store, 1), reopen: () => later(store, 2) };
}

function onDisk(): Kept {
  files += 1;
  const file = join(folder, `${files}.db`);
  return { open: () => sqlite(file), reopen: () => sqlite(file) };
}

const stores = { memory: inMemory, 'a store that answers later': answeringLater, sqlite: onDisk };

test('what came in time is taken with all that it leads to, though its time is over when somebody is there to take it', async () => {
  const { end } = await uncut(leftInTime, inMemory());
  expect(end).toContain('["read yes","rested","acted","summed"]');
});

test.each(
  Object.entries(stores).flatMap(([name, kept]) =>
    (['before', 'after'] as const).map((when) => ({ name, kept, when })),
  ),
)(
  'what came in time comes to the same end when the power goes out $when any write: $name',
  ({ kept, when }) => expectSurvivesEachCut(leftInTime, kept, when),
  patience,
);

test(
  'what came in time comes to the same end when the power goes out again and again',
  () => expectSurvivesManyCuts(leftInTime, inMemory, 20_261_130),
  patience,
);
