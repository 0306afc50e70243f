import { advanceBy } from '../../advance/advance.ts';
import type { Row } from '../../advance/state/row.ts';
import { draftOf, type Draft, type Snapshot } from '../../advance/state/snapshot.ts';
import { isOver, runningLanes } from '../../advance/status.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';
import { ask, patienceOf } from '../../store/ask.ts';
import { mayTake, type Found, type Take } from '../../store/contract/take.ts';
import { readState } from '../../store/load.ts';
import type { Message, ThreadRecord } from '../../store/contract/store.ts';
import { isEdit, outcomeText } from '../environment/command.ts';
import type { Environment } from '../environment/environment.ts';
import type { KeptPlans } from './kept-plans.ts';
import type { Mail } from '../drive/mail.ts';
import { noteRunsBefore } from './runs-before.ts';
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

/** A runtime, as far as it takes threads over. */
interface Taker {
  readonly environment: Environment;
  readonly plans: ReadonlyMap<string, Plan>;
  readonly options: { readonly maxTakeovers: number };
  /** The plans that are in the store already. */
  readonly kept: KeptPlans;
  /** Takes threads, and lets go of those that cannot be made ready. */
  readonly releases: Releases;
  /** Aborts when it is closed. */
  readonly closing: AbortSignal;
  /** The plan of a thread's graph; a problem where it has none, or another than is expected. */
  planOf(record: ThreadRecord, expected: Plan | undefined): Plan;
}

/** How a thread is taken over. */
export interface Taking {
  readonly runtime: Taker;
  readonly id: string;
  /** The plan of its graph, where that is known. */
  readonly plan: Plan | undefined;
  /** Takes it from a living owner too. */
  readonly force: boolean;
  /** Changes the state by hand, as may be done with a thread that is at its end. */
  readonly edits: boolean;
  /** How often its owners may have died in a row before it is asked whether there is room for it. */
  readonly deaths: number | undefined;
  /** Whether there is room for it beside others whose owners died. */
  readonly hasRoom: (record: ThreadRecord) => boolean;
  /** States of threads that rested here lately. */
  readonly warm: WarmStates;
}

/**
 * A thread that rested here, to be taken with its first commit: without a read, for what is told of it by then is wrong only
 * where that commit is stale. Undefined where its state is not kept.
 */
export function takeLater(
  environment: Environment,
  warm: WarmStates,
  id: string,
  expected: Plan | undefined,
): Taken | undefined {
  const state = warm.get(id);
  if (state === undefined || state.plan !== (expected ?? state.plan)) return undefined;
  const { plan, snapshot, standing, upkeep, mail } = state;
  warm.take(id);
  const free = (): void => tellTaken(environment, { id, graph: plan.name });
  const log = new ThreadLog(environment, { ...standing, free, seen: mail?.seen ?? 0 }, upkeep, snapshot);
  return { plan, snapshot: draftOf(snapshot), log, mail, messages: [] };
}

/**
 * Makes this runtime the owner of a thread; a problem `thread/busy` while a living owner drives it. `later` where there is no room for it.
 *
 * One that is as most are is taken and read at once. What is more than that is looked at before: its plan is another, or its owners died.
 */
export async function takeOver(taking: Taking): Promise<Taken | 'later'> {
  const { runtime, id, deaths = Infinity, force } = taking;
  const { environment, closing } = runtime;
  const warm = taking.warm.get(id);
  const plans = taking.plan === undefined ? [...runtime.plans.values()] : [taking.plan];
  const asMost = { force, deaths, fingerprints: plans.map(({ fingerprint }) => fingerprint) };
  const found = await take(taking, warm, asMost);
  if (found.isTaken) return takeUp(taking, found, warm);
  const { record: known } = found;
  const isOurs = known.owner === environment.owner;
  // Its owner alone was in the way.
  if (!isOurs && mayTake(asMost, known, false)) throw busy(id, known.owner);
  const plan = runtime.planOf(known, taking.plan);
  if (!taking.hasRoom(known)) return 'later';
  const { store, lease } = environment;
  const patience = (): AbortSignal => patienceOf(lease, closing);
  if (!isOver(known.status)) await ask(patience, () => refuseNewerGraph(store, plan, id, known.fingerprint));
  const taken = await take(taking, warm, { force: force || isOurs });
  if (!taken.isTaken) throw busy(id, taken.record.owner);
  return takeUp(taking, taken, warm);
}

async function take(
  { runtime, id }: Taking,
  warm: WarmState | undefined,
  terms: Omit<Take, 'owner' | 'now'>,
): Promise<Found> {
  const found = await runtime.releases.take(id, warm === undefined ? terms : { ...terms, known: knownOf(warm) });
  if (found === undefined) throw problem('thread/not-found', { thread: id, store: runtime.environment.store.name });
  return found;
}

function knownOf({ standing, snapshot, mail }: WarmState): NonNullable<Take['known']> {
  return { created: standing.created, fence: standing.fence, head: snapshot.seq, seen: mail?.seen ?? 0 };
}

/** Makes a thread ready that is owned now, or lets go of it. */
async function takeUp(
  taking: Taking,
  found: Extract<Found, { isTaken: true }>,
  warm: WarmState | undefined,
): Promise<Taken> {
  const { id, fence } = found.record;
  taking.warm.take(id);
  tellTaken(taking.runtime.environment, found.record, found.from);
  try {
    return await ready(taking, found, warm);
  } catch (error) {
    await taking.runtime.releases.release({ thread: id, fence });
    throw error;
  }
}

/** Tells that a thread is owned here now, whose it was, and how many of its owners have died of it. */
function tellTaken(
  { events, owner }: Environment,
  { id: thread, graph, takeovers: deaths = 0 }: Pick<ThreadRecord, 'id' | 'graph'> & Partial<ThreadRecord>,
  from: string | null = null,
): void {
  if (!events.hears('taken')) return;
  // Where the answer to a call that took it was lost, it was ours.
  const whose = from !== null && from !== owner && { from };
  events.tell({ type: 'taken', thread, graph, ...whose, ...(deaths > 0 && { deaths }) });
}

async function ready(
  taking: Taking,
  { record, state, messages, shown }: Extract<Found, { isTaken: true }>,
  warm: WarmState | undefined,
): Promise<Taken> {
  const { runtime } = taking;
  const { environment, closing } = runtime;
  const { store, codec, lease } = environment;
  const { id, takeovers } = record;
  const plan = runtime.planOf(record, taking.plan);
  const known = state === undefined ? (warm as WarmState) : undefined;
  const { snapshot, upkeep } = state === undefined ? (warm as WarmState) : readState(store.name, id, state, { codec });
  const log = new ThreadLog(
    environment,
    { ...record, shown, ...(warm?.standing.runs && { runs: warm.standing.runs }) },
    upkeep,
    snapshot,
  );
  log.beDriven(() => closing);
  if (isOver(record.status) && record.fingerprint !== plan.fingerprint) await leaveOver(taking, record, log, snapshot);
  const brought = await bring(runtime, plan, record, snapshot, log);
  const current =
    takeovers > runtime.options.maxTakeovers ? await abandon(environment, plan, brought, log, takeovers) : brought;
  const patience = (): AbortSignal => patienceOf(lease, closing);
  // What was known here of its runs is all that there is to know where nobody had it meanwhile.
  if (known === undefined) await noteRunsBefore(environment, record, current, log, patience);
  const rest = { plan, snapshot: draftOf(current), log, wasCutOff: record.status === 'running' };
  // What waits for the thread to move is offered anew where it did.
  if (known === undefined || current === known.snapshot) return { ...rest, mail: known?.mail, messages };
  return { ...rest, messages: await ask(patience, () => store.messages(id)) };
}

/**
 * A thread that came to its end with another graph stays as it is, unless it is edited: what was left for it is refused.
 *
 * A problem `thread/over` where nothing edits it.
 */
async function leaveOver(
  { runtime, edits }: Taking,
  { id, status }: ThreadRecord,
  log: ThreadLog,
  snapshot: Snapshot,
): Promise<void> {
  const { store, codec } = runtime.environment;
  const messages = await store.messages(id);
  if (edits || messages.some((message) => isEdit(message, codec))) return;
  const over = problem('thread/over', { thread: id, status: status === 'done' ? 'done' : 'cancelled' });
  const consumed = messages.map((message) => ({ id: message.id, outcome: outcomeText(over) }));
  await commit(log, [], snapshot, { consumed });
  throw over;
}

/** Brings a thread's state to today's plan; lets go of the thread where that cannot be. */
async function bring(
  { environment, kept }: Taker,
  plan: Plan,
  record: ThreadRecord,
  snapshot: Snapshot,
  log: ThreadLog,
): Promise<Snapshot> {
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
  { codec, clock }: Environment,
  plan: Plan,
  snapshot: Snapshot,
  log: ThreadLog,
  takeovers: number,
): Promise<Snapshot> {
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
