import type { Statement } from 'better-sqlite3';

/**
 * A statement that writes. It has no `get()`, which ends with the first row: the commit comes after that, and where the disk
 * refuses it nobody would hear of it.
 */
export type Writing<Given extends unknown[], Row = unknown> = Pick<Statement<Given, Row>, 'run' | 'all' | 'database'>;
