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
interface SqliteStore extends Omit<Store, keyof Upkeep>, Upkeep, Owners {}
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
export { type BackupOptions, type OwnerSeen, type SqliteOptions, type SqliteStore, type StoreSize, type Upkeep, backup, sqlite };
