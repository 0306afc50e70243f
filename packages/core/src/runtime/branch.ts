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
  const { rows, refused } = advance(plan, past, { type: 'fork', at: seq, update: set }, { now, codec });
  if (refused !== undefined) throw refused;
  const log = new ThreadLog(runtime.environment, { thread: id, fence: 1 });
  const created = await log.create(
    {
      id,
      graph: origin.graph,
      fingerprint: origin.fingerprint,
      status: 'running',
      due: null,
      created: now,
      owner: null,
      tags: origin.tags,
      origin: { thread: origin.id, seq },
      summary: null,
    },
    rows,
  );
  if (!created) throw problem('thread/exists', { thread: id, graph: plan.name, why: 'so it cannot be forked into' });
  await runtime.wake(id);
  return id;
}

/** Sends a thread back to a checkpoint: a row, and the whole state of then beside it. */
export async function rewindThread(runtime: Runtime, plan: Plan, record: ThreadRecord, seq: number): Promise<void> {
  const { store, codec, clock, owner } = runtime.environment;
  await stateAt(runtime, record, seq);
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
  const log = new ThreadLog(runtime.environment, { thread: record.id, fence: taken.fence });
  const update = { status: 'running', due: null, summary: null, owner: null } as const;
  await log.commit([row], snapshot, { update, snapshot: true });
  await runtime.wake(record.id);
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
