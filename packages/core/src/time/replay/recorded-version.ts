import type { Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Plan } from '../../compile/plan.ts';
import type { PlanData } from '../../compile/plan-data.ts';
import type { Store } from '../../store/store.ts';
import { AddedKeys } from './added-keys.ts';
import { NewTimers } from './new-timers.ts';
import { isInput } from '../read/recorded-input.ts';
import { RecordedValues } from './recorded-values.ts';
import { verdictOn } from './recorded-verdict.ts';

/** What stands against a row before it is tried. */
export interface RowRefusal {
  readonly kind: 'key' | 'schema' | 'timer' | 'refused';
  readonly why: string;
}

/** A version of a graph that recorded, held against today's. */
export class RecordedVersion {
  readonly added: AddedKeys;
  readonly #values: RecordedValues;
  readonly #timers: NewTimers;
  readonly #plan: Plan;

  constructor(plan: Plan, recorded: PlanData | undefined, codec: Codec) {
    this.#plan = plan;
    this.added = new AddedKeys(plan, recorded, codec);
    this.#values = new RecordedValues(plan, recorded);
    this.#timers = new NewTimers(plan, recorded);
  }

  #verdictOn(row: Row, before: Snapshot): RowRefusal | undefined {
    const verdict = verdictOn(this.#plan, row, before.lanes.get(row.lane));
    if (verdict === undefined) return undefined;
    return { kind: 'refused', why: `Today's "verify" of node "${row.from}" refuses what was recorded: ${verdict}.` };
  }

  /** Why today's graph would not come to a row at all, if it would not. `before` is the state before it. */
  refusalOf(row: Row, before: Snapshot): RowRefusal | undefined {
    const timer = this.#timers.firedBefore(before, row.time);
    if (timer !== undefined) {
      const whose = timer.lane === '' ? 'the thread' : `lane "${timer.lane}"`;
      const why = `Timer "${timer.name}" of ${whose} is new: it would have fired before checkpoint ${row.seq}.`;
      return { kind: 'timer', why };
    }
    const at = before.lanes.get(row.lane)?.graph ?? '';
    if (row.cause === 'event') return this.#values.refusalOfEvent(at, row.label ?? '', row.note?.value);
    if (!isInput(row, before)) return undefined;
    return this.#values.refusalOf(at, row.changes) ?? this.#verdictOn(row, before);
  }
}

/** The versions of a graph that a thread ran with, each read once. */
export class RecordedVersions {
  readonly #store: Store;
  readonly #plan: Plan;
  readonly #codec: Codec;
  readonly #read = new Map<string, RecordedVersion>();
  /** One of which nothing is known. */
  readonly unknown: RecordedVersion;

  constructor(store: Store, plan: Plan, codec: Codec) {
    this.#store = store;
    this.#plan = plan;
    this.#codec = codec;
    this.unknown = new RecordedVersion(plan, undefined, codec);
  }

  async of(fingerprint: string): Promise<RecordedVersion> {
    const known = this.#read.get(fingerprint);
    if (known !== undefined) return known;
    const kept = await this.#store.plan(fingerprint);
    const recorded = kept === undefined ? undefined : (JSON.parse(kept) as PlanData);
    const version = new RecordedVersion(this.#plan, recorded, this.#codec);
    this.#read.set(fingerprint, version);
    return version;
  }
}
