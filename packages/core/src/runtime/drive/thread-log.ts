import { fenceAfter } from '../../store/contract/accept.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { isProblem, problem, type Problem } from '../../base/problem/problem.ts';
import type { Writable } from '../../base/writable.ts';
import { ask, patienceOf, type Patience } from '../../store/ask.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import { load } from '../../store/load.ts';
import { writeRow } from '../../store/text/row-text.ts';
import { writeSnapshot } from '../../store/text/snapshot-text.ts';
import type {
  Blob,
  Commit,
  NewThread,
  Soon,
  StoredOutput,
  StoredRow,
  StoredSnapshot,
  ThreadRecord,
} from '../../store/contract/store.ts';
import { soon } from '../../store/contract/soon.ts';
import { afterSnapshot, bytesOf, freshLog, isSnapshotDue, withRow, type Upkeep } from '../../store/text/upkeep.ts';
import { claim } from './claim.ts';
import type { Environment } from '../environment/environment.ts';
import { commitAround, creationAround } from './commit-around.ts';
import { cutAfter } from '../environment/cut-after.ts';
import { Family, none } from './family.ts';
import { wakeTold, withPosts } from './outgoing.ts';
import { mayBeHeard, tellWritten } from './tell-written.ts';
import { KnownRecord } from './known-record.ts';
import { RunNumbers } from '../observe/run-numbers.ts';
import { Outputs } from './outputs.ts';
import type { Extras, FirstRows } from './to-write.ts';
import type { Standing } from '../environment/standing.ts';
import { takingFor } from '../environment/taking.ts';
import { atFault, isCreated, isRefusal, writeAgain } from '../environment/write-again.ts';

/**
 * Writes one thread's log: rows, and a snapshot where it is due. Whoever takes or creates a thread makes one, and its driver goes on with it.
 *
 * The thread is *free* at first where it rested here: nobody owns it, and the first commit takes it, or is stale. Else, and from then
 * on, it is *owned* under the fence, until a commit sets no owner.
 */
export class ThreadLog {
  readonly thread: string;
  readonly #environment: Environment;
  readonly created: number;
  readonly #seen: number;
  #fence: number;
  /** Tells that the thread was taken, while it is still to be. */
  #free: (() => void) | undefined;
  readonly #record: KnownRecord;
  #upkeep: Upkeep;
  #family: Family;
  /** What its runs show, where others are to see it too. */
  readonly outputs: Outputs | undefined;
  readonly runs: RunNumbers;
  /** The newest checkpoint that whoever listens here was told of; the store may have newer ones, whose commits have not answered. */
  told = 0;
  /** Aborts when nothing that may pass is waited for any more. */
  #lettingGo: Patience = () => AbortSignal.abort();

  constructor(
    environment: Environment,
    { id, created, fence, takeovers, status, due, summary, free, seen = 0, shown = 0, runs }: Standing,
    upkeep: Upkeep = freshLog,
    snapshot?: Snapshot,
  ) {
    this.#environment = environment;
    this.thread = id;
    this.created = created;
    this.#seen = seen;
    this.#fence = fence;
    this.#free = free;
    this.#record = new KnownRecord({ takeovers, status, due, summary });
    this.#upkeep = upkeep;
    this.#family = new Family(this.created, snapshot);
    this.runs = runs ?? new RunNumbers();
    if (environment.outputs === 'stored') this.outputs = new Outputs(shown, (outputs) => this.#show(outputs));
  }

  /** From now on what a store may be rid of by itself is waited for, as long as a lease, and until the signal aborts. */
  beDriven(lettingGo: Patience): void {
    this.#lettingGo = lettingGo;
  }

  readonly #patience: Patience = () => patienceOf(this.#environment.lease, this.#lettingGo());

  /** The number under which the thread is owned, or was owned last. */
  get fence(): number {
    return this.#fence;
  }

  /** How often in a row its owners died, and when it goes on by itself, likewise. */
  get takeovers(): number {
    return this.#record.takeovers;
  }
  get due(): number | null {
    return this.#record.due;
  }

  /** How the thread stands by the newest commit. */
  get standing(): Standing {
    const { takeovers, status, due, summary } = this.#record;
    return {
      id: this.thread,
      created: this.created,
      fence: this.#fence,
      takeovers,
      status,
      due,
      summary,
      runs: this.runs,
      ...(this.outputs && { shown: this.outputs.count }),
    };
  }

  /** Whether a thread that is still to be taken is as it was at a checkpoint, in the store too. */
  async isCurrent(head: number): Promise<boolean> {
    const { store } = this.#environment;
    try {
      const record = await ask(this.#patience, () => store.thread(this.thread));
      if (record?.fence !== this.#fence || record.head !== head || record.created !== this.created) return false;
      return (await ask(this.#patience, () => store.messages(this.thread, this.#seen))).length === 0;
    } catch (error) {
      throw this.#forGood(error);
    }
  }

  /** Whether the thread is still to be taken. */
  get isFree(): boolean {
    return this.#free !== undefined;
  }

  /** How the log stands since its last snapshot. */
  get upkeep(): Upkeep {
    return this.#upkeep;
  }

  /** Appends rows; `snapshot` is the state after them. */
  commit(rows: readonly Row[], snapshot: Snapshot, extras: Extras = {}): Soon<'ok' | 'stale'> {
    // A thread that nobody took stays as it is until there is something to write.
    if (this.isFree && rows.length === 0) return 'ok';
    const blobs: Blob[] = [];
    const stored = this.#write(rows, blobs);
    const body = this.#snapshotDue(rows, snapshot, extras.snapshot, blobs);
    const update = this.#record.updateBy(rows, extras);
    const { consumed = [] } = extras;
    const outputs = this.outputs?.unwritten;
    if (stored.length === 0 && update === undefined && consumed.length === 0 && outputs === undefined) return 'ok';
    const commit: Writable<Commit> = { thread: this.thread, fence: this.#fence, created: this.created, rows: stored };
    if (this.isFree)
      commit.takes = takingFor(this.#environment.owner, { created: this.created, seen: this.#seen }, update);
    if (body !== undefined) commit.snapshot = body;
    if (blobs.length > 0) commit.blobs = blobs;
    if (update !== undefined) commit.update = update;
    if (consumed.length > 0) commit.consumed = consumed;
    const { codec } = this.#environment;
    const told = this.#family.isAlone(snapshot)
      ? none
      : this.#family.tell(rows, snapshot, { codec, status: update?.status });
    const outgoing = told.length === 0 ? extras.outgoing : withPosts(extras.outgoing, told);
    if (outgoing !== undefined) Object.assign(commit, outgoing);
    if (outputs !== undefined) commit.outputs = outputs;
    const { commit: around } = this.#environment.around;
    let written = around.length === 0 ? this.#send(commit) : this.#sendWithin(commit, rows);
    if (outputs !== undefined) written = this.outputs?.follow(outputs, written) ?? written;
    if (body !== undefined) written = cutAfter(this.#environment, commit, written);
    if (told.length > 0) written = wakeTold(this.#environment, told, written);
    if (this.isFree) written = this.#takenWith(commit, written);
    if (rows.length > 0 && mayBeHeard(this.#environment, commit))
      tellWritten(this.#environment, { of: commit, rows, written, good: 'ok' });
    return written;
  }

  #sendWithin(commit: Commit, rows: readonly Row[]): Soon<'ok' | 'stale'> {
    return commitAround(this.#environment, commit, rows, () => this.#send(commit));
  }

  #takenWith(commit: Commit, written: Soon<'ok' | 'stale'>): Soon<'ok' | 'stale'> {
    return soon(written, (end) => {
      if (end === 'stale') return end;
      this.#isTaken();
      this.#fence = fenceAfter(commit);
      return end;
    });
  }

  #show(outputs: readonly StoredOutput[]): Soon<'ok' | 'stale'> {
    const { store } = this.#environment;
    return store.commit({ thread: this.thread, fence: this.#fence, created: this.created, rows: [], outputs });
  }

  #send(commit: Commit): Soon<'ok' | 'stale'> {
    try {
      const written = this.#environment.store.commit(commit);
      return typeof written === 'string' ? written : written.catch((error: unknown) => this.#sendAgain(commit, error));
    } catch (error) {
      return this.#sendAgain(commit, error);
    }
  }

  async #sendAgain(commit: Commit, error: unknown): Promise<'ok' | 'stale'> {
    if (!isPassing(error)) throw this.#forGood(error);
    const again = writeAgain(this.#environment.store, commit, error, this.#patience);
    const written = await again.catch((last: unknown) => {
      throw this.#forGood(last);
    });
    if (written.end !== 'given up') return written.end;
    throw written.isKnown && isProblem(written.error) ? atFault(written.error) : this.#unknown(written.error);
  }

  /** What a store threw that does not pass: it refused what it was given, or is itself at fault. */
  #forGood(error: unknown): unknown {
    return isRefusal(error) ? error : error instanceof Error ? atFault(error) : this.#unknown(error);
  }

  #unknown(error: unknown): Problem {
    return atFault(problem('thread/outcome-unknown', { thread: this.thread }, error));
  }

  /** Creates the thread with its first rows; `false` when its id is taken. */
  create(facts: Omit<NewThread, 'rows' | 'snapshot' | 'blobs'>, { rows, snapshot, brought }: FirstRows): Soon<boolean> {
    const blobs: Blob[] = [];
    const stored = this.#write(rows, blobs);
    // What a thread starts with is all its state: it need not stand in the file twice.
    const isStart = rows[0]?.cause === 'start';
    const body = isStart ? undefined : this.#snapshotDue(rows, snapshot, brought, blobs);
    const { store } = this.#environment;
    const thread: NewThread = {
      ...facts,
      rows: stored,
      ...(body !== undefined && { snapshot: body }),
      ...(blobs.length > 0 && { blobs }),
    };
    // What failed may have created it all the same.
    const createAgain = async (): Promise<boolean> => (await store.create(thread)) || (await isCreated(store, thread));
    const create = (): Soon<boolean> =>
      ask(this.#patience, (isAgain) => (isAgain ? createAgain() : store.create(thread)));
    return creationAround(this.#environment, thread, rows, create);
  }

  /** Takes the thread up again after a rest; `false` when somebody else has it now, or had it since it was at that checkpoint. */
  async reclaim(head?: number): Promise<boolean> {
    const record = await claim(this.#environment, this.thread, this.#patience);
    if (record === undefined || record === 'busy') return false;
    this.#stands(record);
    return record.created === this.created && record.head === (head ?? record.head);
  }

  /** Reads the thread again as the store has it; the state, or undefined where somebody else has it now. */
  async reread(): Promise<Snapshot | undefined> {
    if (this.isFree && !(await this.reclaim())) return undefined;
    const { store, codec } = this.#environment;
    const record = await ask(this.#patience, () => store.thread(this.thread));
    if (record?.fence !== this.#fence) return undefined;
    const { snapshot, upkeep } = await ask(this.#patience, () => load(store, this.thread, { codec }));
    this.#stands(record);
    this.#record.takeovers = record.takeovers;
    this.#upkeep = upkeep;
    this.#family = new Family(this.created, snapshot);
    return snapshot;
  }

  #isTaken(): void {
    const tell = this.#free;
    this.#free = undefined;
    tell?.();
  }

  #stands({ fence, status, due, summary }: ThreadRecord): void {
    this.#isTaken();
    this.#fence = fence;
    Object.assign(this.#record, { status, due, summary });
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
    if (forced === undefined && (rows.length === 0 || !isSnapshotDue(this.#upkeep, this.#environment.keep)))
      return undefined;
    const snapshot = forced ?? newest;
    const before = blobs.length;
    const body = writeSnapshot(snapshot, this.#environment.codec, blobs);
    this.#upkeep = afterSnapshot(body.length + bytesOf(blobs.slice(before)), snapshot.lanes.all().length);
    return { seq: snapshot.seq, body };
  }
}
