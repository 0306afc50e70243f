import type { Database } from 'better-sqlite3';

/** A function that runs in one transaction that writes, or in a part of the one that is under way. */
export function atOnce<Given extends unknown[], Value>(
  db: Database,
  work: (...given: Given) => Value,
): (...given: Given) => Value {
  const transaction = db.transaction(work as (...given: unknown[]) => Value);
  return (...given) => transaction.immediate(...given);
}
