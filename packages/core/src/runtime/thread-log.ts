import type { Row } from '../advance/row.ts';
import type { Snapshot } from '../advance/snapshot.ts';
import type { Status } from '../advance/status.ts';
import { writeRow } from '../store/row-text.ts';
import { writeSnapshot } from '../store/snapshot-text.ts';
import type { Blob, Commit, NewThread, Soon, StoredRow, StoredSnapshot, ThreadUpdate } from '../store/store.ts';
import { afterSnapshot, freshLog, isSnapshotDue, withRow, type Upkeep } from '../store/upkeep.ts';
import type { Environment } from './environment.ts';

/** How a thread comes to rest, as its record shows it. */
export interface Rest {
  readonly status: Status;
  readonly due: number | null;
  readonly summary: string;
  /** The newest message that was looked at: only a newer one makes the thread runnable again. */
  readonly seen?: number;
}

/** What a commit holds besides its rows. */
export interface Extras {
  /** The thread comes to rest, and is let go of. */
  readonly rest?: Rest | undefined;
  /** Messages that these rows consume. */
  readonly consumed?: Commit['consumed'];
  /** A state that does not follow from the rows before it: it is written whatever the log's size. */
  readonly snapshot?: Snapshot | undefined;
  readonly update?: ThreadUpdate;
}

/** What a thread is created with: its first rows, the state after them where they are many, and one that does not follow from them. */
export interface FirstRows {
  readonly rows: readonly Row[];
  readonly snapshot?: Snapshot;
  readonly brought?: Snapshot;
}

/** How a log's thread stands in the store. */
export interface Standing {
  readonly thread: string;
  /** The number under which it is owned. */
  readonly fence: number;
  readonly takeovers?: number;
  readonly status?: Status;
}

/** Writes one thread's log: rows, and a snapshot where it is due. */
export class ThreadLog {
  readonly thread: string;
  readonly #environment: Environment;
  #fence: number;
  #takeovers: number;
  /** As the thread's record has it. */
  #status: Status;
  #upkeep: Upkeep;

  constructor(
    environment: Environment,
    { thread, fence, takeovers = 0, status = 'running' }: Standing,
    upkeep: Upkeep = freshLog,
  ) {
    this.#environment = environment;
    this.thread = thread;
    this.#fence = fence;
    this.#takeovers = takeovers;
    this.#status = status;
    this.#upkeep = upkeep;
  }

  /** The number under which the thread is owned. */
  get fence(): number {
    return this.#fence;
  }

  /** How the log stands since its last snapshot. */
  get upkeep(): Upkeep {
    return this.#upkeep;
  }

  /** Appends rows; `snapshot` is the state after them. */
  commit(rows: readonly Row[], snapshot: Snapshot, extras: Extras = {}): Soon<'ok' | 'stale'> {
    const blobs: Blob[] = [];
    const stored = this.#write(rows, blobs);
    const body = this.#snapshotDue(rows, snapshot, extras.snapshot, blobs);
    const update = this.#updateOf(rows, extras);
    const { consumed = [] } = extras;
    if (stored.length === 0 && update === undefined && consumed.length === 0) return 'ok';
    return this.#environment.store.commit({
      thread: this.thread,
      fence: this.#fence,
      rows: stored,
      ...(body !== undefined && { snapshot: body }),
      ...(blobs.length > 0 && { blobs }),
      ...(update !== undefined && { update }),
      ...(consumed.length > 0 && { consumed }),
    });
  }

  /** Creates the thread with its first rows; `false` when its id is taken. */
  create(facts: Omit<NewThread, 'rows' | 'snapshot' | 'blobs'>, { rows, snapshot, brought }: FirstRows): Soon<boolean> {
    const blobs: Blob[] = [];
    const stored = this.#write(rows, blobs);
    const body = snapshot && this.#snapshotDue(rows, snapshot, brought, blobs);
    return this.#environment.store.create({
      ...facts,
      rows: stored,
      ...(body !== undefined && { snapshot: body }),
      ...(blobs.length > 0 && { blobs }),
    });
  }

  /** Takes the thread up again after a rest; `false` when somebody else has it now. */
  async reclaim(): Promise<boolean> {
    const { store, owner, clock } = this.#environment;
    const record = await store.claim(this.thread, owner, clock.now());
    if (record === undefined || record === 'busy') return false;
    this.#fence = record.fence;
    return true;
  }

  #write(rows: readonly Row[], blobs: Blob[]): readonly StoredRow[] {
    return rows.map((row) => {
      const before = blobs.length;
      const stored = writeRow(row, this.#environment.codec, blobs);
      this.#upkeep = withRow(this.#upkeep, row, stored, blobs.length === before ? 0 : bytesOf(blobs.slice(before)));
      return stored;
    });
  }

  #snapshotDue(
    rows: readonly Row[],
    newest: Snapshot,
    forced: Snapshot | undefined,
    blobs: Blob[],
  ): StoredSnapshot | undefined {
    if (forced === undefined && (rows.length === 0 || !isSnapshotDue(this.#upkeep))) return undefined;
    const snapshot = forced ?? newest;
    const before = blobs.length;
    const body = writeSnapshot(snapshot, this.#environment.codec, blobs);
    this.#upkeep = afterSnapshot(body.length + bytesOf(blobs.slice(before)), snapshot.lanes.all().length);
    return { seq: snapshot.seq, body };
  }

  #updateOf(rows: readonly Row[], { rest, update }: Extras): ThreadUpdate | undefined {
    const goesOn = this.#takeovers > 0 && rows.some(isProgress);
    if (goesOn) this.#takeovers = 0;
    const starts = rest === undefined && rows.length > 0 && this.#status !== 'running';
    this.#status = rest?.status ?? update?.status ?? (starts ? 'running' : this.#status);
    if (rest === undefined && update === undefined && !goesOn && !starts) return undefined;
    return {
      ...(goesOn && { takeovers: 0 }),
      ...(starts && { status: 'running', due: null }),
      ...(rest && { ...rest, owner: null }),
      ...update,
    };
  }
}

/** Whether the thread got somewhere, so that it is not the same place any more at which its owner might die. */
function isProgress({ to, cause }: Row): boolean {
  return to !== undefined || cause === 'step';
}

function bytesOf(blobs: readonly Blob[]): number {
  return blobs.reduce((sum, { body }) => sum + body.length, 0);
}
