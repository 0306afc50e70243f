import { outside, type Store } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from '../file/at-once.ts';
import { readSnapshot } from './checkpoints.ts';
import { dropItemsOf } from './items.ts';
import type { Left } from './messages.ts';
import { partsOf } from './parts-of.ts';
import { lastSeq, rowId } from '../sums/row-id.ts';
import type { LineRow, Statements } from './statements.ts';

/** The part of a store that removes threads as a whole, and cuts the beginnings of their histories; forks keep what they share. */
export function removal(
  db: Database,
  store: string,
  statements: Statements,
  left: Left,
): Pick<Store, 'remove' | 'trim'> {
  return {
    remove: atOnce(db, (threads: readonly string[]) => {
      left.count += 1;
      const ids = [...new Set(threads)];
      for (const thread of ids) dropItemsOf(statements, thread);
      const gone = ids.map((id) => statements.line.get(id)).filter((line) => line !== undefined);
      for (const line of gone) removeOne(statements, line);
      return gone.length;
    }),
    trim: atOnce(db, (thread: string, before: number) => {
      const line = statements.line.get(thread);
      const first = line && readSnapshot({ store, thread }, statements, partsOf(statements, line), before);
      if (line === undefined || first === undefined) return 0;
      statements.setFloor.run({ floor: first.seq, number: line.number });
      statements.trimConsumed.run(line.number, first.seq);
      return collect(statements, line);
    }),
  };
}

function removeOne(statements: Statements, line: LineRow): void {
  statements.dropTags.run(line.number);
  statements.dropUnread.run(line.number);
  statements.dropConsumed.run(line.number);
  statements.dropOutputs.run(line.number);
  statements.hide.run(line.number);
  collect(statements, { ...line, hidden: 1 });
}

/** Drops the rows that no thread reads any more, of a thread and of those it shares its past with; returns how many. */
function collect(statements: Statements, line: LineRow): number {
  let count = 0;
  for (let at: LineRow | undefined = line; at !== undefined;) {
    count += collectOne(statements, at.number);
    if (at.hidden === 1 && statements.forkCount.get(at.number) === 0) statements.dropThread.run(at.number);
    at = at.origin === null ? undefined : statements.lineOf.get(at.origin);
  }
  return count;
}

function collectOne(statements: Statements, number: number): number {
  let count = 0;
  for (const { from, to } of outside({ from: 1, to: lastSeq }, statements.readers.all({ thread: number }))) {
    count += statements.dropRows.run(rowId(number, from), rowId(number, to)).changes;
    statements.dropSnapshots.run(rowId(number, from), rowId(number, to));
    for (const blob of new Set(statements.dropUses.all(number, from, to))) statements.dropBlob.run(blob);
  }
  return count;
}
