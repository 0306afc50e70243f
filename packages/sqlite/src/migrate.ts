import { problem } from '@cairn/core/store';
import type { Database } from 'better-sqlite3';
import { applicationId, schema } from './schema.ts';

/** Brings a database to the newest format, in one transaction; an empty one gets all of it. */
export function migrate(db: Database, store: string, versions: readonly string[] = schema): void {
  if (formatOf(db, store, versions) === versions.length) return;
  const apply = db.transaction(() => {
    // Another process may have been faster.
    const found = formatOf(db, store, versions);
    if (found === 0) db.pragma(`application_id = ${applicationId}`);
    for (const version of versions.slice(found)) db.exec(version);
    db.pragma(`user_version = ${versions.length}`);
  });
  apply.immediate();
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
