import { advance } from '../advance/advance.ts';
import type { Row } from '../advance/row.ts';
import { mainLane, type Snapshot } from '../advance/snapshot.ts';
import { problem } from '../base/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { load } from '../store/load.ts';
import type { ThreadRecord } from '../store/store.ts';
import { newId } from './ids.ts';
import type { Runtime } from './runtime.ts';
import { ThreadLog } from './thread-log.ts';
import { versionAt } from './version-at.ts';
import { migrate, type Migrated } from './versions.ts';

/** Creates a thread that goes on from another's checkpoint; returns its id. */
export async function forkThread(
  runtime: Runtime,
  plan: Plan,
  origin: ThreadRecord,
  { seq, id = newId(), set }: { readonly seq: number; readonly id: string | undefined; readonly set: unknown },
): Promise<string> {
  const { store, codec, clock } = runtime.environment;
  const past = { ...(await stateAt(runtime, origin, seq)), thread: id };
  const now = clock.now();
  const brought = await broughtFrom(runtime, plan, origin, past, seq);
  const { snapshot, rows, refused } = advance(plan, brought.snapshot, { type: 'fork', at: seq, update: set }, { now, codec });
  if (refused !== undefined) throw refused;
  await runtime.keepPlan(plan);
  const log = new ThreadLog(runtime.environment, { thread: id, fence: 1 });
  const created = await log.create(
    {
      id,
      graph: origin.graph,
      fingerprint: plan.fingerprint,
      status: 'running',
      due: null,
      created: now,
      owner: null,
      tags: origin.tags,
      origin: { thread: origin.id, seq },
      summary: null,
    },
    [...brought.rows, ...rows],
    brought.isChanged ? snapshot : undefined,
  );
  if (!created) throw problem('thread/exists', { thread: id, graph: plan.name, why: 'so it cannot be forked into' });
  await runtime.wake(id);
  return id;
}

/** Sends a thread back to a checkpoint: a row, and the whole state of then beside it. */
export async function rewindThread(runtime: Runtime, plan: Plan, record: ThreadRecord, seq: number): Promise<void> {
  const { store, codec, clock, owner } = runtime.environment;
  const past = await stateAt(runtime, record, seq);
  await broughtFrom(runtime, plan, record, past, seq);
  await runtime.letGo(record.id);
  await runtime.hold();
  const taken = await store.claim(record.id, owner, clock.now());
  if (taken === undefined || taken === 'busy') {
    throw problem('thread/busy', { thread: record.id, owner: record.owner ?? 'somebody else' });
  }
  const then = (await load(store, record.id, { codec }, seq)).snapshot;
  const { rewinds } = (await load(store, record.id, { codec })).snapshot;
  const row = rewindRow(then, taken.head + 1, clock.now(), seq);
  const snapshot: Snapshot = { ...then, seq: row.seq, time: row.time, rewinds: rewinds + 1 };
  const brought = await broughtFrom(runtime, plan, taken, snapshot, seq);
  await runtime.keepPlan(plan);
  const log = new ThreadLog(runtime.environment, { thread: record.id, fence: taken.fence });
  const { fingerprint } = plan;
  const update = { status: 'running', due: null, summary: null, owner: null, fingerprint } as const;
  await log.commit([row, ...brought.rows], brought.snapshot, { update, snapshot: true });
  await runtime.wake(record.id);
}

/** The state of an earlier checkpoint as today's plan has it; a problem `thread/changed-graph` where that cannot be. */
async function broughtFrom(
  { environment: { store, clock, codec } }: Runtime,
  plan: Plan,
  record: ThreadRecord,
  past: Snapshot,
  seq: number,
): Promise<Migrated> {
  const version = await versionAt(store, record, seq);
  if (version.fingerprint === plan.fingerprint) return { snapshot: past, rows: [], isChanged: false };
  return migrate(plan, past, version, { now: clock.now(), codec });
}

function rewindRow(then: Snapshot, seq: number, time: number, at: number): Row {
  const main = mainLane(then);
  return { seq, time, lane: '', cause: 'rewind', from: main.node, phase: main.phase, note: { at } };
}

async function stateAt(runtime: Runtime, { id, head }: ThreadRecord, seq: number): Promise<Snapshot> {
  if (!Number.isInteger(seq) || seq < 1 || seq > head) throw problem('checkpoint/not-found', { thread: id, seq, head });
  const { store, codec } = runtime.environment;
  return (await load(store, id, { codec }, seq)).snapshot;
}
