import Sqlite, { type Database } from 'better-sqlite3';
import { migrate } from '../file/migrate.ts';

/** What of a database is not as its format makes it, a sentence each. What is there beside that is its owner's. */
export function wrongTables(db: Database): readonly string[] {
  const right = new Sqlite(':memory:');
  migrate(right, 'a new file');
  const found = definitionsOf(db);
  const wrong = [...definitionsOf(right)].filter(([name, definition]) => found.get(name) !== definition);
  right.close();
  return wrong.map(([name]) => `"${name}" is not made as this format makes it.`);
}

/** How the tables and the indexes of a database are made, by name, wherever lines are broken and columns were added. */
export function definitionsOf(db: Database): ReadonlyMap<string, string> {
  const text = "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'";
  const all = db.prepare<[], [string, string]>(text).raw().all();
  return new Map(all.map(([name, definition]) => [name, definition.replaceAll(/\s+/gu, '')]));
}
