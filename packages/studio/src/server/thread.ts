import {
  blameOf,
  checkpointAt,
  diagramsOf,
  diff,
  keptPlan,
  planDiagram,
  queuedIn,
  refusedIn,
  statesWithin,
  whatAnswers,
  whatEventsCarry,
  whyOf,
} from '@cairn/core/inspect';
import { isProblem, problem, summaryOf, type Store, type ThreadRecord } from '@cairn/core/store';
import { marksOf, possibleMoves } from '@cairn/drawing/thread';
import type { BlameShown, DiffShown, GraphShown, ThreadShown, WalkShown, WhyShown } from '../api.ts';
import type { Asked } from './saying/asked.ts';
import { driverIn, listed } from './listed.ts';
import { Refused } from './saying/refusal.ts';

/** So many messages that were taken or refused last are looked at. */
const mostRefused = 100;

/** A thread's record; a problem `thread/not-found` where there is none. */
export async function recordIn(store: Store, thread: string): Promise<ThreadRecord> {
  const record = await store.thread(thread);
  if (record === undefined) throw problem('thread/not-found', { thread, store: store.name });
  return record;
}

/** A thread, and how it stood at a checkpoint. */
export async function threadShown(
  store: Store,
  record: ThreadRecord,
  asked: Asked,
  may: ThreadShown['may'],
): Promise<ThreadShown> {
  const { id } = record;
  const checkpoint = await checkpointAt(store, id, asked.number('at') ?? -1);
  const isNewest = checkpoint.seq === record.head;
  const { questions = [], events = [] } = isNewest ? summaryOf(record) : {};
  const driver = driverIn(store, id);
  return {
    thread: { ...(await listed(store, record)), ...(driver && { driver }) },
    checkpoint,
    queued: queuedIn(await store.messages(id)),
    refused: refusedIn(await store.consumed(id, mostRefused)),
    answers: Object.fromEntries(await whatAnswers(store, record.fingerprint, questions)),
    events: Object.fromEntries(await whatEventsCarry(store, record.fingerprint, events)),
    within: await statesWithin(store, checkpoint),
    may,
  };
}

/** What a thread's graph looks like, as it last ran. */
export async function threadGraph(store: Store, id: string): Promise<GraphShown> {
  const { fingerprint, graph } = await recordIn(store, id);
  return graphShown(store, graph, fingerprint);
}

/** What a version of a graph looks like. */
export async function graphShown(store: Store, graph: string, fingerprint: string): Promise<GraphShown> {
  const plan = await keptPlan(store, fingerprint);
  if (plan === undefined)
    throw new Refused(404, 'studio/no-graph', `This version of the graph "${graph}" is not kept in ${store.name}.`);
  return { graph, fingerprint, diagram: planDiagram(plan), plan };
}

/** Where a thread has been by a checkpoint, and is. */
export async function walkShown(store: Store, id: string, asked: Asked): Promise<WalkShown> {
  const record = await recordIn(store, id);
  const checkpoint = await checkpointAt(store, id, asked.number('at') ?? -1);
  const diagrams = await diagramsOf(store, id);
  const diagram = await diagrams.by(record.fingerprint);
  const marks = await marksOf(store, checkpoint, diagram, diagrams);
  const possible = diagram === undefined ? [] : possibleMoves(diagram, marks);
  return {
    visited: [...marks.visited],
    current: [...marks.current],
    failed: [...marks.failed],
    taken: [...marks.taken],
    counts: Array.from(marks.counts, ([of, count]) => ({ of, count })),
    possible: checkpoint.status === 'done' || checkpoint.status === 'cancelled' ? [] : [...possible],
  };
}

/** How a checkpoint differs from another, the one before it by default. */
export async function diffShown(store: Store, id: string, asked: Asked): Promise<DiffShown> {
  const after = await checkpointAt(store, id, asked.number('at') ?? -1);
  const { thread, seq } = otherIn(asked.text('with'), id, after.seq);
  if (thread !== id) await recordIn(store, thread);
  if (seq === 0) return diff({ ...after, seq: 0, lanes: [] }, after);
  try {
    return diff(await checkpointAt(store, thread, seq), after);
  } catch (error) {
    // The one before the first that there is was cut.
    if (asked.text('with') !== undefined || !isProblem(error, 'checkpoint/not-found')) throw error;
    return diff({ ...after, seq, lanes: [] }, after);
  }
}

function otherIn(
  text: string | undefined,
  thread: string,
  seq: number,
): { readonly thread: string; readonly seq: number } {
  if (text === undefined) return { thread, seq: seq - 1 };
  const [, other = '', number] = /^(?:(.*)@)?(-?\d+)$/su.exec(text) ?? [];
  if (number === undefined)
    throw new Refused(400, 'studio/invalid', `"with" is a checkpoint, "17" or "INC-42@17", and was "${text}".`);
  return { thread: other === '' ? thread : other, seq: Number(number) };
}

/** Why a thread made a checkpoint. */
export async function whyShown(store: Store, id: string, asked: Asked): Promise<WhyShown> {
  await recordIn(store, id);
  return whyOf(store, id, asked.number('at') ?? -1);
}

/** The checkpoints that wrote a value. */
export async function blameShown(store: Store, id: string, asked: Asked): Promise<BlameShown> {
  await recordIn(store, id);
  const key = asked.text('key');
  if (key === undefined) throw new Refused(400, 'studio/invalid', 'Name a key of the state: ?key=evidence.');
  const at = asked.number('at');
  const path = asked.place('path');
  const lane = asked.text('lane');
  return blameOf(store, id, key, {
    ...(at !== undefined && { seq: at }),
    ...(path && { path }),
    ...(lane !== undefined && { lane }),
  });
}
