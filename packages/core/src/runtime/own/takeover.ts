import { advanceBy } from '../../advance/advance.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';
import { runningLanes } from '../../advance/status.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import { ask, patienceOf, type Patience } from '../../store/ask.ts';
import { load } from '../../store/load.ts';
import type { Message, Soon, ThreadRecord } from '../../store/contract/store.ts';
import { isEdit, outcomeText } from '../environment/command.ts';
import type { Environment } from '../environment/environment.ts';
import type { KeptPlans } from './kept-plans.ts';
import type { Mail } from '../drive/mail.ts';
import type { Releases } from './releases.ts';
import { refuseNewerGraph } from '../../time/versions/newer-graph.ts';
import { ThreadLog } from '../drive/thread-log.ts';
import type { Extras } from '../drive/to-write.ts';
import { versionOf } from '../../time/versions/version-at.ts';
import { migrate } from '../../time/versions/versions.ts';
import type { WarmState, WarmStates } from './warm-states.ts';

/** A thread that is owned now, ready to be driven. */
export interface Taken {
  readonly plan: Plan;
  /** Nobody else's. */
  readonly snapshot: Draft;
  readonly log: ThreadLog;
  /** What this process knows was left for it, and what was left since. */
  readonly mail?: Mail | undefined;
  readonly messages: readonly Message[];
  /** It was not at rest: what waits in it may have been left in the middle of a step. */
  readonly wasCutOff?: boolean;
}

/** How a thread is taken over. */
export interface Taking {
  readonly environment: Environment;
  readonly plan: Plan;
  /** The thread as it was before it was claimed. */
  readonly known: ThreadRecord;
  /** Takes it from a living owner too. */
  readonly force: boolean;
  /** Changes the state by hand, as may be done with a thread that is at its end. */
  readonly edits: boolean;
  readonly maxTakeovers: number;
  /** States of threads that rested here lately. */
  readonly warm: WarmStates;
  /** The plans that are in the store already. */
  readonly kept: KeptPlans;
  /** Lets go of it where it cannot be made ready. */
  readonly releases: Releases;
  /** Aborts when the runtime is closed. */
  readonly closing: AbortSignal;
}

/**
 * A thread that rested here, to be taken with its first commit: without a read, for what is told of it by then is wrong only
 * where that commit is stale. Undefined where its state is not kept.
 */
export function takeLater(environment: Environment, warm: WarmStates, id: string): Taken | undefined {
  const state = warm.get(id);
  if (state === undefined) return undefined;
  const { plan, snapshot, standing, upkeep, mail } = state;
  warm.take(id);
  const log = new ThreadLog(environment, { ...standing, free: true, seen: mail?.seen ?? 0 }, upkeep);
  return { plan, snapshot: draftOf(snapshot), log, mail, messages: [] };
}

/** Makes this runtime the owner of a thread; a problem `thread/busy` while a living owner drives it. */
export async function takeOver(taking: Taking): Promise<Taken> {
  const { environment, known, force } = taking;
  const { store, owner } = environment;
  const patience = (): AbortSignal => patienceOf(environment.lease, taking.closing);
  if (!isOver(known)) await ask(patience, () => refuseNewerGraph(store, taking.plan, known.id, known.fingerprint));
  const record = await taking.releases.claim(known.id, force || known.owner === owner);
  if (record === undefined) throw problem('thread/not-found', { thread: known.id, store: store.name });
  if (record === 'busy') throw busy(known.id, known.owner);
  try {
    return await takeUp(taking, record, patience);
  } catch (error) {
    await taking.releases.release({ thread: record.id, fence: record.fence });
    throw error;
  }
}

/** Reads a thread that is owned now, and makes it ready. */
async function takeUp(taking: Taking, record: ThreadRecord, patience: Patience): Promise<Taken> {
  const { environment, plan } = taking;
  const { store, codec } = environment;
  const { id, takeovers } = record;
  const state = warmOf(taking, record);
  const { snapshot, upkeep } = state ?? (await ask(patience, () => load(store, id, { codec })));
  const shown = await shownBefore(environment, record, state, patience);
  const log = new ThreadLog(environment, { ...record, shown }, upkeep);
  log.beDriven(() => taking.closing);
  if (isOver(record) && record.fingerprint !== plan.fingerprint) await leaveOver(taking, record, log, snapshot);
  const brought = await bring(taking, record, snapshot, log);
  const current = takeovers > taking.maxTakeovers ? await abandon(taking, brought, log, takeovers) : brought;
  // What waits for the thread to move is offered anew where it did.
  const mail = current === state?.snapshot ? state.mail : undefined;
  const messages = await ask(patience, () => store.messages(id, mail?.seen ?? 0));
  return { plan, snapshot: draftOf(current), log, mail, messages, wasCutOff: record.status === 'running' };
}

/** How many outputs the thread had, which are counted on. */
function shownBefore(
  { outputs, store }: Environment,
  { id }: ThreadRecord,
  state: WarmState | undefined,
  patience: Patience,
): Soon<number> {
  if (outputs !== 'stored') return 0;
  return state?.standing.shown ?? ask(patience, () => store.shown(id));
}

function isOver({ status }: ThreadRecord): boolean {
  return status === 'done' || status === 'cancelled';
}

/**
 * A thread that came to its end with another graph stays as it is, unless it is edited: what was left for it is refused.
 *
 * A problem `thread/over` where nothing edits it.
 */
async function leaveOver(
  { environment, edits }: Taking,
  { id, status }: ThreadRecord,
  log: ThreadLog,
  snapshot: Snapshot,
): Promise<void> {
  const { store, codec } = environment;
  const messages = await store.messages(id);
  if (edits || messages.some((message) => isEdit(message, codec))) return;
  const over = problem('thread/over', { thread: id, status: status === 'done' ? 'done' : 'cancelled' });
  const consumed = messages.map((message) => ({ id: message.id, outcome: outcomeText(over) }));
  await commit(log, [], snapshot, { consumed });
  throw over;
}

/** The state this process let go of, where nobody had the thread since. */
function warmOf({ warm }: Taking, record: ThreadRecord): WarmState | undefined {
  const state = warm.current({ ...record, fence: record.fence - 1 });
  warm.take(record.id);
  return state;
}

/** Brings a thread's state to today's plan; lets go of the thread where that cannot be. */
async function bring(taking: Taking, record: ThreadRecord, snapshot: Snapshot, log: ThreadLog): Promise<Snapshot> {
  const { plan, environment, kept } = taking;
  if (record.fingerprint === plan.fingerprint) return snapshot;
  const { store, codec, clock } = environment;
  const { fingerprint } = plan;
  await refuseNewerGraph(store, plan, record.id, record.fingerprint);
  const from = await versionOf(store, record.fingerprint);
  const { rows, brought, isChanged, snapshot: next } = migrate(plan, snapshot, from, { now: clock.now(), codec });
  await kept.keep(plan);
  await commit(log, rows, next, { update: { fingerprint }, snapshot: isChanged ? brought : undefined });
  return next;
}

/** Fails what runs of a thread whose owners keep dying there, before any of it is started again. */
async function abandon(
  { plan, environment }: Taking,
  snapshot: Snapshot,
  log: ThreadLog,
  takeovers: number,
): Promise<Snapshot> {
  const { codec, clock } = environment;
  const { thread } = snapshot;
  const running = runningLanes(snapshot);
  // A lane that waits does something beside that at most: it is to blame where nothing else is left.
  const lanes = running.length > 0 ? running : snapshot.lanes.all().filter(({ phase }) => phase === 'suspended');
  const nodes = [...new Set(lanes.map((lane) => lane.node))];
  const { code, name, message } = problem('thread/abandoned', { thread, takeovers, nodes });
  const now = clock.now();
  const rows: Row[] = [];
  let current = snapshot;
  for (const { path, attempt } of lanes) {
    const failure = { name, message, code, attempt, at: now };
    const step = advanceBy(plan, current, { type: 'failed', lane: path, failure, final: true }, { now, codec });
    current = step.snapshot;
    rows.push(...step.rows);
  }
  await commit(log, rows, current, { update: { takeovers: 0 } });
  return current;
}

async function commit(log: ThreadLog, rows: readonly Row[], snapshot: Snapshot, extras: Extras): Promise<void> {
  if ((await log.commit(rows, snapshot, extras)) === 'stale') throw busy(log.thread, null);
}

function busy(thread: string, owner: string | null): Error {
  return problem('thread/busy', { thread, owner: owner ?? 'somebody else' });
}
