/**
 * Running on from a checkpoint with what was recorded after it.
 *
 * 1. A recorded input is used where it belongs: for the same visit of the same node by the same lane, and the same attempt.
 * 2. Where nothing was changed, what comes of it is what was recorded.
 * 3. No activity runs; what needs one that was not recorded is left to be run live.
 * 4. Decisions are told the time of the recording, and its rows say so.
 * 5. What does not fit today's graph is refused: a thread never holds what its graph does not.
 */

import { advanceBy, type Advanced } from '../../advance/advance.ts';
import { failureOf } from '../../advance/state/failure.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { wholeRows, type WholeRow } from '../../advance/state/whole-row.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { parseUpdate } from '../../advance/moves/update.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { GraphPlan, Plan } from '../../compile/plan.ts';
import type { ResultsLeft } from './other-results.ts';
import type { RecordedRow } from '../read/recorded-future.ts';
import { inputsFor } from '../read/recorded-input.ts';
import { verdictOf } from './recorded-verdict.ts';
import { partThatDiffers } from './same-row.ts';
import type { Unfit } from './unfit.ts';

/** What a rerun is given. */
export interface RerunFrom {
  /** The thread that recorded it. */
  readonly origin: string;
  readonly plan: Plan;
  readonly codec: Codec;
  readonly recorded: readonly RecordedRow[];
  /** Why something recorded does not fit the plan, if it does not. */
  readonly unfit: Unfit;
  readonly results: ResultsLeft;
  /** Whether it ends once all other results are used. */
  readonly untilResults: boolean;
  /** How much later everything happens than it did, in milliseconds. */
  readonly later: number;
}

/**
 * A thread that runs on with recorded inputs, for a fork that uses them. It is faithful while all goes as it was recorded; after that what
 * can be used is, and what cannot yet is tried again after the rest.
 */
export class Rerun {
  readonly #from: RerunFrom;
  readonly rows: Row[] = [];
  #snapshot: Snapshot;
  /** Whether everything so far went as it was recorded. */
  #isFaithful = true;
  #time: number;
  /** How much later everything happens than it did, in milliseconds. */
  #later: number;

  constructor(from: RerunFrom, snapshot: Snapshot) {
    this.#from = from;
    this.#snapshot = snapshot;
    this.#time = snapshot.time;
    this.#later = from.later;
  }

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  /** Uses what can be used, in the order it was recorded; what could not be used yet is tried again after the rest. */
  run(): this {
    const { recorded, results } = this.#from;
    let left = recorded.flatMap(({ isInput }, index) => (isInput ? [index] : []));
    this.#useResults();
    for (let used = true; used && !this.#isOver;) {
      used = false;
      const skipped: number[] = [];
      let covered = 0;
      for (const index of left) {
        if (index < covered) continue;
        const count = this.#isOver ? 0 : this.#use(index);
        covered = index + count;
        if (count === 0) skipped.push(index);
        else used = true;
      }
      left = skipped;
    }
    results.requireAllUsed();
    return this;
  }

  get #isOver(): boolean {
    return this.#from.untilResults && this.#from.results.size === 0;
  }

  /** Uses a recorded input if it fits; returns how many recorded rows that stands for. */
  #use(index: number): number {
    const { recorded, results } = this.#from;
    const input = recorded[index] as RecordedRow;
    const lane = this.#snapshot.lanes.get(input.row.lane);
    if (!this.#belongs(input, lane)) {
      this.#isFaithful = false;
      return 0;
    }
    const other = results.takeFor(input);
    if (other !== undefined && lane !== undefined) {
      this.#isFaithful = false;
      this.#apply(this.#inputWith(lane, other.result), input.row);
      this.#useResults();
      return 1;
    }
    this.#refuseUnfit(input);
    const count = this.#useAsRecorded(index, input);
    if (count > 0) this.#useResults();
    return count;
  }

  #refuseUnfit(input: RecordedRow): void {
    const { unfit, origin, plan } = this.#from;
    const refusal = unfit(input, this.#snapshot);
    if (refusal === undefined) return;
    const { key, why } = refusal;
    const facts = { thread: origin, seq: input.row.seq, graph: plan.name, ...(key !== undefined && { key }), why };
    throw problem('fork/unfit', facts);
  }

  #belongs({ row, node, visit, attempt }: RecordedRow, lane: Lane | undefined): boolean {
    if (row.note?.left === true) return true;
    if (lane === undefined || lane.node !== node || (lane.visits[node] ?? 1) !== visit) return false;
    switch (row.cause) {
      case 'done':
      case 'attempt':
        return endsFrom.has(lane.phase) && lane.attempt === attempt;
      case 'step':
      case 'save':
      case 'spend':
      case 'ask':
      case 'sleep':
        return atWork.has(lane.phase) && lane.attempt === attempt;
      case 'resume':
        return lane.phase === 'failed';
      case 'cancel':
        return this.#isFaithful;
      default:
        return true;
    }
  }

  /** Of the inputs that a row may come from, the one that leads furthest along what was recorded. */
  #useAsRecorded(index: number, { row }: RecordedRow): number {
    const { recorded } = this.#from;
    let best: (Pick<Advanced, 'rows' | 'snapshot'> & { readonly same: number }) | undefined;
    for (const input of inputsFor(row, recorded[index + 1]?.row, this.#snapshot)) {
      const { rows, snapshot, refused } = this.#try(input, row);
      if (refused !== undefined || rows[0]?.lane !== row.lane) continue;
      const differs = wholeRows(rows, this.#snapshot).findIndex((made, at) => isOther(recorded[index + at]?.row, made));
      const same = differs === -1 ? rows.length : differs;
      if (best === undefined || differs === -1 || same > best.same) best = { rows, snapshot, same };
      if (differs === -1) break;
    }
    if (best === undefined) return 0;
    this.#isFaithful &&= best.same === best.rows.length;
    this.#accept(best.rows, best.snapshot);
    return Math.max(1, best.same);
  }

  #try(input: Input, row: Row): Advanced {
    const { plan, codec } = this.#from;
    const now = this.#timeOf(row);
    return advanceBy(plan, this.#snapshot, atTime(input, this.#later), { now, codec, asOf: asOf(row) });
  }

  /**
   * When a recorded input happens now: never before the one before it, nor before the backoff that it ends. Chance decides
   * how long a backoff is, so it may be longer here, and then all that comes after it is later still.
   */
  #timeOf({ cause, lane, time }: Row): number {
    const waiting = cause === 'timer' ? this.#snapshot.lanes.get(lane) : undefined;
    const due = waiting?.phase === 'backoff' ? (waiting.due ?? 0) : 0;
    const now = Math.max(this.#time, time + this.#later);
    this.#later += Math.max(0, due - now);
    return Math.max(now, due);
  }

  #apply(input: Input, row: Pick<Row, 'time' | 'asOf'>): void {
    const { plan, codec } = this.#from;
    const now = Math.max(this.#time, row.time + this.#later);
    const { rows, snapshot, refused } = advanceBy(plan, this.#snapshot, input, { now, codec, asOf: asOf(row) });
    if (refused !== undefined) throw refused;
    this.#accept(rows, snapshot);
  }

  #accept(rows: readonly Row[], snapshot: Snapshot): void {
    for (const row of rows) this.rows.push(row);
    this.#snapshot = snapshot;
    this.#time = rows.at(-1)?.time ?? this.#time;
  }

  /** Gives lanes that have come to where another result is known that result. */
  #useResults(): void {
    if (this.#from.results.size === 0) return;
    for (const lane of this.#snapshot.lanes.all()) {
      const other = atWork.has(lane.phase) || lane.phase === 'open' ? this.#from.results.takeAt(lane) : undefined;
      if (other === undefined) continue;
      this.#isFaithful = false;
      this.#apply(this.#inputWith(lane, other.result), { time: this.#snapshot.time - this.#later });
      this.#useResults();
      return;
    }
  }

  #inputWith(lane: Lane, result: unknown): Input {
    const { path, graph, node, attempt } = lane;
    const { plan, codec } = this.#from;
    if (result instanceof Error) {
      const failure = failureOf(result, attempt, this.#snapshot.time);
      return { type: 'failed', lane: path, failure, final: true };
    }
    const of = plan.graphs[graph] as GraphPlan;
    const parsed = parseUpdate(of, result, `the result of node "${node}"`, codec, {
      lane,
      writes: of.nodes[node]?.writes,
    });
    const reason = verdictOf(of, result ?? {}, lane);
    if (reason !== undefined) throw problem('activity/refused', { node, reason, update: result });
    return { type: 'done', lane: path, ...parsed };
  }
}

const atWork: ReadonlySet<Lane['phase']> = new Set(['running', 'verifying', 'suspended', 'backoff']);

/** What may end by a result, or by its time being over: what sleeps or asks too, for something else it does may be first. */
const endsFrom: ReadonlySet<Lane['phase']> = new Set(['running', 'verifying', 'open', 'suspended']);

/** Whether a row is another than the recorded one; until when an activity sleeps is a time like any other. */
function isOther(recorded: WholeRow | undefined, made: WholeRow): boolean {
  if (recorded === undefined) return true;
  const part = partThatDiffers(recorded, made);
  return part !== undefined && (part !== 'note' || made.cause !== 'sleep');
}

/** Decisions are told the time of the recording, so that they decide as recorded. */
function asOf({ time, asOf: told = time }: Pick<Row, 'time' | 'asOf'>): { readonly now: number } {
  return { now: told };
}

/** An input with the times in it as much later. */
function atTime(input: Input, later: number): Input {
  if (input.type === 'sleep') return { ...input, until: input.until + later };
  if (input.type === 'failed') return { ...input, failure: { ...input.failure, at: input.failure.at + later } };
  if ('came' in input && input.came !== undefined) return { ...input, came: input.came + later };
  return input;
}
