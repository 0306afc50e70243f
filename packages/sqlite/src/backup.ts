import { copyTo, type BackupOptions } from './file/copy-to.ts';
import { openDatabase } from './file/open-database.ts';
import { explain, explainOpening } from './file/sqlite-problem.ts';

/** Copies a database to a new file as `store.backup()` does, in whichever format it is: before it is upgraded a copy is wanted most. */
export async function backup(from: string, to: string, options: BackupOptions = {}): Promise<void> {
  const place = { store: `sqlite ${from}`, busyTimeout: 5_000, mode: 0o600 };
  const { db, file } = opened(from, place);
  try {
    await copyTo(to, db, { ...options, ...place });
  } catch (error) {
    throw explain(error, place);
  } finally {
    db.close();
    file?.release();
  }
}

function opened(path: string, place: { readonly store: string; readonly busyTimeout: number; readonly mode: number }) {
  try {
    return openDatabase({ path, durability: 'normal', readOnly: true, anyFormat: true, ...place });
  } catch (error) {
    throw explainOpening(error, place);
  }
}
