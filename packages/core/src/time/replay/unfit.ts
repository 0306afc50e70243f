import type { Snapshot } from '../../advance/state/snapshot.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Plan } from '../../compile/plan.ts';
import type { Store, ThreadRecord } from '../../store/contract/store.ts';
import { fingerprintIn, jumpsOf } from '../read/jumps.ts';
import type { RecordedRow } from '../read/recorded-future.ts';
import { RecordedVersions, type RecordedVersion, type RowRefusal } from './recorded-version.ts';

/** Why something that was recorded does not fit today's graph, if it does not; `before` is the state that it comes to. */
export type Unfit = (recorded: RecordedRow, before: Snapshot) => RowRefusal | undefined;

/** Holds what a thread recorded against today's graph, each row by the version that recorded it. */
export async function unfitIn(
  store: Store,
  record: ThreadRecord,
  { plan, codec }: { readonly plan: Plan; readonly codec: Codec },
  rows: readonly RecordedRow[],
): Promise<Unfit> {
  if (rows.length === 0) return () => undefined;
  const versions = new RecordedVersions(store, plan, codec);
  const jumps = await jumpsOf(store, record);
  const byRow = new Map<RecordedRow, RecordedVersion>();
  let version = versions.unknown;
  let passed = -1;
  for (const recorded of rows) {
    const { seq } = recorded.row;
    const before = passed;
    while ((jumps[passed + 1]?.seq ?? Infinity) <= seq) passed += 1;
    if (passed !== before || byRow.size === 0) version = await versions.of(fingerprintIn(jumps, record, seq));
    byRow.set(recorded, version);
  }
  return (recorded, before) => (byRow.get(recorded) ?? versions.unknown).unfitIn(recorded.row, before);
}
