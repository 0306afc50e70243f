import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { sqlite } from '@cairn/sqlite';
import type { Kept } from './cuts.ts';
import { longRun } from './long-run.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts, patience } from './power.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-power-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file of its own; opened again, it is read through a connection that knows nothing of the first. */
function kept(): Kept {
  files += 1;
  const file = join(folder, `${files}.db`);
  return { open: () => sqlite(file), reopen: () => sqlite(file) };
}

test.each(['before', 'after'] as const)(
  'a thread comes to the same end when the power goes out %s any write: sqlite',
  (when) => expectSurvivesEachCut(longRun, kept, when),
  patience,
);

test(
  'a thread comes to the same end when the power goes out again and again: sqlite',
  () => expectSurvivesManyCuts(longRun, kept, 20_260_502),
  patience,
);
