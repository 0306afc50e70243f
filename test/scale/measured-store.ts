import type { Found, Store, StoredRow, StoredState } from '@cairn/core/store';

/** What a store was asked for and given. */
export interface Measured {
  /** How often each method was called. */
  readonly calls: Readonly<Record<string, number>>;
  /** Rows that were read. */
  readonly read: number;
  readonly rows: number;
  readonly rowBytes: number;
  readonly snapshots: number;
  readonly snapshotBytes: number;
  /** The longest run of rows' bytes since a snapshot, and of rows. */
  readonly foldBytes: number;
  readonly foldRows: number;
  readonly blobBytes: number;
}

/** A store that counts what it is asked for. */
export function measured<Kept extends Store>(store: Kept): { store: Kept; taken: () => Measured } {
  let counts = zero();
  const blobs = new Set<string>();
  const since = new Map<string, { bytes: number; rows: number }>();
  const addRows = (thread: string, rows: readonly StoredRow[]): void => {
    const open = since.get(thread) ?? { bytes: 0, rows: 0 };
    for (const row of rows) {
      const bytes = (row.changes?.length ?? 0) + (row.detail?.length ?? 0);
      counts.rows += 1;
      counts.rowBytes += bytes;
      open.bytes += bytes;
      open.rows += 1;
      counts.foldBytes = Math.max(counts.foldBytes, open.bytes);
      counts.foldRows = Math.max(counts.foldRows, open.rows);
    }
    since.set(thread, open);
  };
  const proxy = new Proxy(store, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...given: unknown[]) => {
        const called = String(name);
        counts.calls[called] = (counts.calls[called] ?? 0) + 1;
        if (called === 'commit' || called === 'create') {
          const commit = given[0] as Parameters<Store['commit']>[0] & { id?: string };
          addRows(commit.thread ?? commit.id ?? '', commit.rows);
          for (const { hash, body } of commit.blobs ?? []) {
            if (!blobs.has(hash)) counts.blobBytes += body.length;
            blobs.add(hash);
          }
          if (commit.snapshot !== undefined) {
            counts.snapshots += 1;
            counts.snapshotBytes += commit.snapshot.body.length;
            since.delete(commit.thread ?? commit.id ?? '');
          }
        }
        const result: unknown = Reflect.apply(member, target, given);
        if (called === 'rows') counts.read += (result as readonly unknown[]).length;
        if (called === 'state') counts.read += (result as StoredState).rows.length;
        if (called === 'take') counts.read += rowsOf(result as Found | undefined);
        return result;
      };
    },
  });
  const taken = (): Measured => {
    const before = counts;
    counts = zero();
    return before;
  };
  return { store: proxy, taken };
}

function rowsOf(found: Found | undefined): number {
  return found?.isTaken === true ? (found.state?.rows.length ?? 0) : 0;
}

interface Counts {
  calls: Record<string, number>;
  read: number;
  rows: number;
  rowBytes: number;
  snapshots: number;
  snapshotBytes: number;
  foldBytes: number;
  foldRows: number;
  blobBytes: number;
}

function zero(): Counts {
  return {
    calls: {},
    read: 0,
    rows: 0,
    rowBytes: 0,
    snapshots: 0,
    snapshotBytes: 0,
    foldBytes: 0,
    foldRows: 0,
    blobBytes: 0,
  };
}
