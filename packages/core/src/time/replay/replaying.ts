/**
 * Replaying a recorded thread with today's graph.
 *
 * 1. No activity runs: what activities gave, events, answers, timers and times come from the recording.
 * 2. Each checkpoint is decided anew from the state as it was recorded, so the first that differs is named, and each one after
 *    it is told for itself.
 * 3. A graph that did not change replays every thread clean, from every checkpoint.
 */

import { advanceBy, type Surroundings } from '../../advance/advance.ts';
import { takeOn } from '../../advance/enter.ts';
import { fold } from '../../advance/state/fold.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Row } from '../../advance/state/row.ts';
import { emptySnapshot, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { wholeRow, wholeRows } from '../../advance/state/whole-row.ts';
import type { Retried } from '../../advance/moves/turn.ts';
import { suggest } from '../../base/problem/nearest.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import { load, loadRows } from '../../store/load.ts';
import { beforeMigration } from './before-migration.ts';
import { divergenceOf, refusalOf, refusedBy, type Divergence } from './divergence.ts';
import { fingerprintIn, isJump } from '../read/jumps.ts';
import { inputsFor, isInput } from '../read/recorded-input.ts';
import { goingOnFrom } from './mid-turn.ts';
import { idAt } from './past-ids.ts';
import type { ReplayEnd, ReplayOf } from './replay-of.ts';
import { RecordedVersions, type RecordedVersion } from './recorded-version.ts';
import { retriedIn } from './retried.ts';
import { RowQueue } from '../read/row-queue.ts';
import { isLiterally, partThatDiffers } from './same-row.ts';

/** What today's graph makes of an input. */
interface Tried {
  readonly rows: readonly Row[];
  readonly snapshot: Snapshot;
  readonly refused?: Problem;
}

/** How many rows are read ahead before an input is tried, to look up what became of failed attempts. */
const ahead = 64;

/** How many divergences after the first are told at most. */
const most = 20;

/**
 * Replays one thread; each replay makes one. It takes each recorded input in turn, decides it anew on the state so far, and holds the rows
 * against those that were recorded: it goes along with the recording, goes on after the next migration where it parted from it, or is through.
 */
export class Replaying {
  readonly #of: ReplayOf;
  readonly #versions: RecordedVersions;
  #version: RecordedVersion;
  #snapshot: Snapshot;
  #queue: RowQueue;
  readonly #retried = (lane: Lane, attempt: number): Retried | undefined => retriedIn(this.#queue, lane, attempt);
  #checkpoints = 0;
  #skipped = 0;

  constructor(of: ReplayOf) {
    this.#of = of;
    this.#versions = new RecordedVersions(of.store, of.plan, of.reading.codec);
    this.#version = this.#versions.unknown;
    this.#snapshot = emptySnapshot(of.record.id);
    this.#queue = this.#rowsFrom(1);
  }

  #rowsFrom(first: number): RowQueue {
    return new RowQueue((from, limit) => this.#rows(from, limit), first);
  }

  /** A page of rows; a problem where the history was cut to after it meanwhile. */
  async #rows(from: number, limit: number): Promise<readonly Row[]> {
    const { store, record, reading } = this.#of;
    const rows = await loadRows(store, record.id, reading, { from, limit });
    const first = rows[0]?.seq ?? from;
    if (first === from) return rows;
    throw problem('checkpoint/not-found', { thread: record.id, seq: from, first, head: record.head });
  }

  /** Replays what comes after a checkpoint. */
  async run(given: number): Promise<ReplayEnd> {
    const older: Divergence[] = [];
    let divergence = given === 0 ? await this.#ranWith(1) : await this.#begin(given);
    for (;;) {
      divergence ??= await this.#replayRows();
      const migrated = divergence && (await this.#nextMigration(this.#snapshot.seq + 1));
      if (divergence === undefined || migrated === undefined) break;
      older.push(divergence);
      this.#skipped += migrated - this.#snapshot.seq;
      divergence = await this.#jumpTo(migrated);
    }
    const end = { checkpoints: this.#checkpoints, skipped: this.#skipped, older };
    if (divergence === undefined) return end;
    const migrated = await beforeMigration(this.#of, end, divergence);
    if (migrated !== undefined) return migrated;
    const later = divergence.kind === 'node' ? undefined : await this.#laterThan();
    return { ...end, divergence, ...(later && { later }) };
  }

  async #nextMigration(first: number): Promise<number | undefined> {
    return this.#of.jumps.find(({ seq, fingerprint }) => seq >= first && fingerprint !== undefined)?.seq;
  }

  /** What the thread ran with at a checkpoint tells which keys and timers are new. */
  async #ranWith(seq: number): Promise<undefined> {
    this.#version = await this.#versions.of(fingerprintIn(this.#of.jumps, this.#of.record, seq));
  }

  /** Takes the state of a checkpoint as given; what it still led to is decided today. */
  async #begin(given: number): Promise<Divergence | undefined> {
    const { store, record, reading, plan } = this.#of;
    const [row] = await loadRows(store, record.id, reading, { from: given, to: given });
    if (row === undefined || isJump(row)) {
      this.#skipped = given;
      return this.#jumpTo(given);
    }
    const { seq, snapshot, due } = await goingOnFrom(this.#of, given);
    await this.#ranWith(seq);
    this.#skipped = seq;
    this.#snapshot = this.#version.added.in(snapshot);
    this.#queue = this.#rowsFrom(seq + 1);
    const gone = this.#goneNode(row);
    if (gone !== undefined || due.length === 0) return gone;
    await this.#queue.fill(ahead);
    const tried = takeOn(plan, this.#snapshot, due, this.#at(row));
    await this.#queue.fill(tried.rows.length);
    const same = this.#countSame(tried.rows);
    if (same < tried.rows.length && !(await this.#isCutAt(same))) return this.#divergenceAt(row, tried, same);
    this.#accept(tried, same);
    return undefined;
  }

  /** Takes the state of a checkpoint as given, with what follows from it. */
  async #jumpTo(seq: number): Promise<Divergence | undefined> {
    const { store, record, reading } = this.#of;
    await this.#ranWith(seq);
    this.#snapshot = this.#version.added.in((await load(store, record.id, reading, seq)).snapshot);
    this.#queue = this.#rowsFrom(seq + 1);
    const [row] = await loadRows(store, record.id, reading, { from: seq, to: seq });
    if (row !== undefined && isJump(row)) await this.#takeWhatFollows();
    return row && this.#goneNode(row);
  }

  async #replayRows(): Promise<Divergence | undefined> {
    const queue = this.#queue;
    for (;;) {
      if (!queue.has(ahead)) await queue.fill(ahead);
      const row = queue.peek();
      if (row === undefined) return undefined;
      const divergence = isJump(row) ? await this.#takeJump(row) : await this.#replayInput(row);
      if (divergence !== undefined) return divergence;
    }
  }

  /** What differs after a divergence, each time from the state that was recorded. */
  async #laterThan(): Promise<readonly Divergence[]> {
    const later: Divergence[] = [];
    while (later.length < most) {
      const [next] = this.#queue.take(1);
      if (next === undefined) break;
      if (isJump(next)) {
        const gone = await this.#jumpTo(next.seq);
        if (gone !== undefined) return [...later, gone];
      } else {
        this.#snapshot = this.#version.added.in(fold(this.#snapshot, [next]));
        await this.#takeWhatFollows();
      }
      const divergence = this.#goneNode(next) ?? (await this.#replayRows());
      if (divergence === undefined) break;
      later.push(divergence);
      if (divergence.kind === 'node') break;
    }
    return later;
  }

  /** What a rewind or a migration led to is not computed from the rows before it, but read. */
  async #takeJump(row: Row): Promise<Divergence | undefined> {
    const { store, record, reading } = this.#of;
    this.#queue.take(1);
    await this.#ranWith(row.seq);
    this.#snapshot = this.#version.added.in((await load(store, record.id, reading, row.seq)).snapshot);
    this.#checkpoints += 1;
    this.#checkpoints += await this.#takeWhatFollows();
    return this.#goneNode(row);
  }

  /** What a jump itself led to was decided by the graph of then; how many checkpoints that were. */
  async #takeWhatFollows(): Promise<number> {
    for (let count = 0; ; count += 1) {
      await this.#queue.fill(1);
      const row = this.#queue.peek();
      if (row === undefined || isJump(row) || isInput(row)) return count;
      this.#snapshot = fold(this.#snapshot, this.#queue.take(1));
    }
  }

  #goneNode(input: Row): Divergence | undefined {
    for (const { graph, node, path } of this.#snapshot.lanes.all()) {
      const nodes = this.#of.plan.graphs[graph]?.nodes;
      if (nodes?.[node] !== undefined) continue;
      const place = path === '' ? '' : `, where lane "${path}" is,`;
      const what = nodes === undefined ? `The subgraph "${graph}"${place}` : `Node "${node}"${place}`;
      const how = `${what} is gone. ${suggest(node, Object.keys(nodes ?? {}))}`;
      return refusalOf({ input, before: this.#snapshot }, 'node', how);
    }
    return undefined;
  }

  /** Tries the inputs that a row may have come from; the first that leads where it was recorded is taken. */
  async #replayInput(told: Row): Promise<Divergence | undefined> {
    const before = this.#snapshot;
    const row = wholeRow(told, before);
    const refusal = this.#version.refusalOf(row, before);
    if (refusal !== undefined) return refusalOf({ input: row, before }, refusal.kind, refusal.why);
    if (!isInput(row)) {
      return divergenceOf({ plan: this.#of.plan, before, input: row, recorded: row, today: undefined });
    }
    let nearest: { readonly tried: Tried; readonly same: number } | undefined;
    for (const input of inputsFor(row, this.#queue.peek(1), before)) {
      const tried = this.#try(input, row);
      const { length } = tried.rows;
      if (!this.#queue.has(length)) await this.#queue.fill(length);
      const same = this.#countSame(tried.rows);
      if (tried.refused === undefined && (same === length || (same > 0 && (await this.#isCutAt(same))))) {
        this.#accept(tried, same);
        return undefined;
      }
      if (nearest === undefined || same > nearest.same) nearest = { tried, same };
    }
    return nearest && this.#divergenceAt(row, nearest.tried, nearest.same);
  }

  /** Decisions are told what they were told when a row was recorded. */
  #at({ seq, time, asOf = time }: Row): Surroundings {
    const { reading, ids, record } = this.#of;
    const thread = idAt(ids, seq) ?? record.id;
    return { now: time, codec: reading.codec, retried: this.#retried, asOf: { now: asOf, thread } };
  }

  #try(input: Input, row: Row): Tried {
    return advanceBy(this.#of.plan, this.#snapshot, input, this.#at(row));
  }

  #countSame(rows: readonly Row[]): number {
    const { added } = this.#version;
    const then = wholeRows(this.#queue.first(rows.length), this.#snapshot);
    const differs = wholeRows(rows, this.#snapshot).findIndex((today, index) => {
      const recorded = then[index];
      return recorded === undefined || partThatDiffers(recorded, added.without(today)) !== undefined;
    });
    return differs === -1 ? rows.length : differs;
  }

  /**
   * Whether a fork began before an input had led to all that it led to: it left off after so many rows. What brought the state
   * to another version comes before the fork.
   */
  async #isCutAt(rows: number): Promise<boolean> {
    for (let at = rows; ; at += 1) {
      await this.#queue.fill(at + 1);
      const cause = this.#queue.peek(at)?.cause;
      if (cause !== 'migrate') return cause === 'fork';
    }
  }

  /** Goes on from the rows that are as recorded. */
  #accept({ rows, snapshot }: Tried, same: number): void {
    const recorded = this.#queue.take(same);
    const isExact = same === rows.length && recorded.every((row, index) => isLiterally(row, rows[index] as Row));
    this.#snapshot = isExact ? snapshot : fold(this.#snapshot, this.#asRecorded(recorded, rows));
    this.#checkpoints += same;
  }

  #asRecorded(recorded: readonly Row[], today: readonly Row[]): readonly Row[] {
    return recorded.map((row, index) => this.#version.added.within(row, today[index] as Row));
  }

  #divergenceAt(input: Row, { rows, refused }: Tried, same: number): Divergence {
    if (refused !== undefined) {
      return refusalOf({ input, before: this.#snapshot }, 'refused', refusedBy(input, refused));
    }
    const before = fold(this.#snapshot, this.#asRecorded(this.#queue.take(same), rows));
    this.#checkpoints += same;
    this.#snapshot = before;
    const today = rows[same];
    return divergenceOf({
      plan: this.#of.plan,
      before,
      input,
      recorded: this.#queue.peek(),
      today: today && this.#version.added.without(wholeRow(today, before)),
    });
  }
}
