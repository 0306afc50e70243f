/**
 * Threads that go on from an earlier checkpoint: of their own, or of another thread.
 *
 * 1. Nothing is deleted, and a thread that is forked stays as it was, to the byte.
 * 2. What waited for time waits as long again: while a thread stood still, its clock did too.
 */

import { advance } from '../advance/advance.ts';
import { postpone } from '../advance/postpone.ts';
import type { Row } from '../advance/row.ts';
import { draftOf, mainLane, type Snapshot } from '../advance/snapshot.ts';
import { problem } from '../base/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { load } from '../store/load.ts';
import type { ThreadRecord } from '../store/store.ts';
import { checkId } from '../store/thread-id.ts';
import { seqOf } from '../time/part-of-log.ts';
import { newId } from './ids.ts';
import type { Runtime } from './runtime.ts';
import { ThreadLog } from './thread-log.ts';
import { versionAt } from './version-at.ts';
import { migrate, type Migrated } from './versions.ts';

/** What a fork starts from, and how. */
export interface ForkFrom {
  readonly seq: number;
  readonly id: string | undefined;
  readonly set: unknown;
}

/** Creates a thread that goes on from another's checkpoint; returns its id. */
export async function forkThread(runtime: Runtime, plan: Plan, origin: ThreadRecord, from: ForkFrom): Promise<string> {
  const { store, codec, clock } = runtime.environment;
  const id = checkId(from.id ?? newId());
  const seq = await seqOf(store, origin, from.seq);
  const now = clock.now();
  const past = { ...(await load(store, origin.id, { codec }, seq)).snapshot, thread: id };
  const brought = await broughtFrom(runtime, plan, origin, past, seq);
  const later = brought === undefined ? now - past.time : 0;
  const input = { type: 'fork', at: seq, update: from.set, later } as const;
  const { rows, refused } = advance(plan, brought?.snapshot ?? past, input, { now, codec });
  if (refused !== undefined) throw refused;
  await runtime.keepPlan(plan);
  const log = new ThreadLog(runtime.environment, { thread: id, fence: 1 });
  const facts = { id, graph: origin.graph, fingerprint: plan.fingerprint, tags: origin.tags };
  const standing = { status: 'running', due: null, created: now, owner: null, summary: null } as const;
  const created = await log.create(
    { ...facts, ...standing, origin: { thread: origin.id, seq } },
    [...(brought?.rows ?? []), ...rows],
    brought?.brought,
  );
  if (!created) throw problem('thread/exists', { thread: id, graph: plan.name, why: 'so it cannot be forked into' });
  await runtime.wake(id);
  return id;
}

/** Sends a thread back to a checkpoint: a row, and the whole state of then beside it. */
export async function rewindThread(runtime: Runtime, plan: Plan, record: ThreadRecord, to: number): Promise<void> {
  const { store, codec, clock, owner } = runtime.environment;
  const seq = await seqOf(store, record, to);
  const then = (await load(store, record.id, { codec }, seq)).snapshot;
  await broughtFrom(runtime, plan, record, then, seq);
  await runtime.letGo(record.id);
  await runtime.hold();
  const taken = await store.claim(record.id, owner, clock.now());
  if (taken === undefined || taken === 'busy') {
    throw problem('thread/busy', { thread: record.id, owner: record.owner ?? 'somebody else' });
  }
  const now = clock.now();
  const { rewinds } = (await load(store, record.id, { codec })).snapshot;
  const row = rewindRow(then, taken.head + 1, now, seq);
  const snapshot = { ...laterBy(then, now - then.time), seq: row.seq, time: now, rewinds: rewinds + 1 };
  const log = new ThreadLog(runtime.environment, { thread: record.id, fence: taken.fence });
  // Who takes the thread up brings it to today's plan, where it ran with another then.
  const { fingerprint } = await versionAt(store, taken, seq);
  const update = { status: 'running', due: null, summary: null, owner: null, fingerprint } as const;
  await log.commit([row], snapshot, { update, snapshot });
  await runtime.wake(record.id);
}

/** The state of an earlier checkpoint as today's plan has it; a problem `thread/changed-graph` where that cannot be. */
async function broughtFrom(
  { environment: { store, clock, codec } }: Runtime,
  plan: Plan,
  record: ThreadRecord,
  past: Snapshot,
  seq: number,
): Promise<Migrated | undefined> {
  const version = await versionAt(store, record, seq);
  if (version.fingerprint === plan.fingerprint) return undefined;
  const now = clock.now();
  return migrate(plan, laterBy(past, now - past.time), version, { now, codec });
}

function laterBy(snapshot: Snapshot, by: number): Snapshot {
  const draft = draftOf(snapshot);
  postpone(draft.lanes, by);
  return draft;
}

function rewindRow(then: Snapshot, seq: number, time: number, at: number): Row {
  const main = mainLane(then);
  return { seq, time, lane: '', cause: 'rewind', from: main.node, phase: main.phase, note: { at } };
}
