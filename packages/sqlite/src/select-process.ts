/** A program of its own that runs one query, so that it can be ended in the middle of it. */

import Sqlite from 'better-sqlite3';
import { numberOf, preparedSelect, said } from './file/prepared-select.ts';
import type { AskedOfProcess, Selected } from './file/select.ts';

process.once('message', (asked: AskedOfProcess) => {
  process.send?.(selected(asked), () => process.exit());
});

process.send?.('ready');

/** About so many bytes of rows are given at most. */
const mostBytes = 8 * 1024 * 1024;

function sizeOf(value: unknown): number {
  return typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
}

function selected({ path, query, limit }: AskedOfProcess): Selected {
  try {
    const database = new Sqlite(path, { readonly: true, fileMustExist: true });
    database.pragma('query_only = ON');
    const prepared = preparedSelect(database, query);
    if ('refused' in prepared) return { refused: prepared.refused };
    const columns = prepared.statement.columns().map(({ name }) => name);
    const rows: unknown[][] = [];
    let size = 0;
    for (const row of prepared.statement.iterate()) {
      size += row.reduce<number>((sum, value) => sum + sizeOf(value), 0);
      if (rows.length === limit || (size > mostBytes && rows.length > 0)) return { columns, rows, isCut: true };
      if (size > mostBytes)
        return { refused: 'A row of it takes more than 8 MB. Ask for a part: substr(value, 1, 1000).' };
      rows.push(row.map(numberOf));
    }
    return { columns, rows };
  } catch (error) {
    return { refused: error instanceof Error ? said(error).refused : String(error) };
  }
}
