import type { Codec } from '../base/codec.ts';
import { problem } from '../base/problem.ts';
import { seal } from '../base/seal.ts';
import type { Lane } from '../advance/lane.ts';
import { Lanes } from '../advance/lanes.ts';
import type { Row } from '../advance/row.ts';
import { mainLane, type Snapshot } from '../advance/snapshot.ts';
import { decide, fits } from '../compile/author.ts';
import type { GraphPlan, MigrationPlan, Plan } from '../compile/plan.ts';
import { suggest } from '../base/nearest.ts';

/** What stands in the way of a thread going on under a plan that it did not run with before; empty where nothing does. */
export function obstacles(plan: Plan, snapshot: Snapshot): readonly string[] {
  return snapshot.lanes.all().flatMap((lane) => laneObstacles(plan, lane));
}

function laneObstacles(plan: Plan, lane: Lane): readonly string[] {
  const graph = plan.graphs[lane.graph];
  const where = lane.path === '' ? '' : ` (lane "${lane.path}")`;
  if (graph === undefined) return [`the subgraph at "${lane.graph}" is gone${where}`];
  if (graph.nodes[lane.node] === undefined) {
    return [`node "${lane.node}" is gone${where}. ${suggest(lane.node, Object.keys(graph.nodes))}`];
  }
  return Object.entries(lane.values).flatMap(([key, value]) => valueObstacles(graph, key, value));
}

function valueObstacles(graph: GraphPlan, key: string, value: unknown): readonly string[] {
  const plan = graph.keys[key];
  if (plan === undefined) return [`key "${key}" is gone. ${suggest(key, graph.keyNames)}`];
  if (plan.schema === undefined || plan.kind === 'reduce') return [];
  const parts = plan.kind === 'set' ? [value] : Object.values((value ?? {}) as object);
  const { schema } = plan;
  return parts.every((part) => part === undefined || fits(schema, part)) ? [] : [`the value of "${key}" does not fit its schema any more`];
}

/** A thread's state brought to a plan, with the row that says so. */
export interface Migrated {
  readonly snapshot: Snapshot;
  readonly row: Row;
}

/**
 * Brings a thread to a plan it did not run with before: as it is where nothing stands in the way, else by the graph's
 * `migrate`. Undefined where it can go on as it is; a problem `thread/changed-graph` where it cannot go on.
 */
export function migrate(
  plan: Plan,
  snapshot: Snapshot,
  from: { readonly fingerprint: string; readonly version?: string | undefined },
  { now, codec }: { readonly now: number; readonly codec: Codec },
): Migrated | undefined {
  const migration = plan.migrations.find((each) => each.from === from.fingerprint || each.from === from.version);
  const next = migration === undefined ? snapshot : migratedSnapshot(snapshot, migration, codec);
  const missing = obstacles(plan, next);
  if (missing.length > 0) {
    throw problem('thread/changed-graph', { thread: snapshot.thread, graph: plan.name, missing });
  }
  if (migration === undefined) return undefined;
  const main = mainLane(next);
  const note = { fingerprint: plan.fingerprint, ...(main.pending !== undefined && { pending: main.pending }) };
  const row: Row = { seq: snapshot.seq + 1, time: now, lane: '', cause: 'migrate', from: main.node, phase: main.phase, note };
  return { snapshot: { ...next, seq: row.seq, time: now }, row };
}

function migratedSnapshot(snapshot: Snapshot, migration: MigrationPlan, codec: Codec): Snapshot {
  const lanes = new Lanes().draft();
  for (const lane of snapshot.lanes.all()) {
    const { state } = migration;
    const values =
      lane.graph !== '' || state === undefined
        ? lane.values
        : seal(decide(state, 'migrate.state', lane.values) as Lane['values'], 'state', codec);
    const node = lane.graph === '' ? (migration.nodes[lane.node] ?? lane.node) : lane.node;
    lanes.put({ ...lane, node, values, ...(lane.fork && { fork: { ...lane.fork, base: values } }) });
  }
  return { ...snapshot, lanes: lanes.draft() };
}
