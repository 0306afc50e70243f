import type { Database, Statement } from 'better-sqlite3';

/** Writes a thread's whole snapshot as one row: what a library without a checkpointer needs beside it. */
export function snapshotRows(db: Database): (thread: number, seq: number, snapshot: unknown) => void {
  db.exec('CREATE TABLE snapshot (thread INTEGER, seq INTEGER, body TEXT, PRIMARY KEY (thread, seq)) WITHOUT ROWID');
  const statement: Statement<[number, number, string]> = db.prepare('INSERT INTO snapshot VALUES (?, ?, ?)');
  return (thread, seq, snapshot) => {
    statement.run(thread, seq, JSON.stringify(snapshot));
  };
}
