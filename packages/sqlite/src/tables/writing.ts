import type { Statement } from 'better-sqlite3';

/**
 * A statement that writes. It has no `get()`, which returns at the first row, before the commit: an error of that would be lost.
 */
export type Writing<Given extends unknown[], Row = unknown> = Pick<Statement<Given, Row>, 'run' | 'all' | 'database'>;
