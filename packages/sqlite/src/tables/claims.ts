import type { Store } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { atOnce } from '../file/at-once.ts';
import { bornOf } from '../file/process-life.ts';
import type { Statements } from './statements.ts';
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
    claim: atOnce(db, (thread: string, owner: string, now: number, force = false) => {
      const died = statements.ownerDied.get({ id: thread, now });
      if (died === undefined) return undefined;
      const [row] = statements.claim.all({ id: thread, owner, died, force: force ? 1 : 0 });
      // One that is damaged is not taken: what was done is undone with the problem.
      return row === undefined ? 'busy' : soundRecord(store, row);
    }),
  };
}
