import { everyThread, isUnlisted } from './records.ts';
import { noClasses, type Codec } from '../base/value/codec.ts';
import { isProblem } from '../base/problem/problem.ts';
import { fold } from '../advance/state/fold.ts';
import type { Row } from '../advance/state/row.ts';
import { draftOf, emptySnapshot, type Snapshot } from '../advance/state/snapshot.ts';
import { isPassing } from './contract/is-passing.ts';
import { load, loadRows, type Reading } from './load.ts';
import { unreadKey, writeSnapshot } from './text/snapshot-text.ts';
import type { Store, ThreadRecord } from './contract/store.ts';

/** Something wrong with a thread's log. */
export interface Finding {
  readonly thread: string;
  readonly found: string;
}

/** What was looked at, and what is wrong. */
export interface Verified {
  readonly threads: number;
  readonly rows: number;
  readonly findings: readonly Finding[];
  /** What is wrong with the store as a whole, a sentence each. */
  readonly damage: readonly string[];
}

/** So many rows are read at once. */
const page = 1_000;

/** Looks at every thread: its rows are without gaps, every one can be read, its snapshots say what its rows fold to, and its plans are kept. */
export async function verify(
  store: Store,
  { codec = noClasses, onProgress }: { codec?: Codec; onProgress?: (done: number) => void } = {},
): Promise<Verified> {
  const findings: Finding[] = [];
  let threads = 0;
  let rows = 0;
  const damage = [...((await store.integrity?.()) ?? [])];
  const tell = (thread: string): void => {
    threads += 1;
    findings.push({ thread, found: 'Its record is not what was written, or not all that it tells of is there.' });
  };
  const plans = new KeptPlans(store);
  for await (const record of allThreads(store, tell, (found) => damage.push(found))) {
    threads += 1;
    const log = await checked(store, record, { codec, lenient: true }, plans);
    rows += log.rows;
    findings.push(...log.found.map((found) => ({ thread: record.id, found })));
    onProgress?.(threads);
  }
  return { threads, rows, findings, damage };
}

/** Looks once for each plan that threads ran with. */
class KeptPlans {
  readonly #store: Store;
  readonly #known = new Map<string, boolean>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** A sentence for each plan that is not there. */
  async missing(fingerprints: readonly string[]): Promise<readonly string[]> {
    const found: string[] = [];
    for (const fingerprint of new Set(fingerprints)) {
      const isKept = this.#known.get(fingerprint) ?? (await this.#store.plan(fingerprint)) !== undefined;
      this.#known.set(fingerprint, isKept);
      if (!isKept) found.push(`The plan ${fingerprint} that it ran with is missing: it cannot be drawn or explained.`);
    }
    return found;
  }
}

/** All threads of a store, page by page, up to the first page that cannot be read; of those whose record is damaged it is told. */
async function* allThreads(
  store: Store,
  tell: (damaged: string) => void,
  end: (found: string) => void,
): AsyncGenerator<ThreadRecord, void, undefined> {
  try {
    for await (const found of everyThread(store, { limit: 500 })) {
      if (isUnlisted(found)) tell(found.id);
      else yield found;
    }
  } catch (error) {
    if (!isProblem(error, 'store/corrupt')) throw error;
    end(`The list of threads cannot be read on: ${error.message}`);
  }
}

/** A log that was gone through; anew where its history was cut meanwhile, and without a finding where its thread was deleted. */
async function checked(store: Store, record: ThreadRecord, reading: Reading, plans: KeptPlans): Promise<LogCheck> {
  for (let now: ThreadRecord | undefined = record; ;) {
    const log = new LogCheck(store, now, reading);
    try {
      await log.run();
      log.found.push(...(await plans.missing([now.fingerprint, ...log.fingerprints])));
    } catch (error) {
      // What may pass says nothing of the log.
      if (!isProblem(error) || isPassing(error)) throw error;
      log.found.push(error.message);
    }
    if (log.found.length === 0 || !(await log.isPast())) return log;
    now = await store.thread(record.id);
    if (now?.created === record.created) continue;
    log.found.length = 0;
    return log;
  }
}

/** One thread's log, gone through from one snapshot to the next. */
class LogCheck {
  readonly found: string[] = [];
  /** Of the plans that migrations led from and to. */
  readonly fingerprints: string[] = [];
  rows = 0;
  readonly #store: Store;
  readonly #record: ThreadRecord;
  readonly #reading: Reading;
  /** Where the history began. */
  #begins: number | undefined;

  constructor(store: Store, record: ThreadRecord, reading: Reading) {
    this.#store = store;
    this.#record = record;
    this.#reading = reading;
  }

  async run(): Promise<void> {
    const { id, head } = this.#record;
    const [first] = await this.#store.rows(id, { limit: 1 });
    this.#begins = first?.seq;
    if (first === undefined) {
      this.found.push('It has no checkpoint that can be read.');
      return;
    }
    const marks = await this.#snapshots();
    let state = first.seq === 1 ? emptySnapshot(id) : undefined;
    if (state === undefined && marks[0] !== first.seq) {
      this.found.push(`Its history begins at ${first.seq}, and there is no state to begin with.`);
      return;
    }
    let from = 1;
    if (state === undefined) {
      state = await this.#stored(first.seq);
      from = first.seq + 1;
      this.rows += 1;
    }
    for (const mark of [...marks.filter((seq) => seq >= from), head]) {
      const reached = await this.#walk(state, from, mark);
      if (reached === undefined) return;
      state = mark === head && !marks.includes(head) ? reached.state : await this.#compared(reached, mark);
      from = mark + 1;
    }
  }

  /** Whether the history that was gone through is not there any more: what was found of it says nothing. */
  async isPast(): Promise<boolean> {
    const { id, head, created } = this.#record;
    if (this.#begins !== undefined && this.#begins > head) return true;
    const now = await this.#store.thread(id);
    if (now?.created !== created) return true;
    const [first] = await this.#store.rows(id, { limit: 1 });
    return first?.seq !== this.#begins;
  }

  /** The seqs of the snapshots, oldest first. */
  async #snapshots(): Promise<readonly number[]> {
    const seqs: number[] = [];
    for (let atMost = this.#record.head; atMost > 0;) {
      const stored = await this.#store.snapshot(this.#record.id, atMost);
      if (stored === undefined) break;
      seqs.push(stored.seq);
      atMost = stored.seq - 1;
    }
    return seqs.toReversed();
  }

  /** Folds rows up to a checkpoint, a page at a time; undefined where one is missing. */
  async #walk(
    start: Snapshot,
    from: number,
    to: number,
  ): Promise<{ state: Snapshot; last: Row | undefined } | undefined> {
    let state = start;
    let last: Row | undefined;
    for (let seq = from; seq <= to;) {
      const rows = await loadRows(this.#store, this.#record.id, this.#reading, { from: seq, to, limit: page });
      if (rows.length === 0) {
        this.found.push(`Checkpoint ${seq} is missing: it should have ${this.#record.head}.`);
        return undefined;
      }
      for (const row of rows) {
        if (row.seq !== seq) {
          this.found.push(`Checkpoint ${seq} is missing: after it comes ${row.seq}.`);
          return undefined;
        }
        seq += 1;
        // Where the input was cut off, no row has to name it.
        if (row.turn !== row.seq && last !== undefined && last.turn >= from && row.turn !== last.turn) {
          this.found.push(
            `Checkpoint ${row.seq} names ${row.turn} as what led to it, and the one before it ${last.turn}.`,
          );
        }
        last = row;
        if (row.cause === 'migrate') this.#noteVersions(row);
      }
      this.rows += rows.length;
      state = fold(state, rows);
    }
    return { state, last };
  }

  #noteVersions({ note = {} }: Row): void {
    for (const fingerprint of [note.from, note.fingerprint]) {
      if (fingerprint !== undefined) this.fingerprints.push(fingerprint);
    }
  }

  /** A stored snapshot, which says what the rows before it come to, unless the last of them put another state there. */
  async #compared({ state, last }: { state: Snapshot; last: Row | undefined }, seq: number): Promise<Snapshot> {
    const stored = await this.#stored(seq);
    const replaces = last?.cause === 'rewind' || last?.cause === 'migrate';
    const { codec } = this.#reading;
    const isKnown = unreadKey(state) === undefined && unreadKey(stored) === undefined;
    if (!replaces && isKnown && !saysTheSame(state, stored, codec)) {
      this.found.push(`The snapshot at ${seq} is not what the rows before it come to.`);
    }
    return stored;
  }

  async #stored(seq: number): Promise<Snapshot> {
    return (await load(this.#store, this.#record.id, this.#reading, seq)).snapshot;
  }
}

/** Whether two states are the same. That keys have come in another order, as they do where a lane is brought to another graph, is no difference. */
function saysTheSame(left: Snapshot, right: Snapshot, codec: Codec): boolean {
  if (writeSnapshot(left, codec, []) === writeSnapshot(right, codec, [])) return true;
  const told = (state: Snapshot): string =>
    JSON.stringify(JSON.parse(writeSnapshot(withBases(state), codec, [])), inOrder);
  return told(left) === told(right);
}

/** A state that is written with what its lanes started from, also where that is what their holder has. */
function withBases(state: Snapshot): Snapshot {
  const draft = draftOf(state);
  for (const lane of state.lanes.all()) {
    if (lane.fork !== undefined) draft.lanes.put({ ...lane, fork: { ...lane.fork, base: { ...lane.fork.base } } });
  }
  return draft;
}

/** Entries of a journal are in an order of their own. */
function inOrder(key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return key === 'journal' ? entries : Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
