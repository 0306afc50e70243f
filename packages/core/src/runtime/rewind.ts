import { takeOn } from '../advance/enter.ts';
import { hushed } from '../advance/state/hush.ts';
import { mainLane } from '../advance/state/snapshot.ts';
import type { Row } from '../advance/state/row.ts';
import type { Snapshot } from '../advance/state/snapshot.ts';
import type { Codec } from '../base/value/codec.ts';
import { isProblem, problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import type { Baggage } from '../definition/baggage.ts';
import { load } from '../store/load.ts';
import type { ThreadRecord } from '../store/contract/store.ts';
import { goingOnFrom } from '../time/replay/mid-turn.ts';
import { along } from './environment/along.ts';
import { broughtFrom, laterBy } from './environment/brought-from.ts';
import { refuseNewerGraph } from '../time/versions/newer-graph.ts';
import type { OnBusy } from './environment/on-busy.ts';
import { owning } from './own/owning.ts';
import { patience } from './environment/patience.ts';
import type { Runtime } from './runtime.ts';
import { ThreadLog } from './drive/thread-log.ts';
import { versionAt } from '../time/versions/version-at.ts';
import { mayPass } from './environment/write-again.ts';

/**
 * Sends a thread back to a checkpoint: a row, and the whole state of then beside it. Nothing is deleted.
 *
 * While somebody else drives it: a problem `thread/busy`, or it is waited for until it is let go of, or it is taken. Where somebody
 * takes it before that is written, it is so again.
 */
export async function rewindThread(
  runtime: Runtime,
  plan: Plan,
  record: ThreadRecord,
  to: number,
  { onBusy = runtime.options.onBusy, signal, ...options }: RewindOptions,
): Promise<void> {
  const { context } = along(options);
  const { store, codec, clock } = runtime.environment;
  await refuseNewerGraph(store, plan, record.id, record.fingerprint);
  const { seq, snapshot: then, due } = await goingOnFrom({ store, record, reading: { codec }, plan }, to);
  // Who takes the thread up brings it to today's plan, where it ran with another then.
  const version = await versionAt(store, record, seq, plan);
  const isBrought = broughtFrom(plan, { snapshot: then, version }, { now: clock.now(), codec }) !== undefined;
  const back = { seq, then, due: isBrought ? [] : due, fingerprint: version.fingerprint, context };
  const rewinding = runtime.holding(() => takeBack(runtime, plan, record, back, { onBusy, signal }));
  await runtime.making.add(rewinding);
}

/** How a thread is sent back: what goes along stands in the checkpoint that says so. */
type RewindOptions = Partial<Taking> & { readonly context?: Baggage };

/** Takes a thread, sends it back, and drives it on from there. */
async function takeBack(runtime: Runtime, plan: Plan, record: ThreadRecord, back: Back, how: Taking): Promise<void> {
  const { id } = record;
  for (let tries = 1; !(await isTakenBack(runtime, plan, record, back, how)); tries += 1) await patience(tries);
  try {
    await runtime.wake(id);
  } catch (error) {
    // It is sent back. Somebody else took it up meanwhile, or it is taken up when the store can be read again.
    if (!isProblem(error, 'thread/busy') && !mayPass(error)) throw error;
    runtime.agenda.look();
  }
}

/** Whether it was sent back; not where somebody took it from here before that was written, of this process or of another. */
async function isTakenBack(
  runtime: Runtime,
  plan: Plan,
  record: ThreadRecord,
  back: Back,
  how: Taking,
): Promise<boolean> {
  const { id } = record;
  const taken = await taking(runtime, id, how);
  try {
    // Whoever drove it until now may have brought it to a newer one.
    if (taken.fingerprint !== record.fingerprint) {
      await refuseNewerGraph(runtime.environment.store, plan, id, taken.fingerprint);
    }
    return (await sendBack(runtime, plan, taken, back, how.signal)) === 'ok';
  } catch (error) {
    await runtime.releases.release({ thread: id, fence: taken.fence });
    throw error;
  }
}

/** How a thread is taken from whoever drives it. */
export interface Taking {
  readonly onBusy: OnBusy;
  /** When it aborts the thread is not taken any more, and what was to be done with it is not written. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes the thread this runtime's, with nobody here who drives it. */
export async function taking(runtime: Runtime, id: string, { onBusy, signal }: Taking): Promise<ThreadRecord> {
  const { owner } = runtime.environment;
  for (let tries = 1; ; tries += 1) {
    runtime.refuseWhenClosed('rewind()');
    signal?.throwIfAborted();
    await letGo(runtime, id);
    const record = await runtime.record(id);
    // Nobody drives it here now: where this runtime still owns it, something failed before.
    const force = onBusy === 'replace' || record.owner === owner;
    const taken = await owning(runtime.agenda, id, () => runtime.releases.claim(id, force));
    if (taken !== undefined && taken !== 'busy') return taken;
    if (onBusy !== 'wait') throw problem('thread/busy', { thread: id, owner: record.owner ?? 'somebody else' });
    await patience(tries);
  }
}

/** A rewind refunds nothing: what was spent since is spent, of the thread and of the subgraphs that are open then and now. */
function withSpent(then: Snapshot, now: Snapshot): Snapshot {
  const lanes = then.lanes.draft();
  for (const lane of then.lanes.all()) {
    const last = now.lanes.get(lane.path);
    if (last?.spent !== undefined && last.opened === lane.opened)
      lanes.put({ ...lane, spent: last.spent, ...(last.lately && { lately: last.lately }) });
  }
  return { ...then, lanes, spent: now.spent, ...(now.lately && { lately: now.lately }) };
}

/** Where a thread is sent back to. */
interface Back {
  readonly seq: number;
  /** The state of then. */
  readonly then: Snapshot;
  /** Lanes that were in the middle of something, in the order they go on. */
  readonly due: readonly string[];
  readonly fingerprint: string;
  readonly context: Baggage | undefined;
}

/** Sends back a thread that is owned here, and lets go of it. */
async function sendBack(
  { environment, closing }: Runtime,
  plan: Plan,
  { id, head, ...owned }: ThreadRecord,
  { seq, then, due, fingerprint, ...brings }: Back,
  signal: AbortSignal | undefined,
): Promise<'ok' | 'stale'> {
  const { store, codec, clock } = environment;
  const now = clock.now();
  const { snapshot: last } = await load(store, id, { codec });
  const context = brings.context && hushedIn([last, then], brings.context, { plan, codec });
  const row = rewindRow(then, { seq: head + 1, time: now, at: seq, due, context });
  const later = { ...laterBy(then, now - then.time), seq: row.seq, time: now, rewinds: last.rewinds + 1 };
  const back = context === undefined ? later : broughtAlong(later, context);
  const snapshot = withSpent(back, last);
  const log = new ThreadLog(environment, { id, ...owned }, undefined, last);
  log.beDriven(() => closing);
  const update = { status: 'running', due: null, summary: null, owner: null, fingerprint } as const;
  const on = takeOn(plan, snapshot, due, { now, codec });
  signal?.throwIfAborted();
  return log.commit([row, ...on.rows], on.snapshot, { update, snapshot });
}

function rewindRow(
  then: Snapshot,
  { seq, time, at, due, context }: Pick<Row, 'seq' | 'time'> & { at: number } & Pick<Back, 'due' | 'context'>,
): Row {
  const main = mainLane(then);
  const note = { at, ...(due.length > 0 && { due }), ...(context !== undefined && { context }) };
  return { seq, time, turn: seq, lane: '', cause: 'rewind', from: main.node, phase: main.phase, note };
}

/** What goes along comes to the first lane, as folding its row would have it. */
function broughtAlong(snapshot: Snapshot, context: Baggage): Snapshot {
  const lanes = snapshot.lanes.draft();
  lanes.put({ ...mainLane(snapshot), context: Object.freeze(context) });
  return { ...snapshot, lanes };
}

/** What goes along without what protected keys hold, before it and after. */
function hushedIn(states: readonly Snapshot[], context: Baggage, place: { plan: Plan; codec: Codec }): Baggage {
  return states.reduce((said, draft) => hushed({ ...place, draft }, { note: { context: said } }).note.context, context);
}

/** Lets go of a thread that is driven here, and waits until that is done. */
async function letGo(runtime: Runtime, id: string): Promise<void> {
  const driving = runtime.driving(id);
  driving?.driver.stop();
  await driving?.ended.catch(() => undefined);
}
