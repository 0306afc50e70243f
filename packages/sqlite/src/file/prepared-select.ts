import type { Database } from 'better-sqlite3';

/** What prepares queries: a database of `better-sqlite3`, whose types not everybody has who has this package. */
export interface PreparesQueries {
  prepare(query: string): object;
}

/** A query that was prepared, whose rows are lists. */
export interface ListStatement {
  columns(): readonly { readonly name: string }[];
  all(): readonly (readonly unknown[])[];
  iterate(): Iterable<readonly unknown[]>;
}

/** A query that only reads, or why it is none, with what SQLite threw. */
export type PreparedSelect =
  | { readonly statement: ListStatement }
  | { readonly refused: string; readonly cause?: unknown };

/** Such a statement gives rows, though it changes something. */
const setsPragma = /^\s*pragma\b[^(]*=/iu;

/** Prepares one query that stands for itself, whose rows are lists. What is said of the text alone is known before anything is read. */
export function preparedSelect(database: PreparesQueries, query: string): PreparedSelect {
  try {
    const statement = (database as Database).prepare<[], readonly unknown[]>(query);
    if (!statement.reader || !statement.readonly || setsPragma.test(query))
      return { refused: 'A query here reads only: give it a SELECT.' };
    return { statement: statement.bind().raw().safeIntegers() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ('code' in error && String(error.code).startsWith('SQLITE')) return said(error);
    const { message } = error;
    if (message.includes('no statements')) return { refused: 'Give a query.', cause: error };
    if (error instanceof RangeError && !message.includes('parameter'))
      return { refused: 'Give one query at a time.', cause: error };
    return {
      refused: 'The query has parameters, and nothing gives them values. Write the values into it.',
      cause: error,
    };
  }
}

/** What SQLite says of a query that it does not run. */
export function said(error: Error): { readonly refused: string; readonly cause: Error } {
  return { refused: `SQLite says: ${error.message}.`, cause: error };
}

/** A whole number as such, unless it is too large for that. */
export function numberOf(value: unknown): unknown {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
