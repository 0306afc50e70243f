import Sqlite, { type Database, type Statement } from 'better-sqlite3';

/** A bare database: what the same work needs by hand. */
export function rawFile(path: string, synchronous: 'NORMAL' | 'FULL' = 'NORMAL'): Database {
  const db = new Sqlite(path);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  return db;
}

/** A table for rows like those that Cairn writes. */
export function checkpointTable(db: Database): void {
  db.exec(`CREATE TABLE checkpoint (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, lane TEXT NOT NULL, cause TEXT NOT NULL,
    "from" TEXT NOT NULL, "to" TEXT, phase TEXT NOT NULL, label TEXT, changes TEXT, detail TEXT) STRICT`);
}

type Row = [number, number, string, string, string, string, string, null, string, null];

/** Writes one row in one transaction. */
export type Insert = (id: number, lane: string, from: string, to: string, changes: object) => void;

/** Makes an {@link Insert}. */
export function insertInto(db: Database): Insert {
  const statement: Statement<Row> = db.prepare('INSERT INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return (id, lane, from, to, changes) => {
    statement.run(id, Date.now(), lane, 'done', from, to, 'running', null, JSON.stringify(changes), null);
  };
}
