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
  const found = (db.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check);
  const damage = found.filter((line) => line !== 'ok');
  if (damage.length > 0) return damage;
  return Object.entries(orphans).flatMap(([what, rows]) => {
    const count = db.prepare<[], number>(`SELECT count(*) ${rows}`).pluck().get() ?? 0;
    return count === 0 ? [] : [`There are ${count} ${what}.`];
  });
}
