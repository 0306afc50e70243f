/**
 * All of Cairn's semantics, without any I/O.
 *
 * 1. The same plan, snapshot, input and time give the same rows.
 * 2. A refused input leaves no row: what comes back is what went in, and what had been due before it.
 * 3. The snapshot that comes back is the old one with the rows folded in.
 * 4. Whatever is thrown before the first row, by values that cannot even be read for example, refuses the input and no other.
 * 5. What was due first is taken first: a timer that was due before an input came, whether anybody saw to it or not, and of
 *    two timers the one that was due first.
 */

import type { Changes, Values } from '../base/change.ts';
import type { Codec } from '../base/value/codec.ts';
import { isProblem, problem, type Problem } from '../base/problem/problem.ts';
import type { Writable } from '../base/writable.ts';
import { decisionFailed } from '../compile/author.ts';
import type { GraphPlan, NodePlan, Plan } from '../compile/plan.ts';
import { cancel, edit, fork, resume } from './by-hand.ts';
import { noteCame } from './held-back.ts';
import { failAttempt } from './moves/fail.ts';
import { finishActivity } from './moves/finish-activity.ts';
import type { Input } from './moves/input.ts';
import { recordAnswer, recordAsk, recordSave, recordSleep, recordSpend, recordStep, recordWait } from './journal.ts';
import { firstLane } from './state/fold.ts';
import { changed, type Lane } from './state/lane.ts';
import { lanesFor, offerEvent } from './offer.ts';
import type { Row } from './state/row.ts';
import { settle } from './settle.ts';
import { draftOf, endOf, type Draft, type Snapshot } from './state/snapshot.ts';
import { fireTimer, timersOf, type DueTimer } from './timers.ts';
import { noteSent } from './moves/sent.ts';
import { laneAt, phaseAt, record, type AsOf, type Rests, type Retried, type Told, type Turn } from './moves/turn.ts';
import { parseInput } from './moves/update.ts';
import { hasTimersAt, waitsAtStart } from './moves/waits-of.ts';

/** What an input comes to. */
export interface Advanced {
  readonly snapshot: Snapshot;
  readonly rows: readonly Row[];
  /** Why the input was not taken, if it was not. */
  readonly refused?: Problem;
}

/** What `advance` needs besides plan and snapshot. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly codec: Codec;
  /** What became of a lane's failed attempt: a replay takes that from its recording, as `retry` may be another today. */
  readonly retried?: ((lane: Lane, attempt: number) => Retried | undefined) | undefined;
  /** Takes where it comes to rest on the way. */
  readonly rests?: Rests | undefined;
  /** What decisions are told of the time instead of `now`, where they are made again as they were recorded. */
  readonly asOf?: AsOf | undefined;
}

/**
 * The next snapshot of a thread, and the rows that lead there: by what was due before somebody's input came, at `came` or
 * now, and by the input. What a run says is taken as it is: who lets it run sees to it that its lane is still there.
 */
export function advance(
  plan: Plan,
  snapshot: Snapshot,
  input: Input,
  surroundings: Surroundings & { readonly came?: number },
): Advanced {
  const draft = draftOf(snapshot);
  const rows: Row[] = [];
  takeOverdue(plan, draft, dueBefore(plan, snapshot, input, surroundings), surroundings, rows);
  const refused = advanceDraft(plan, draft, input, surroundings, rows);
  if (refused === undefined) return { snapshot: draft, rows };
  return { snapshot: rows.length === 0 ? snapshot : draft, rows, refused };
}

/** Where an input alone leads: of those that were recorded, each timer is one. */
export function advanceBy(plan: Plan, snapshot: Snapshot, input: Input, surroundings: Surroundings): Advanced {
  const draft = draftOf(snapshot);
  const rows: Row[] = [];
  const refused = advanceDraft(plan, draft, input, surroundings, rows);
  if (refused !== undefined) return { snapshot, rows: [], refused };
  if ('came' in input && input.came !== undefined) noteCame(draft, rows[0] as Row, input.came);
  return { snapshot: draft, rows };
}

/** Inputs before which timers are taken that were due: those of people. */
const outside: ReadonlySet<Input['type']> = new Set(['event', 'answer', 'resume', 'cancel', 'edit']);

function dueBefore(
  plan: Plan,
  snapshot: Snapshot,
  input: Input,
  { now, came = now }: Surroundings & { readonly came?: number },
): readonly DueTimer[] {
  if (input.type === 'timer') {
    const timers = timersOf(plan, snapshot);
    const at = timers.findIndex(({ lane, name }) => lane === input.lane && name === input.name);
    return (timers[at]?.at ?? Infinity) <= now ? timers.slice(0, at) : [];
  }
  return outside.has(input.type) ? timersOf(plan, snapshot).filter(({ at }) => at <= came) : [];
}

/** Takes timers, in order; one that is not due any more by then is passed over. */
function takeOverdue(
  plan: Plan,
  draft: Draft,
  timers: readonly DueTimer[],
  surroundings: Surroundings,
  rows: Row[],
): void {
  for (const { lane, name } of timers) advanceDraft(plan, draft, { type: 'timer', lane, name }, surroundings, rows);
}

/** Advances a draft in place, adds the rows that it takes, and gives the problem where the input is refused. */
export function advanceDraft(
  plan: Plan,
  draft: Draft,
  input: Input,
  { now, codec, retried, rests, asOf }: Surroundings,
  rows: Row[],
): Problem | undefined {
  const began = draft.seq + 1;
  const context = 'context' in input ? input.context : undefined;
  const turn: Turn = {
    plan,
    codec,
    now,
    draft,
    rows,
    began,
    context,
    due: [],
    rests,
    failing: [],
    retried,
    asOf,
  };
  const before = rows.length;
  try {
    refuseWhenOver(turn, input);
    if (input.type === 'event' && input.lanes === 'all') return giveToAll(turn, input);
    take(turn, input);
  } catch (error) {
    // What is refused is refused before anything is recorded: the draft is as it was.
    if (rows.length > before) throw error;
    return isProblem(error) ? error : decisionFailed(`What input "${input.type}" led to`, error);
  }
  settle(turn);
  return undefined;
}

/**
 * Gives an event to each lane that takes it, one after the other, with all that it leads to: those that what it led to before has ended,
 * or whose own code throws, are passed over. The problem where nobody takes it.
 */
function giveToAll(turn: Turn, event: Extract<Input, { type: 'event' }>): Problem | undefined {
  const { plan, draft, rows } = turn;
  const before = rows.length;
  let refused: Problem | undefined;
  for (const lane of lanesFor(turn, event)) {
    if (draft.lanes.get(lane) === undefined) continue;
    const { lanes: _, ...named } = event;
    refused = advanceDraft(plan, draft, { ...named, lane }, turn, rows);
  }
  return rows.length > before ? undefined : refused;
}

function refuseWhenOver({ draft }: Turn, { type }: Input): void {
  if (type === 'start' || type === 'edit' || type === 'fork') return;
  const status = endOf(draft);
  if (status !== undefined) throw problem('thread/over', { thread: draft.thread, status });
}

function take(turn: Turn, input: Input): void {
  switch (input.type) {
    case 'start':
      return start(turn, input);
    case 'done':
      return done(turn, input);
    case 'failed':
      return failAttempt(turn, laneAt(turn, input.lane), input);
    case 'step':
      return recordStep(turn, input);
    case 'save':
      return recordSave(turn, input);
    case 'ask':
      return recordAsk(turn, input);
    case 'answer':
      return recordAnswer(turn, input);
    case 'sleep':
      return recordSleep(turn, input);
    case 'wait':
      return recordWait(turn, input);
    case 'spend':
      return recordSpend(turn, input);
    case 'event':
      return offerEvent(turn, input);
    case 'timer':
      return fireTimer(turn, input);
    case 'resume':
      return resume(turn, input);
    case 'cancel':
      return cancel(turn, input);
    case 'edit':
      return edit(turn, input);
    case 'fork':
      return fork(turn, input);
  }
}

function start(turn: Turn, { input, hash, parent, at = turn.now }: Extract<Input, { type: 'start' }>): void {
  const graph = turn.plan.graphs[''] as GraphPlan;
  const lane = firstLane({ lane: '', from: graph.start, phase: 'running', time: turn.now });
  const { changes, transient } = parseInput(graph, input, turn.codec, { lane, at: turn });
  const isLater = at > turn.now;
  const phase = isLater ? 'queued' : phaseAt(graph.nodes[graph.start] as NodePlan);
  record(turn, {
    ...waitsOfFirst(turn, lane, changes, transient),
    lane: '',
    cause: 'start',
    from: '',
    to: graph.start,
    phase,
    ...(changes && { changes }),
    ...(transient && { transient }),
    ...((hash ?? parent) !== undefined && {
      note: { ...(hash !== undefined && { input: hash }), ...(parent && { parent }) },
    }),
    ...(isLater && { due: at }),
  });
  if (!isLater) turn.due.push('');
}

/** What a thread's first state says of its waits. */
function waitsOfFirst(turn: Turn, lane: Lane, changes?: Changes, transient?: Values): Pick<Told, 'waits'> {
  if (!hasTimersAt(turn, lane)) return {};
  return waitsAtStart(turn, changed(lane, changes, transient));
}

function done(turn: Turn, input: Extract<Input, { type: 'done' }>): void {
  const lane: Lane = laneAt(turn, input.lane);
  const { changes, transient, duration, label, sent } = input;
  const told: Writable<Told> & { readonly cause: 'done' } = { cause: 'done' };
  if (changes !== undefined) told.changes = changes;
  if (transient !== undefined) told.transient = transient;
  if (label !== undefined) told.label = label;
  if (duration !== undefined) told.duration = duration;
  if (lane.attempt > 1) told.attempt = lane.attempt;
  if (sent !== undefined) told.note = { ...noteSent(sent) };
  finishActivity(turn, lane, told);
}
