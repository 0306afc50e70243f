/**
 * Threads that go on under a plan that they did not run with before.
 *
 * 1. A thread goes on, or a problem names everything that is in the way; nothing is stored then.
 * 2. That its plan changed is a row of its log, with both fingerprints.
 */

import type { Codec } from '../../base/value/codec.ts';
import { problem } from '../../base/problem/problem.ts';
import { enterAnew } from '../../advance/enter.ts';
import { withTodaysWaits } from '../../advance/moves/waits-of.ts';
import type { Lane } from '../../advance/state/lane.ts';
import { Lanes } from '../../advance/state/lanes.ts';
import type { Row } from '../../advance/state/row.ts';
import { mainLane, treeOf, type Snapshot } from '../../advance/state/snapshot.ts';
import type { Plan } from '../../compile/plan.ts';
import { isSame } from '../../base/value/same.ts';
import { LaneBringer, type BroughtLane, type Version } from './migrate-lane.ts';

/** A thread's state brought to a plan, with the rows that say so. */
export interface Migrated {
  readonly snapshot: Snapshot;
  readonly rows: readonly Row[];
  /** The state at the first of the rows. */
  readonly brought: Snapshot;
  /** Whether that is another than the rows before give. */
  readonly isChanged: boolean;
}

/**
 * Brings a thread to a plan that it did not run with before: by the graph's `migrate` where that has an entry for it.
 *
 * A problem `thread/changed-graph` where it cannot go on.
 */
export function migrate(
  plan: Plan,
  snapshot: Snapshot,
  from: Version,
  { now, codec }: { readonly now: number; readonly codec: Codec },
): Migrated {
  const lanes = broughtLanes(plan, snapshot, from, { now, codec });
  const main = mainLane(snapshot);
  const note = { from: from.fingerprint, fingerprint: plan.fingerprint };
  const due = main.due === undefined ? {} : { due: main.due };
  const row: Row = {
    seq: snapshot.seq + 1,
    time: now,
    turn: snapshot.seq + 1,
    lane: '',
    cause: 'migrate',
    from: main.node,
    phase: main.phase,
    ...due,
    note,
  };
  const draft = new Lanes().draft();
  for (const { lane } of lanes) draft.put(lane);
  const today = { plan, now, draft: { ...snapshot, lanes: draft } };
  for (const { lane } of lanes) if (!isApart(lane)) draft.put(withTodaysWaits(today, lane));
  const brought: Snapshot = { ...snapshot, lanes: draft.draft(), seq: row.seq, time: now };
  const isChanged = lanes.some(
    ({ lane: { path }, enters }) => enters || !isSame(draft.get(path), snapshot.lanes.get(path)),
  );
  const entering = lanes.filter(({ enters }) => enters).map(({ lane }) => lane.path);
  const entered = enterAnew(plan, brought, entering, { now, codec });
  return { snapshot: entered.snapshot, rows: [row, ...entered.rows], brought, isChanged };
}

/** Whether a lane is at its end, or has not begun: it waits for nothing. */
function isApart({ phase }: Lane): boolean {
  return phase === 'closed' || phase === 'queued';
}

function broughtLanes(
  plan: Plan,
  snapshot: Snapshot,
  from: Version,
  at: { readonly now: number; readonly codec: Codec },
): readonly BroughtLane[] {
  const bringer = new LaneBringer(plan, from, at);
  const lanes: BroughtLane[] = [];
  for (const lane of treeOf(snapshot, mainLane(snapshot))) {
    const brought = bringer.bring(lane);
    if (brought !== undefined) lanes.push(brought);
  }
  const missing = bringer.obstacles;
  if (missing.length === 0) return lanes;
  const { fingerprint } = from;
  throw problem('thread/changed-graph', { thread: snapshot.thread, graph: plan.name, missing, fingerprint });
}
