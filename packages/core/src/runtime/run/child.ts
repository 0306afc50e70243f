import type { AwaitedThread } from '../../advance/journal.ts';
import type { Entry } from '../../advance/state/entries.ts';
import { endOf, mainLane, type Snapshot } from '../../advance/state/snapshot.ts';
import { isOver } from '../../advance/status.ts';
import { isProblem } from '../../base/problem/problem.ts';
import type { Input } from '../../advance/moves/input.ts';
import { seal } from '../../base/value/seal.ts';
import type { Addressed } from '../../definition/addressed.ts';
import type { ChildOptions, ChildResult } from '../../definition/starting.ts';
import { ask, briefly } from '../../store/ask.ts';
import { load } from '../../store/load.ts';
import type { Environment } from '../environment/environment.ts';
import type { Activity } from './activity.ts';
import { outboxOf } from './outbox.ts';
import type { Wait } from './waits.ts';

/** What an activity waits for. */
interface Begun {
  readonly key: string;
  readonly graph: Addressed;
  readonly input: unknown;
  readonly options: ChildOptions;
}

/** Starts a thread with the question that its end answers, or waits on for the one that was started; gives how it ended. */
export async function waitForChild(
  activity: Activity,
  entry: Entry | undefined,
  { key, graph, input, options }: Begun,
  wait: (wait: Wait, isRecorded: boolean) => Promise<unknown>,
): Promise<unknown> {
  const { thread, environment } = activity;
  const question = { type: 'ask', lane: activity.lane.path, key } as const;
  const awaited = startedBy(thread, entry);
  activity.begins();
  try {
    if (awaited !== undefined) {
      const answered = wait({ ...question, payload: awaited }, true);
      const end = await endOfChild(environment, awaited.thread);
      if (end !== undefined) await tellEnd(activity, key, { end, child: awaited.thread });
      return answered;
    }
    const { id, sending } = await outboxOf(activity).child(key, graph, input, options);
    const payload: AwaitedThread = Object.freeze({ thread: id, of: thread });
    return wait({ ...question, payload, child: options.whenLeft ?? 'cancel', sent: [sending] }, false);
  } finally {
    activity.isThrough();
  }
}

/** Has the end of a thread recorded that was told before, and taken back since; where that comes just now, it is there already. */
async function tellEnd(
  activity: Activity,
  key: string,
  { end, child }: { readonly end: unknown; readonly child: string },
): Promise<void> {
  const value = seal(end, `answer.${key}`, activity.environment.codec);
  const answer: Input = { type: 'answer', lane: activity.lane.path, key, value, child };
  await activity.listener.tellOf(activity, answer).catch((error: unknown) => {
    if (!isProblem(error, 'answer/not-asked')) throw error;
  });
}

/** The thread that an entry waits for, where this thread started it: for one that a copy's origin started, that waits. */
function startedBy(thread: string, entry: Entry | undefined): AwaitedThread | undefined {
  if (entry?.kind !== 'ask' || entry.child === undefined) return undefined;
  const awaited = entry.payload as AwaitedThread;
  return awaited.of === thread ? awaited : undefined;
}

/** How a thread that was waited for ended; undefined where it may go on. */
export function childResult(snapshot: Snapshot): ChildResult<{ outcome: string; state: unknown }> | undefined {
  const status = endOf(snapshot);
  if (status === undefined) return undefined;
  const { thread, cancelled: reason = '' } = snapshot;
  const { node: outcome, values: state } = mainLane(snapshot);
  return status === 'done' ? { status, thread, outcome, state } : { status, thread, reason, state };
}

/** How it ended, as the store has it: whoever waits for it again may have been told, before a rewind took that back. */
async function endOfChild({ store, codec }: Environment, id: string): Promise<unknown> {
  const record = await ask(briefly, () => store.thread(id));
  if (record === undefined || !isOver(record.status)) return undefined;
  return childResult((await ask(briefly, () => load(store, id, { codec }))).snapshot);
}
