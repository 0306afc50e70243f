import type { AwaitedThread, OpenQuestion } from '../../advance/journal.ts';
import type { Entry } from '../../advance/state/entries.ts';
import { endOf, mainLane, type Snapshot } from '../../advance/state/snapshot.ts';
import { isOver } from '../../advance/status.ts';
import type { Values } from '../../base/change.ts';
import { either, mustBe, object, objectWith, oneOf, text } from '../../base/problem/given.ts';
import { isProblem, problem } from '../../base/problem/problem.ts';
import type { Input } from '../../advance/moves/input.ts';
import type { Codec } from '../../base/value/codec.ts';
import { seal } from '../../base/value/seal.ts';
import type { GraphPlan, Plan } from '../../compile/plan.ts';
import type { Addressed } from '../../definition/addressed.ts';
import type { ChildOptions, ChildResult } from '../../definition/starting.ts';
import { ask, briefly } from '../../store/ask.ts';
import { load } from '../../store/load.ts';
import { migrateState } from '../../time/versions/migrate-state.ts';
import type { Environment } from '../environment/environment.ts';
import type { Activity } from './activity.ts';
import { outboxOf } from './outbox.ts';
import type { Wait } from './waits.ts';

/** What `ctx.child` was called with. */
interface Begun {
  readonly key: string;
  readonly graph: Addressed;
  readonly input: unknown;
  readonly options: ChildOptions;
}

/** Records a question and starts the thread whose end answers it, in one commit; waits for that thread where an earlier run did so. Gives how it ended. */
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
    const payload: AwaitedThread = Object.freeze({ thread: id, of: thread, graph: graph.name });
    return wait({ ...question, payload, child: options.whenLeft ?? 'cancel', sent: [sending] }, false);
  } finally {
    activity.isThrough();
  }
}

/** Records the end of a child that was over already: its own answer was consumed, and taken back by a rewind. `answer/not-asked` means that it came after all. */
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

/** The thread that an entry waits for; undefined where another thread started it: a fork does not wait for the children of its origin. */
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

/**
 * Checks an answer that is given by hand to a question that waits for a thread: a problem `value/invalid` where such a thread could not
 * end so. Where the thread's graph is not known here, only the shape of an end is checked.
 */
export function inPlaceOf(
  { talking, codec }: Environment,
  { key, payload }: Pick<OpenQuestion, 'key' | 'payload'>,
  value: unknown,
): unknown {
  mustBe(`answer.${key}`, value, either(done, cancelled));
  const plan = talking.plans.get((payload as AwaitedThread).graph ?? '');
  return plan === undefined ? value : fittedTo(plan, `answer.${key}`, value as End, codec);
}

type End = Pick<ChildResult<{ outcome: string; state: object }>, 'state'> & { readonly outcome?: string };

function fittedTo({ graphs }: Plan, path: string, end: End, codec: Codec): unknown {
  const graph = graphs[''] as GraphPlan;
  const outcomes = Object.values(graph.nodes).flatMap(({ kind, name }) => (kind === 'final' ? [name] : []));
  if (end.outcome !== undefined) mustBe(`${path}.outcome`, end.outcome, oneOf(...outcomes));
  const given = seal(end.state, `${path}.state`, codec) as Values;
  const fitting = { graph, before: undefined, unchanged: new Set<string>(), migration: undefined, codec, now: 0 };
  const { values, local, obstacles } = migrateState(fitting, given, {});
  const issues = obstacles.map((message) => ({ path: `${path}.state`, message }));
  if (issues.length > 0) throw problem('value/invalid', { path, issues });
  return { ...end, state: { ...values, ...local } };
}

const done = objectWith("{ status: 'done', thread, outcome, state }", {
  status: oneOf('done'),
  thread: text,
  outcome: text,
  state: object,
});

const cancelled = objectWith("{ status: 'cancelled', thread, reason, state }", {
  status: oneOf('cancelled'),
  thread: text,
  reason: text,
  state: object,
});

/** How a child ended, by the store; undefined where it may go on or is not there. */
async function endOfChild({ store, codec }: Environment, id: string): Promise<unknown> {
  const record = await ask(briefly, () => store.thread(id));
  if (record === undefined || !isOver(record.status)) return undefined;
  return childResult((await ask(briefly, () => load(store, id, { codec }))).snapshot);
}
