import { counted } from '@cairn/core/store';
import { numberOf, preparedSelect } from '@cairn/sqlite';
import type { Database } from 'better-sqlite3';
import { buildCommand, type Command } from '@stricli/core';
import type { Context } from '../context.ts';
import type { DatabaseFlags } from '../database/database.ts';
import { CommandError } from '../exit-code.ts';
import { db, debug, json } from '../line/flags.ts';
import { jsonLine } from '../printing/json-text.ts';
import type { Output } from '../printing/output.ts';
import { withSql } from '../database/sql-database.ts';
import { writeTable } from '../printing/table.ts';
import { oneLine } from '../printing/harmless.ts';

interface Flags extends DatabaseFlags {
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** Queries a database. */
export const command: Command<Context> = buildCommand<Flags, [string], Context>({
  docs: {
    brief: 'Query a database, which stays as it is',
    fullDescription:
      'Run a query of SQL. Tables: thread, checkpoint, snapshot, tag, message, output, item, owner, plan, blob. States and changes are JSON, so "changes ->> \'$.key.set\'" reads them, and "$.key.patch" the edits of one that grew. Nothing can be written.',
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
    const prepared = preparedSelect(database, query);
    if ('refused' in prepared) throw new CommandError(prepared.refused, undefined, { cause: prepared.cause });
    const { statement } = prepared;
    const names = statement.columns().map(({ name }) => name);
    if (asJson) for (const values of statement.iterate()) output.line(jsonLine(entryOf(names, values)));
    else {
      const entries = statement.all();
      const columns = names.map((name, at) => ({
        title: oneLine(name),
        of: (values: readonly unknown[]) => cellText(values[at]),
        elastic: true as const,
        stays: true as const,
      }));
      writeTable(output, entries, columns);
      output.note(output.paint('dim', counted(entries.length, 'row')));
    }
  } catch (error) {
    if (!(error instanceof Error) || error instanceof CommandError) throw error;
    if ('code' in error && String(error.code).startsWith('SQLITE'))
      throw new CommandError(`SQLite says: ${error.message}.`, undefined, { cause: error });
    throw error;
  }
}

function entryOf(names: readonly string[], values: readonly unknown[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(names.map((name, at) => [name, numberOf(values[at])]));
}

/** SQLite gives text, numbers and bytes. */
function cellText(value: unknown): string {
  if (
    typeof value !== 'string' &&
    typeof value !== 'number' &&
    typeof value !== 'bigint' &&
    !(value instanceof Uint8Array)
  )
    return 'NULL';
  if (value instanceof Uint8Array) return `<${counted(value.length, 'byte')}>`;
  return typeof value === 'string' ? value : String(value);
}
