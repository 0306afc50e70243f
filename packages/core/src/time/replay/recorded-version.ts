import type { Lane } from '../../advance/state/lane.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { namesOf } from '../../base/problem/listed.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Plan } from '../../compile/plan.ts';
import type { PlanData } from '../../compile/plan-data.ts';
import { keptPlan } from '../read/kept-diagram.ts';
import type { Store } from '../../store/contract/store.ts';
import { AddedKeys } from './added-keys.ts';
import { NewTimers } from './new-timers.ts';
import { RecordedValues } from './recorded-values.ts';
import { verdictOn } from './recorded-verdict.ts';

/** Why a row is refused before today's graph is tried on it. */
export interface RowRefusal {
  readonly kind: 'key' | 'schema' | 'timer' | 'refused';
  /** The key, or the event, that it is about. */
  readonly key?: string;
  readonly why: string;
}

/** A version of a graph that recorded rows, compared with today's. */
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

  /** Why today's graph would not come to a row at all, if it would not. `before` is the state before it. */
  refusalOf(row: WholeRow, before: Snapshot): RowRefusal | undefined {
    const timer = this.#timers.firedBefore(before, row.time);
    if (timer !== undefined) {
      const whose = timer.lane === '' ? 'the thread' : `lane "${timer.lane}"`;
      const why = `Timer "${timer.name}" of ${whose} is new: it would have fired before checkpoint ${row.seq}.`;
      return { kind: 'timer', why };
    }
    return row.cause === 'event' || row.turn === row.seq ? this.unfitIn(row, before) : undefined;
  }

  /** Why what came from outside at a row does not fit today's graph, if it does not. */
  unfitIn(row: WholeRow, before: Snapshot): RowRefusal | undefined {
    const lane = before.lanes.get(row.lane);
    const at = lane?.graph ?? '';
    if (row.cause === 'event') return this.#values.refusalOfEvent(at, row.label ?? '', row.note?.value);
    if (row.cause === 'answer') return this.#values.refusalOfAnswer(at, row.label ?? '', row.note?.value);
    return this.#values.refusalOf(at, row.changes) ?? undeclaredIn(this.#plan, row, lane) ?? this.#verdictOn(row, lane);
  }

  #verdictOn(row: WholeRow, lane: Lane | undefined): RowRefusal | undefined {
    const verdict = verdictOn(this.#plan, row, lane);
    if (verdict === undefined) return undefined;
    return { kind: 'refused', why: `Today's "verify" of node "${row.from}" refuses what was recorded: ${verdict}.` };
  }
}

/** A key that an activity changed, and that its node does not say today that it writes. */
function undeclaredIn(plan: Plan, { cause, changes }: Row, lane: Lane | undefined): RowRefusal | undefined {
  const node = lane && plan.graphs[lane.graph]?.nodes[lane.node];
  if (cause !== 'done' || node?.writes === undefined) return undefined;
  const { writes } = node;
  const key = Object.keys(changes ?? {}).find((each) => !writes.includes(each));
  if (key === undefined) return undefined;
  const why = `Node "${node.name}" does not say any more that it writes "${key}". It writes: ${namesOf(writes)}.`;
  return { kind: 'key', key, why };
}

/** The versions of a graph that a thread ran with, each read once. */
export class RecordedVersions {
  readonly #store: Store;
  readonly #plan: Plan;
  readonly #codec: Codec;
  readonly #read = new Map<string, RecordedVersion>();
  /** A version whose plan is not known. */
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
    const recorded = await keptPlan(this.#store, fingerprint);
    const version = new RecordedVersion(this.#plan, recorded, this.#codec);
    this.#read.set(fingerprint, version);
    return version;
  }
}
