import { problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { markOf } from './file-header.ts';
import { newest } from './newest.ts';
import { recordOf, recordSum } from '../sums/record-sum.ts';
import { applicationId, schema } from './schema.ts';
import { rowOf, type KeptRow } from '../sums/sound.ts';
import { rowSum, textSum } from '../sums/sum.ts';

/** Brings a database to the newest format, in one transaction; an empty one is made in that. */
export function migrate(db: Database, store: string, versions: readonly string[] = schema): void {
  if (formatOf(db, store, versions) === versions.length) return;
  const apply = db.transaction(() => {
    // Another process may have been faster.
    const found = formatOf(db, store, versions);
    mustBeOurs(db, store, found);
    if (found === 0) db.pragma(`application_id = ${applicationId}`);
    const isNew = found === 0 && versions.length >= schema.length;
    if (isNew) db.exec(newest);
    else addSums(db);
    for (const version of versions.slice(isNew ? schema.length : found)) db.exec(version);
    db.pragma(`user_version = ${versions.length}`);
  });
  apply.immediate();
}

/** What gives rows of earlier formats their sums. */
export function addSums(db: Database): void {
  const options = { directOnly: true, varargs: true };
  db.function('row_sum', options, (...kept: unknown[]) => rowSum(kept[0] as number, rowOf(kept as KeptRow)));
  db.function('record_sum', options, (...kept: unknown[]) => recordSum(recordOf(kept)));
  db.function('text_sum', options, (...given: unknown[]) => textSum(...(given as Parameters<typeof textSum>)));
}

/** A database without a format is Cairn's when there is nothing in it. */
function mustBeOurs(db: Database, store: string, format: number): void {
  const application = Number(db.pragma('application_id', { simple: true }));
  const isEmpty = format === 0 && db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (isEmpty || application === applicationId) return;
  throw problem('store/foreign', { store, found: `a database of something else, ${markOf(application)}` });
}

/** Refuses a database that is not in the newest format. */
export function mustBeCurrent(db: Database, store: string, versions: readonly string[] = schema): void {
  const found = formatOf(db, store, versions);
  if (found < versions.length) throw problem('store/older', { store, found, known: versions.length });
}

/** The format of a database, 0 for an empty one; a newer one is refused. */
function formatOf(db: Database, store: string, versions: readonly string[]): number {
  const found = Number(db.pragma('user_version', { simple: true }));
  if (found > versions.length) throw problem('store/newer', { store, found, known: versions.length });
  return found;
}
