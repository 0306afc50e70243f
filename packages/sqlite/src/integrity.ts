import { problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { checkOf, isReadable } from './damage.ts';
import type { HeldFile } from './held-file.ts';

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

/** What is wrong with a database, a sentence each; empty when it is sound. A problem `store/io` where it cannot be read. */
export function findings(db: Database, store: string, file: HeldFile | undefined): readonly string[] {
  const damage = damageOf(db, store, file);
  if (damage.length > 0) return damage;
  return Object.entries(orphans).flatMap(([what, rows]) => {
    const count = db.prepare<[], number>(`SELECT count(*) ${rows}`).pluck().get() ?? 0;
    return count === 0 ? [] : [`There are ${count} ${what}.`];
  });
}

/** What is found a second time as well: the first may have met a read that failed and has passed. */
function damageOf(db: Database, store: string, file: HeldFile | undefined): readonly string[] {
  if (checkOf(db, 'integrity_check').length === 0) return [];
  if (!isReadable(db.name, file)) throw problem('store/io', { store, found: 'a part of the file cannot be read' });
  return checkOf(db, 'integrity_check');
}
