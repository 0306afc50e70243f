import { createRequire } from 'node:module';
import type { Database } from 'better-sqlite3';

const require = createRequire(import.meta.url);

/** Has a database compare vectors by sqlite-vec, where that is installed and made for this machine; whether it does. */
export function hasVectorExtension(db: Database): boolean {
  try {
    const { load } = require('sqlite-vec') as { readonly load: (into: Database) => void };
    load(db);
    return true;
  } catch {
    // The results are the same without it, and take several times as long.
    return false;
  }
}
