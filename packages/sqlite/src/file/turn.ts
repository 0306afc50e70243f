import type { Database } from 'better-sqlite3';
import { atOnce } from './at-once.ts';

/** The platform's own also where a test fakes timers: a transaction is no matter of time. */
const afterTurn = globalThis.setImmediate;

/** Work that waits for the end of this turn of the event loop. */
interface Waiting {
  /** Does the work; returns the error where it failed. */
  run(): unknown;
  fail(error: unknown): void;
  settle(): void;
}

/**
 * One transaction for all that comes in one turn of the event loop; each call still succeeds or fails by itself. A store has one where
 * its writes may be grouped.
 *
 * It is idle, has heard of one thread (whose writes are done at once), or collects: what several threads write in a turn, or in the turn
 * after one in which several did, waits for its end.
 */
export interface Turn {
  /** Runs `work` in the transaction; the promise resolves once that is on disk. */
  readonly join: <Value>(work: () => Value) => Promise<Value>;
  /** Runs `work` at once, unless other threads write in this turn too, or did in the last: then it joins them. */
  readonly joinOthers: <Value>(thread: string, work: () => Value) => Value | Promise<Value>;
  /** Runs what waits now. */
  readonly flush: () => void;
}

/** What a {@link Turn} tells. */
export interface TurnEnds {
  /** Hears that all of a transaction is gone, however each call of it ended. */
  readonly takenBack: () => void;
  /** What an error is to those whose calls it ended; said here, for to catch it would be a promise more for every call. */
  readonly explain: (error: unknown) => unknown;
}

/** Makes a {@link Turn} on a database. */
export function turn(db: Database, { takenBack, explain }: TurnEnds): Turn {
  let waiting: Waiting[] = [];
  /** The one thread that wrote in this turn. */
  let alone: string | undefined;
  let isCrowded = false;
  const runAll = atOnce(db, (all: readonly Waiting[]) => {
    for (const each of all) {
      const error = each.run();
      // Some errors, a full disk for one, take the whole transaction back: then they are everybody's.
      if (error !== undefined && !db.inTransaction) throw error as Error;
    }
  });

  const flush = (): void => {
    const all = waiting;
    waiting = [];
    alone = undefined;
    isCrowded = all.length > 1;
    if (all.length === 0) return;
    try {
      // What is alone is a transaction by itself, or a statement: a part of another one would cost it half as much again.
      if (all.length > 1) runAll(all);
      else if (all[0]?.run() !== undefined) takenBack();
    } catch (error) {
      takenBack();
      for (const each of all) each.fail(error);
    }
    for (const each of all) each.settle();
  };

  const join = <Value>(work: () => Value): Promise<Value> => {
    return new Promise<Value>((resolve, reject) => {
      if (waiting.length === 0) afterTurn(flush);
      let settle = (): void => undefined;
      const fail = (error: unknown): void => void (settle = () => reject(explain(error)));
      const run = (): unknown => {
        try {
          const value = work();
          settle = () => resolve(value);
          return undefined;
        } catch (error) {
          fail(error);
          return error;
        }
      };
      waiting.push({ run, fail, settle: () => settle() });
    });
  };

  return {
    flush,
    join,
    joinOthers(thread, work) {
      if (isCrowded || waiting.length > 0 || (alone !== undefined && alone !== thread)) return join(work);
      if (alone === undefined) afterTurn(flush);
      alone = thread;
      return work();
    },
  };
}
