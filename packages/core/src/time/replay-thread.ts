/**
 * Replaying a recorded thread with today's graph.
 *
 * 1. No activity runs: what activities gave, events, answers, timers and times come from the recording.
 * 2. Each checkpoint is decided anew from the state as it was recorded, so the first that differs is named, and no other.
 * 3. A graph that did not change replays every thread clean.
 */

import { advance } from '../advance/advance.ts';
import { fold } from '../advance/fold.ts';
import type { Input } from '../advance/input.ts';
import type { Row } from '../advance/row.ts';
import { emptySnapshot, type Snapshot } from '../advance/snapshot.ts';
import { suggest } from '../base/nearest.ts';
import type { Problem } from '../base/problem.ts';
import type { PlanData } from '../compile/plan-data.ts';
import type { Plan } from '../compile/plan.ts';
import { load, loadRows, type Reading } from '../store/load.ts';
import type { Store } from '../store/store.ts';
import { divergenceOf, refusalOf, refusedBy, type Divergence } from './divergence.ts';
import { NewTimers } from './new-timers.ts';
import { firstSeq, recordOf, seqOf } from './part-of-log.ts';
import { inputsFor, isInput } from './recorded-input.ts';
import { RecordedValues } from './recorded-values.ts';
import { RowQueue } from './row-queue.ts';
import { isLiterally, partThatDiffers } from './same-row.ts';

/** What a replay of a thread found. */
export interface Replay {
  readonly thread: string;
  readonly graph: string;
  /** The fingerprint of the plan that the thread last ran with, and of today's. */
  readonly fingerprints: { readonly recorded: string; readonly today: string };
  /** Checkpoints that today's code comes to as well. */
  readonly checkpoints: number;
  /** Checkpoints that were not looked at: what an older graph recorded, or what is before the first. */
  readonly skipped: number;
  /** Where today's code goes another way than an older graph did, before a migration left that behind. */
  readonly older: readonly Divergence[];
  /** The first checkpoint at which today's code goes elsewhere or computes another state; absent where there is none. */
  readonly divergence?: Divergence;
  /** Why the thread could not be replayed; given by `replayAll` alone. */
  readonly problem?: Problem;
}

/** Which part of a thread is replayed. */
export interface ReplayPart {
  /** The checkpoint whose state is taken as given; what comes after it is replayed. */
  readonly from?: number;
}

/** Replays a thread of a store with a plan, and tells where they part. */
export async function replayThread(
  store: Store,
  thread: string,
  plan: Plan,
  { from, ...reading }: Reading & ReplayPart,
): Promise<Replay> {
  const record = await recordOf(store, thread);
  const kept = await store.plan(record.fingerprint);
  const recorded = kept === undefined ? undefined : (JSON.parse(kept) as PlanData);
  const replaying = new Replaying(store, thread, plan, reading, recorded);
  const first = await firstSeq(store, thread);
  const given = from === undefined ? (first === 1 ? 0 : first) : await seqOf(store, record, from);
  const end = await replaying.run(given);
  return {
    thread,
    graph: plan.name,
    fingerprints: { recorded: record.fingerprint, today: plan.fingerprint },
    ...end,
  };
}

/** An input as today's graph takes it. */
interface Tried {
  readonly rows: readonly Row[];
  readonly snapshot: Snapshot;
  readonly refused?: Problem;
}

class Replaying {
  readonly #store: Store;
  readonly #thread: string;
  readonly #plan: Plan;
  readonly #reading: Reading;
  readonly #values: RecordedValues;
  readonly #timers: NewTimers;
  #snapshot: Snapshot;
  #queue: RowQueue;
  #checkpoints = 0;
  #skipped = 0;

  constructor(store: Store, thread: string, plan: Plan, reading: Reading, recorded: PlanData | undefined) {
    this.#store = store;
    this.#thread = thread;
    this.#plan = plan;
    this.#reading = reading;
    this.#values = new RecordedValues(plan, recorded);
    this.#timers = new NewTimers(plan, recorded);
    this.#snapshot = emptySnapshot(thread);
    this.#queue = this.#rowsFrom(1);
  }

  #rowsFrom(first: number): RowQueue {
    const read = (from: number, limit: number) => loadRows(this.#store, this.#thread, this.#reading, { from, limit });
    return new RowQueue(read, first);
  }

  /** Replays what comes after a checkpoint. */
  async run(given: number): Promise<Pick<Replay, 'checkpoints' | 'skipped' | 'older' | 'divergence'>> {
    const older: Divergence[] = [];
    let divergence = given === 0 ? undefined : await this.#jumpTo(given);
    this.#skipped = given;
    for (;;) {
      divergence ??= await this.#replayRows();
      const migrated = divergence && (await this.#nextMigration(this.#snapshot.seq + 1));
      if (divergence === undefined || migrated === undefined) break;
      older.push(divergence);
      this.#skipped += migrated - this.#snapshot.seq;
      divergence = await this.#jumpTo(migrated);
    }
    return { checkpoints: this.#checkpoints, skipped: this.#skipped, older, ...(divergence && { divergence }) };
  }

  async #nextMigration(first: number): Promise<number | undefined> {
    for (let from = first; ;) {
      const rows = await this.#store.rows(this.#thread, { from, limit: 2_000 });
      const migration = rows.find(({ cause, to }) => cause === 'migrate' && to === null);
      if (migration !== undefined || rows.length === 0) return migration?.seq;
      from += rows.length;
    }
  }

  /** Takes the state of a checkpoint as given. */
  async #jumpTo(seq: number): Promise<Divergence | undefined> {
    this.#snapshot = (await load(this.#store, this.#thread, this.#reading, seq)).snapshot;
    this.#queue = this.#rowsFrom(seq + 1);
    const [row] = await loadRows(this.#store, this.#thread, this.#reading, { from: seq, to: seq });
    if (row?.cause === 'migrate') await this.#takeWhatFollows();
    return row && this.#goneNode(row);
  }

  async #replayRows(): Promise<Divergence | undefined> {
    const queue = this.#queue;
    for (;;) {
      if (!queue.has(2)) await queue.fill(2);
      const row = queue.peek();
      if (row === undefined) return undefined;
      if (row.cause === 'rewind' || row.cause === 'migrate') {
        const gone = await this.#takeJump(row);
        if (gone !== undefined) return gone;
        continue;
      }
      const refusal = this.#refusalBefore(row);
      if (refusal !== undefined) return refusal;
      const divergence = await this.#replayInput(row);
      if (divergence !== undefined) return divergence;
    }
  }

  /** What a rewind or a migration led to is not computed from the rows before it, but read. */
  async #takeJump(row: Row): Promise<Divergence | undefined> {
    this.#queue.take(1);
    this.#snapshot = (await load(this.#store, this.#thread, this.#reading, row.seq)).snapshot;
    this.#checkpoints += 1;
    await this.#takeWhatFollows();
    return this.#goneNode(row);
  }

  /** What a migration itself led to was decided by the graph of then. */
  async #takeWhatFollows(): Promise<void> {
    for (;;) {
      await this.#queue.fill(1);
      const row = this.#queue.peek();
      if (row === undefined || isInput(row, this.#snapshot)) return;
      this.#snapshot = fold(this.#snapshot, this.#queue.take(1));
      this.#checkpoints += 1;
    }
  }

  #goneNode(input: Row): Divergence | undefined {
    for (const { graph, node, path } of this.#snapshot.lanes.all()) {
      const nodes = this.#plan.graphs[graph]?.nodes;
      if (nodes?.[node] !== undefined) continue;
      const place = path === '' ? '' : `, where lane "${path}" is,`;
      const what = nodes === undefined ? `The subgraph "${graph}"${place}` : `Node "${node}"${place}`;
      const how = `${what} is gone. ${suggest(node, Object.keys(nodes ?? {}))}`;
      return refusalOf({ input, before: this.#snapshot }, 'node', how);
    }
    return undefined;
  }

  /** What stands against a row before it is tried. */
  #refusalBefore(input: Row): Divergence | undefined {
    const before = this.#snapshot;
    const timer = this.#timers.firedBefore(before, input.time);
    if (timer !== undefined) {
      const how = `Timer "${timer.name}" of lane "${timer.lane}" is new: it would have fired before checkpoint ${input.seq}.`;
      return refusalOf({ input, before }, 'timer', how);
    }
    const at = before.lanes.get(input.lane)?.graph ?? '';
    const refusal =
      input.cause === 'event'
        ? this.#values.refusalOfEvent(at, input.label ?? '', input.note?.value)
        : isInput(input, before)
          ? this.#values.refusalOf(at, input.changes)
          : undefined;
    return refusal && refusalOf({ input, before }, refusal.kind, refusal.why);
  }

  /** Tries the inputs that a row may have come from; the first that leads where it was recorded is taken. */
  async #replayInput(row: Row): Promise<Divergence | undefined> {
    const before = this.#snapshot;
    if (!isInput(row, before)) {
      return divergenceOf({ plan: this.#plan, before, input: row, recorded: row, today: undefined });
    }
    let nearest: { readonly tried: Tried; readonly same: number } | undefined;
    for (const input of inputsFor(row, this.#queue.peek(1), before)) {
      const tried = this.#try(input, row.time);
      const { length } = tried.rows;
      if (!this.#queue.has(length)) await this.#queue.fill(length);
      const same = this.#countSame(tried.rows);
      if (tried.refused === undefined && (same === length || this.#queue.peek(same)?.cause === 'fork')) {
        this.#accept(tried, same);
        return undefined;
      }
      if (nearest === undefined || same > nearest.same) nearest = { tried, same };
    }
    return nearest && this.#divergenceAt(row, nearest.tried, nearest.same);
  }

  #try(input: Input, now: number): Tried {
    return advance(this.#plan, this.#snapshot, input, { now, codec: this.#reading.codec });
  }

  #countSame(rows: readonly Row[]): number {
    const differs = rows.findIndex((today, index) => {
      const recorded = this.#queue.peek(index);
      return recorded === undefined || partThatDiffers(recorded, today) !== undefined;
    });
    return differs === -1 ? rows.length : differs;
  }

  /** Goes on from the rows that are as recorded; a fork may have begun before an input had led to all it led to. */
  #accept({ rows, snapshot }: Tried, same: number): void {
    const before = this.#snapshot;
    const recorded = this.#queue.take(same);
    const isExact = same === rows.length && recorded.every((row, index) => isLiterally(row, rows[index] as Row));
    this.#snapshot = isExact ? snapshot : fold(before, recorded);
    this.#checkpoints += same;
  }

  #divergenceAt(input: Row, { rows, refused }: Tried, same: number): Divergence {
    if (refused !== undefined) {
      return refusalOf({ input, before: this.#snapshot }, 'refused', refusedBy(input, refused));
    }
    const before = fold(this.#snapshot, this.#queue.take(same));
    this.#checkpoints += same;
    this.#snapshot = before;
    return divergenceOf({ plan: this.#plan, before, input, recorded: this.#queue.peek(), today: rows[same] });
  }
}
