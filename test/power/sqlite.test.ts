import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import { sqlite } from '@cairn/sqlite';
import type { Kept } from './cuts.ts';
import { longRun } from './long-run.ts';
import { expectSurvivesEachCut, expectSurvivesManyCuts } from './power.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-power-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const durabilities = ['normal', 'full'] as const;

/** A file of its own; opened again, it is read through a connection that knows nothing of the first. */
function keptWith(durability: (typeof durabilities)[number]): () => Kept {
  return () => {
    files += 1;
    const file = join(folder, `${files}.db`);
    const open = () => sqlite(file, { durability });
    return { open, reopen: open };
  };
}

test.each(durabilities.flatMap((durability) => [[durability, 'before'] as const, [durability, 'after'] as const]))(
  'a thread comes to the same end with %s durability when the power goes out %s any write: sqlite',
  (durability, when) => expectSurvivesEachCut(longRun, keptWith(durability), when),
);

test.each(durabilities)(
  'a thread comes to the same end with %s durability when the power goes out again and again: sqlite',
  (durability) => expectSurvivesManyCuts(longRun, keptWith(durability), 20_260_502),
);
