import type { Database } from 'better-sqlite3';
import { isGone } from './process-life.ts';

/** Who drives a thread, as the file tells. */
export interface OwnerSeen {
  readonly id: string;
  /** Absent where the owner was never heard of, or is forgotten. */
  readonly process?: { readonly pid: number; readonly host: string };
  /** Until when it counts as alive, in milliseconds since 1970. */
  readonly until?: number;
  /** Whether its process is known to be gone. */
  readonly isGone: boolean;
}

interface OwnerRow {
  readonly id: string;
  readonly pid: number | null;
  readonly host: string | null;
  readonly born: string | null;
  readonly until: number | null;
}

/** What tells who drives threads. */
export interface Owners {
  /** Who drives a thread; undefined where nobody does. */
  ownerOf(thread: string): OwnerSeen | undefined;
}

export function ownerReads(db: Database): Owners {
  return {
    ownerOf(thread) {
      const row = db
        .prepare<[string], OwnerRow>(
          'SELECT t.owner AS id, o.pid, o.host, o.born, o.until FROM thread t LEFT JOIN owner o ON o.id = t.owner WHERE t.id = ? AND t.owner IS NOT NULL',
        )
        .get(thread);
      if (row === undefined) return undefined;
      const { id, pid, host, born, until } = row;
      if (pid === null || host === null || until === null) return { id, isGone: true };
      return { id, process: { pid, host }, until, isGone: isGone({ pid, host, born }) };
    },
  };
}
