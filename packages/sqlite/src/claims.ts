import type { Store, ThreadRecord } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from './at-once.ts';
import { bornOf } from './process-life.ts';
import type { Statements, ThreadRow } from './statements.ts';
import { soundRecord } from './threads.ts';

/** Who drives what: owners and claims. */
export function claims(
  db: Database,
  store: string,
  statements: Statements,
): Pick<Store, 'heartbeat' | 'retire' | 'claim'> {
  const met = new Set<string>();
  const retire = atOnce(db, (owner: string) => {
    statements.letGo.run(owner);
    statements.forgetOwner.run(owner);
  });
  return {
    heartbeat({ id, pid, host }, until) {
      // Once for each that is new, so that those who never retired do not pile up; gone or not there is dead alike.
      if (!met.has(id)) statements.forgetGone.run();
      met.add(id);
      statements.beat.run({ id, until, pid, host, born: bornOf(pid, host) });
    },
    retire,
    claim(thread, owner, now, force = false) {
      const [row] = statements.claim.all({ id: thread, owner, now, force: force ? 1 : 0 });
      if (row !== undefined) return takenRow(store, statements, row);
      return statements.numberOf.get(thread) === undefined ? undefined : 'busy';
    },
  };
}

/** A thread that was taken; one that is damaged is let go of, for nobody would. */
function takenRow(store: string, statements: Statements, row: ThreadRow): ThreadRecord {
  try {
    return soundRecord(store, row);
  } catch (error) {
    statements.update(['owner']).run([null, 0, row.number, null, null]);
    throw error;
  }
}
