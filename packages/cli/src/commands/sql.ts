import type { Database } from 'better-sqlite3';
import { buildCommand, type Command } from '@stricli/core';
import { counted } from '../printing/counted.ts';
import type { Context } from '../context.ts';
import type { DatabaseFlags } from '../database/database.ts';
import { CommandError } from '../exit-code.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonLine } from '../printing/json-text.ts';
import type { Output } from '../printing/output.ts';
import { withSql } from '../database/sql-database.ts';
import { writeTable } from '../printing/table.ts';
import { oneLine } from '../printing/text-width.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

type Entry = Readonly<Record<string, unknown>>;

/** Queries a database. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Query a database, which stays as it is',
    fullDescription:
      'Run a query of SQL. Tables: thread, checkpoint, snapshot, tag, message, owner, plan, blob. States and changes are JSON, so "changes ->> \'$.key.set\'" reads them. Nothing can be written.',
  },
  parameters: {
    flags: { db, json, debug },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: 'The query', placeholder: 'query' }] },
  },
  async func(flags, query) {
    await withSql(this, flags, (database) => run(this.output, database, query, flags.json === true));
  },
});

function run(output: Output, database: Database, query: string, asJson: boolean): void {
  try {
    const statement = database.prepare<[], Entry>(query);
    if (!statement.reader) throw new CommandError('"cairn sql" reads only: give it a SELECT.');
    if (asJson) for (const entry of statement.iterate()) output.line(jsonLine(entry));
    else {
      const names = statement.columns().map(({ name }) => name);
      const entries = statement.all();
      writeTable(
        output,
        entries,
        names.map((title) => ({ title, of: (entry: Entry) => cellText(entry[title]), elastic: true as const })),
      );
      output.note(output.paint('dim', counted(entries.length, 'row')));
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE'))
      throw new CommandError(`SQLite says: ${error.message}.`, undefined, { cause: error });
    throw error;
  }
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  return value instanceof Uint8Array ? `<${value.length} bytes>` : oneLine(textOf(value));
}

/** SQLite gives text and numbers. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
