import type { Database, Statement } from 'better-sqlite3';

type Bound = Pick<Statement<[]>, 'run'>;

/**
 * What begins and ends what is done at once, each prepared when it is first needed. `db.transaction` makes nine statements and
 * four functions where this needs three and one: that was a tenth of what it takes to open a file.
 */
class Bounds {
  readonly #db: Database;
  readonly #made = new Map<string, Bound>();

  constructor(db: Database) {
    this.#db = db;
  }

  run(text: string): void {
    let bound = this.#made.get(text);
    if (bound === undefined) this.#made.set(text, (bound = this.#db.prepare<[]>(text)));
    bound.run();
  }
}

const boundsOf = new WeakMap<Database, Bounds>();

/** A function that runs in one transaction that writes, or in a part of the one that is under way. */
export function atOnce<Given extends unknown[], Value>(
  db: Database,
  work: (...given: Given) => Value,
): (...given: Given) => Value {
  return within(db, 'BEGIN IMMEDIATE', work);
}

/** A function that reads as of one moment. */
export function asOfOneMoment<Given extends unknown[], Value>(
  db: Database,
  work: (...given: Given) => Value,
): (...given: Given) => Value {
  return within(db, 'BEGIN', work);
}

function within<Given extends unknown[], Value>(
  db: Database,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  work: (...given: Given) => Value,
): (...given: Given) => Value {
  const bounds = boundsOf.get(db) ?? new Bounds(db);
  boundsOf.set(db, bounds);
  return (...given) => {
    const isPart = db.inTransaction;
    bounds.run(isPart ? 'SAVEPOINT part' : begin);
    try {
      const value = work(...given);
      bounds.run(isPart ? 'RELEASE part' : 'COMMIT');
      return value;
    } catch (error) {
      // Some errors, a full disk for one, have taken all of it back already.
      if (db.inTransaction) takeBack(bounds, isPart);
      throw error;
    }
  };
}

function takeBack(bounds: Bounds, isPart: boolean): void {
  if (!isPart) return bounds.run('ROLLBACK');
  bounds.run('ROLLBACK TO part');
  bounds.run('RELEASE part');
}
