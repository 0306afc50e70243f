import { advanceBy } from '../advance/advance.ts';
import type { Row } from '../advance/state/row.ts';
import type { Snapshot } from '../advance/state/snapshot.ts';
import type { Codec } from '../base/value/codec.ts';
import { either, flag, mustFit, number, object } from '../base/problem/given.ts';
import { isProblem, problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import type { Baggage } from '../definition/baggage.ts';
import type { ThreadRecord } from '../store/contract/store.ts';
import { checkId } from '../store/contract/thread-id.ts';
import { goingOnFrom, type GoingOn } from '../time/replay/mid-turn.ts';
import { ResultsLeft, type OtherResults } from '../time/replay/other-results.ts';
import { seqIn } from '../time/read/part-of-log.ts';
import { recordedAfter, type RecordedRow } from '../time/read/recorded-future.ts';
import { Rerun } from '../time/replay/rerun.ts';
import { unfitIn, type Unfit } from '../time/replay/unfit.ts';
import { along } from './environment/along.ts';
import { broughtFrom, type Past } from './environment/brought-from.ts';
import { newId } from './environment/ids.ts';
import { refuseNewerGraph } from '../time/versions/newer-graph.ts';
import type { Runtime } from './runtime.ts';
import { versionAt } from '../time/versions/version-at.ts';

/** How a thread goes on from another's checkpoint. */
export interface ForkOptions<Update = unknown> {
  /** The new thread's id; a random one by default. */
  readonly id?: string;
  /** Changes of the first lane's state. */
  readonly set?: Update;
  /**
   * Whether what was recorded after the checkpoint is used instead of running activities again: results, events, answers
   * and timers, as far as the fork comes to where they belong. A number names the last checkpoint whose record is used.
   */
  readonly recorded?: boolean | number;
  /**
   * Results that activities are said to have had instead: by the checkpoint of the recorded result, or by the visit of a
   * node, `classify.1` or `gather.1/logs/read.2`. An `Error` fails the activity. Without `recorded`, what was recorded is
   * used up to there.
   */
  readonly results?: OtherResults;
  /** A few texts that go along, as with what is sent: who forked it, for example. They stand in the fork's first checkpoint. */
  readonly context?: Baggage;
  /** Ends the wait with its reason when it aborts; the fork may be there by then, under its id. */
  readonly signal?: AbortSignal;
}

/** Creates a thread that goes on from another's checkpoint; returns its id. The other stays as it is, to the byte. */
export async function forkThread(
  runtime: Runtime,
  plan: Plan,
  origin: ThreadRecord,
  from: number,
  options: ForkOptions,
): Promise<string> {
  const { store, codec, clock } = runtime.environment;
  runtime.refuseWhenClosed('fork()');
  mustFit('options', options, { recorded: either(flag, number), results: object });
  const brings = along(options);
  const id = options.id === undefined ? newId() : checkId(options.id);
  const past = await goingOnFrom({ store, record: origin, reading: { codec }, plan }, from);
  const { seq } = past;
  const version = await versionAt(store, origin, seq, plan);
  await refuseNewerGraph(store, plan, origin.id, version.fingerprint);
  const rows = await recordedFor(runtime, origin, seq, options);
  const forking: Forking = {
    ...past,
    snapshot: { ...past.snapshot, thread: id },
    origin: origin.id,
    version,
    recorded: rows,
    brings,
    unfit: await unfitIn(store, origin, { plan, codec }, rows),
  };
  // What was recorded happens as far apart as it did, and ends now. Where nothing is, all happens at once.
  const isAtOnce = isMadeAtOnce(forking, options);
  const end = isAtOnce ? past.snapshot.time : forkAt(plan, codec, forking, options, 0).snapshot.time;
  const now = clock.now();
  const forked = forkAt(plan, codec, forking, options, Math.max(0, now - end));
  runtime.kept.note(origin.fingerprint);
  options.signal?.throwIfAborted();
  const facts = { id, created: now, tags: origin.tags, origin: { thread: origin.id, seq } };
  if (!(await runtime.making.add(runtime.begin(plan, facts, { ...forked, upkeep: past.upkeep })))) {
    throw problem('thread/exists', { thread: id, graph: plan.name, why: 'so it cannot be forked into' });
  }
  return id;
}

async function recordedFor(
  { environment: { store, codec } }: Runtime,
  origin: ThreadRecord,
  seq: number,
  { recorded, results }: ForkOptions,
): Promise<readonly RecordedRow[]> {
  if (recorded === false || (recorded === undefined && results === undefined)) return [];
  const until = typeof recorded === 'number' ? seqIn(origin.head, recorded) : origin.head;
  return recordedAfter(store, origin, { codec }, seq, until);
}

/** Whether nothing that was recorded is used: then its decisions are made now. */
function isMadeAtOnce({ recorded }: Pick<Forking, 'recorded'>, { results }: ForkOptions): boolean {
  return recorded.length === 0 && results === undefined;
}

/** What a fork goes on from. */
interface Forking extends Past, GoingOn {
  readonly origin: string;
  readonly recorded: readonly RecordedRow[];
  readonly unfit: Unfit;
  /** What goes along. */
  readonly brings: { readonly context?: Baggage };
}

/** A fork's first rows and the state after them. */
interface Forked {
  readonly rows: readonly Row[];
  readonly snapshot: Snapshot;
  /** A state that does not follow from the rows. */
  readonly brought?: Snapshot;
}

/** A fork in which everything happens so much later than it was recorded, in milliseconds. */
function forkAt(
  plan: Plan,
  codec: Codec,
  { origin, seq, due, recorded, unfit, brings, ...past }: Forking,
  options: ForkOptions,
  later: number,
): Forked {
  const { set, recorded: wanted, results = {} } = options;
  const now = past.snapshot.time + later;
  const brought = ofOrigin(origin, () => broughtFrom(plan, past, { now, codec }));
  const start = brought?.snapshot ?? past.snapshot;
  const asOf = isMadeAtOnce({ recorded }, options) ? undefined : { now: past.snapshot.time };
  const put = brought === undefined ? later : 0;
  const input = { type: 'fork', at: seq, update: set, later: put, due, ...brings } as const;
  const { rows, snapshot, refused } = advanceBy(plan, start, input, { now, codec, asOf });
  if (refused !== undefined) throw refused;
  const left = new ResultsLeft(origin, results, recorded);
  const untilResults = wanted === undefined && left.size > 0;
  const rerun = new Rerun({ plan, codec, origin, recorded, unfit, results: left, untilResults, later }, snapshot).run();
  return {
    rows: [...(brought?.rows ?? []), ...rows, ...rerun.rows],
    snapshot: rerun.snapshot,
    ...(brought && { brought: brought.brought }),
  };
}

/** What is in the way is said of the thread that ran: there is none yet under the fork's id. */
function ofOrigin<Value>(origin: string, bring: () => Value): Value {
  try {
    return bring();
  } catch (error) {
    if (!isProblem(error, 'thread/changed-graph')) throw error;
    throw problem('thread/changed-graph', { ...error.facts, thread: origin }, error);
  }
}
