import type { Database } from 'better-sqlite3';

/** Rows that belong to nothing: what they are, and how to count them. */
const orphans: Readonly<Record<string, string>> = {
  'checkpoints of no thread': 'FROM checkpoint WHERE thread NOT IN (SELECT number FROM thread)',
  'snapshots of no thread': 'FROM snapshot WHERE thread NOT IN (SELECT number FROM thread)',
  'messages of no thread': 'FROM message WHERE thread NOT IN (SELECT number FROM thread)',
  'tags of no thread': 'FROM tag WHERE thread NOT IN (SELECT number FROM thread WHERE id IS NOT NULL)',
  'uses of a blob by no thread': 'FROM blob_use WHERE thread NOT IN (SELECT number FROM thread)',
  'uses of a blob that is not there': 'FROM blob_use WHERE blob NOT IN (SELECT number FROM blob)',
  'blobs that nothing uses': 'FROM blob WHERE number NOT IN (SELECT blob FROM blob_use)',
  'forks of a thread that is not there':
    'FROM thread WHERE origin IS NOT NULL AND origin NOT IN (SELECT number FROM thread)',
};

/** What is wrong with a database, a sentence each; empty when it is sound. */
export function findings(db: Database): readonly string[] {
  const damage = damageOf(db);
  if (damage.length > 0) return damage;
  return Object.entries(orphans).flatMap(([what, rows]) => {
    const count = db.prepare<[], number>(`SELECT count(*) ${rows}`).pluck().get() ?? 0;
    return count === 0 ? [] : [`There are ${count} ${what}.`];
  });
}

/** What SQLite finds; damage that is too bad for its check ends the check. */
function damageOf(db: Database): readonly string[] {
  try {
    const found = db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    return found.filter((line) => line !== 'ok');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_CORRUPT') return [error.message];
    throw error;
  }
}
