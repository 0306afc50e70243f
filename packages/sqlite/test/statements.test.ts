import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { prepareConnection } from '../src/open-database.ts';
import * as sql from '../src/sql.ts';
import { prepareStatements, type Statements } from '../src/statements.ts';
import { folder } from './folder.ts';

/** The statements of a new file. */
function given(): Statements {
  const path = join(folder(), 'cairn.db');
  const db = new Sqlite(path);
  prepareConnection(db, { store: 'sqlite', path, durability: 'normal', readOnly: false, busyTimeout: 1_000 });
  return prepareStatements(db, 'sqlite');
}

/** The names of the statements that are one text each. */
const names = Object.entries(sql).flatMap(([name, text]) => (typeof text === 'string' ? [name] : []));

test.each(names)('the statement "%s" reads, or cannot be asked for its first row alone', (name) => {
  const statement = Reflect.get(given(), name) as { readonly: boolean; get?: unknown };
  expect(statement.get === undefined).toBe(!statement.readonly);
});

test('what changes columns cannot be asked for its first row alone', () => {
  expect(Reflect.get(given().update(['status']), 'get')).toBeUndefined();
});
