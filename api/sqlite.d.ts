// index.d.ts

import { Duration, Store } from "@cairn/core/store";
import "better-sqlite3";
/** Who drives a thread, as the file tells. */
interface OwnerSeen {
  readonly id: string;
  /** Absent where the owner was never heard of, or is forgotten. */
  readonly process?: {
    readonly pid: number;
    readonly host: string;
  };
  /** Until when it counts as alive, in milliseconds since 1970. */
  readonly until?: number;
  /** Whether its process is known to be gone. */
  readonly isGone: boolean;
}
/** What tells who drives threads. */
interface Owners {
  /** Who drives a thread; undefined where nobody does. */
  ownerOf(thread: string): OwnerSeen | undefined;
}
/** What a query found, or why it was not run, or not to its end. */
type Selected = {
  readonly columns: readonly string[];
  /** What each row has in its columns: text, numbers, bytes and null; a whole number that is too large for a number is a bigint. */
  readonly rows: readonly (readonly unknown[])[];
  /** There were more rows than were asked for. */
  readonly isCut?: true;
} | {
  readonly refused: string;
};
/** How much a query may give and take. */
interface SelectOptions {
  /** So many rows at most, 1,000 by default. */
  readonly limit?: number;
  /** So many milliseconds at most, 10,000 by default; counted from when the process that runs it is there. */
  readonly timeout?: number;
  /** Ends it with its reason when it aborts. */
  readonly signal?: AbortSignal;
}
/** What reads a file by SQL. */
interface Selects {
  /** Runs a query that only reads, in a process of its own: it holds nobody up, and is ended where it takes too long. */
  select(query: string, options?: SelectOptions): Promise<Selected>;
}
/** How a backup is made. */
interface BackupOptions {
  /** Ends it: what was written of it goes, and the call throws the signal's reason. */
  readonly signal?: AbortSignal;
}
/** Bytes of a database. */
interface StoreSize {
  /** On the disk, the write-ahead log included. */
  readonly bytes: number;
  /** Free inside the file: used again before it grows, given back by `vacuum`. */
  readonly free: number;
}
/** What is done to the file as a whole. */
interface Upkeep {
  /** Copies the database to a new file while it is in use; the file is there when it is whole, and none is replaced. */
  backup(path: string, options?: BackupOptions): Promise<void>;
  /** Rewrites the file without its free space; others wait meanwhile. */
  vacuum(): void;
  /** What is wrong with the file, a sentence each; empty when it is sound. */
  integrity(): readonly string[];
  size(): StoreSize;
}
/** A store in a file, with what is done to the file as a whole. */
interface SqliteStore extends Omit<Store, keyof Upkeep | "close">, Upkeep, Owners, Selects {
  /** Closes the database at once; rejects with `store/replaced` where its file was not in its place any more. */
  close(): Promise<void>;
}
/** How a file is kept. */
interface SqliteOptions {
  /**
   * What a commit survives: `normal`, the default, the end of the process at any instant; `full` a power cut too, for which
   * each turn of the event loop waits for the disk once.
   */
  readonly durability?: "normal" | "full";
  /** Reads a file and writes nothing to it. */
  readonly readOnly?: boolean;
  /** How long to wait for another process that writes, 5 seconds by default. */
  readonly busyTimeout?: Duration;
  /**
   * Who may read and write a file that is made, and a backup, as `chmod` has it: `0o600` by default, the owner alone. The log
   * and its index have the mode of the file; a file that is there keeps its own.
   */
  readonly mode?: number;
}
/** Opens a store in a file, which is made where there is none. `':memory:'` keeps it in memory. */
declare function sqlite(path: string, options?: SqliteOptions): SqliteStore;
/** Copies a database to a new file as `store.backup()` does, in whichever format it is: before it is upgraded a copy is wanted most. */
declare function backup(from: string, to: string, options?: BackupOptions): Promise<void>;
/** What prepares queries: a database of `better-sqlite3`, whose types not everybody has who has this package. */
interface PreparesQueries {
  prepare(query: string): object;
}
/** A query that was prepared, whose rows are lists. */
interface ListStatement {
  columns(): readonly {
    readonly name: string;
  }[];
  all(): readonly (readonly unknown[])[];
  iterate(): Iterable<readonly unknown[]>;
}
/** A query that only reads, or why it is none, with what SQLite threw. */
type PreparedSelect = {
  readonly statement: ListStatement;
} | {
  readonly refused: string;
  readonly cause?: unknown;
};
/** Prepares one query that stands for itself, whose rows are lists. What is said of the text alone is known before anything is read. */
declare function preparedSelect(database: PreparesQueries, query: string): PreparedSelect;
/** A whole number as such, unless it is too large for that. */
declare function numberOf(value: unknown): unknown;
export { type BackupOptions, type ListStatement, type OwnerSeen, type PreparedSelect, type PreparesQueries, type SelectOptions, type Selected, type SqliteOptions, type SqliteStore, type StoreSize, type Upkeep, backup, numberOf, preparedSelect, sqlite };

// select-process.d.ts

export {}
