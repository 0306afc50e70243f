import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { memory } from '@cairn/core';
import { sqlite } from '@cairn/sqlite';
import { uncut, type Kept } from './cuts.ts';
import { later } from './later.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts, patience } from './power.ts';
import { talking } from './talking.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-talking-'));
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

test('what is told is heard, once, what is noted beside it is what was noted last, and what is remembered is there once', async () => {
  const { end } = await uncut(talking, inMemory());
  const all = [1, 2, 3].flatMap((visit) => ['end', 'save', 'step'].map((by) => `${visit} ${by}`));
  const last = ['end', 'save', 'step'].map((by) => `3 ${by} noted as ${by}`);
  const remembered = [1, 2, 3].map((visit) => `visit ${visit} in attempt 1 remembered with 1`);
  expect(end.split('\n').slice(1)).toEqual([...all, ...last, ...remembered]);
});

test.each(
  Object.entries(stores).flatMap(([name, kept]) =>
    (['before', 'after'] as const).map((when) => ({ name, kept, when })),
  ),
)(
  'threads that talk come to the same end when the power goes out $when any write: $name',
  ({ kept, when }) => expectSurvivesEachCut(talking, kept, when),
  patience,
);

test(
  'threads that talk come to the same end when the power goes out again and again',
  () => expectSurvivesManyCuts(talking, inMemory, 20_261_129),
  patience,
);
