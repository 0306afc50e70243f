import type { Changes, Values } from '../../base/change.ts';
import { problem } from '../../base/problem/problem.ts';
import { someMayGrow, toldChanges, type ToldChanges } from '../../base/told-change.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Writable } from '../../base/writable.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Failure } from '../../definition/context.ts';
import type { Moment } from '../../definition/moment.ts';
import type { GraphPlan, NodePlan, Plan } from '../../compile/plan.ts';
import { foldRow } from '../state/fold.ts';
import { view, type Lane } from '../state/lane.ts';
import { failureOf } from '../state/failure.ts';
import { ToldMoment, type ToldAt } from './told-moment.ts';
import { hushed } from '../state/hush.ts';
import type { Note, Phase, Row } from '../state/row.ts';
import { mainLane, treeOf, type Draft } from '../state/snapshot.ts';

/** What a recording says became of a failed attempt: whether another was due, and when. */
export interface Retried {
  readonly again: boolean;
  /** Milliseconds since 1970; absent where it began at once. */
  readonly due?: number;
}

/** What decisions are told instead of the time and the thread's id: those that a recorded decision was told. */
export interface AsOf {
  readonly now: number;
  readonly thread?: string;
}

/** A checkpoint in the middle of a turn from which the turn can be gone on with, as nothing is left that no state says. */
export interface Rest {
  /** The checkpoint. */
  readonly seq: number;
  /** The lanes that are looked at next, in order. */
  readonly due: readonly string[];
}

/** Collects the rests of a turn, for a fork or a rewind to the middle of one. */
export class Rests {
  readonly all: Rest[] = [];
  #looked = 0;

  /** Called before a lane that is due is looked at, with how many were; adds a rest unless a failure is still to be handled. */
  note({ draft, due, failing }: Pick<Turn, 'draft' | 'due' | 'failing'>, looked: number): void {
    this.#looked = looked + 1;
    if (failing.length === 0) this.all.push({ seq: draft.seq, due: due.slice(looked) });
  }

  /** Called in the middle of a look at a lane: adds a rest from which that lane is looked at first. */
  noteWithin({ draft, due, failing }: Pick<Turn, 'draft' | 'due' | 'failing'>, lane: string): void {
    if (failing.length === 0) this.all.push({ seq: draft.seq, due: [lane, ...due.slice(this.#looked)] });
  }
}

/**
 * One call of `advance` under way: the draft it folds into and the rows so far. `advance` makes it, moves record rows in it, and it is
 * over when `settle.ts` finds no lane that is due or fails.
 */
export interface Turn {
  readonly plan: Plan;
  readonly codec: Codec;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly draft: Draft;
  readonly rows: Row[];
  /** The seq of the row that its input is recorded as. */
  readonly began: number;
  /** What goes along with its input. */
  readonly context?: Baggage | undefined;
  /** Paths of lanes to look at again before the turn ends. */
  readonly due: string[];
  readonly rests?: Rests | undefined;
  /** Lanes that failed by what they were about to do; handled before the turn ends. */
  readonly failing: { readonly lane: string; readonly failure: Failure; readonly pending: Phase }[];
  /** What became of a lane's failed attempt, where a recording knows; `retry` says it otherwise. */
  readonly retried?: ((lane: Lane, attempt: number) => Retried | undefined) | undefined;
  readonly asOf?: AsOf | undefined;
}

/** What a row says, but for the number and the time; what it changes is whole. */
export type Fact = Omit<Row, 'seq' | 'time' | 'turn' | 'changes'> & { readonly changes?: Changes };

/** Adds a row and folds it in; `after` is its lane with its changes, where that was made to decide on. */
export function record(turn: Turn, given: Fact, after?: Lane): void {
  const { began, context, draft, now } = turn;
  const isInput = draft.seq + 1 === began;
  const fact = isInput && context !== undefined ? { ...given, note: { ...given.note, context } } : given;
  const told = turn.codec.protects === undefined ? fact : hushed(turn, fact);
  // One copy, which comes first, and nothing else that is spread: an object is copied several times faster like that.
  const row: Writable<Row> = { ...told, seq: draft.seq + 1, time: now, turn: began };
  if (told.changes !== undefined) row.changes = toldOf(turn, told.lane, told.changes);
  // The time that decisions were told, where it is another than the row's.
  if (turn.asOf !== undefined && turn.asOf.now !== now) row.asOf = turn.asOf.now;
  turn.rows.push(row);
  foldRow(turn.draft, row, after);
}

/** Changes as a row tells them: a value that grows by edits of the one before, unless its key is protected. */
function toldOf({ draft, codec }: Turn, lane: string, changes: Changes): ToldChanges {
  const values = someMayGrow(changes) ? draft.lanes.get(lane)?.values : undefined;
  return values === undefined ? changes : toldChanges(changes, values, codec.protects);
}

/** What a decision that failed was about: what was not decided, and the timer whose handler it was. */
type Undecided = Note & Pick<Row, 'label'>;

/** A decision failed: the lane is `failed`, and `resume` decides again. No `onError` handles it, for it is the graph's own mistake. */
export function failDecision(
  turn: Turn,
  lane: Lane,
  error: unknown,
  pending: Phase,
  { label, ...note }: Undecided = {},
): void {
  const failure = failureOf(error, lane.attempt, turn.now);
  record(turn, {
    lane: lane.path,
    from: lane.node,
    cause: 'fail',
    phase: 'failed',
    ...(label !== undefined && { label }),
    note: { ...note, failure, pending },
  });
  // A lane further out may be stopped by it, which makes room for another.
  for (let at = lane.parent; at !== undefined; at = laneAt(turn, at).parent) turn.due.push(at);
}

/** The lane at a path as it is now. */
export function laneAt(turn: Turn, path: string): Lane {
  const lane = turn.draft.lanes.get(path);
  if (lane === undefined) throw new Error(`There is no lane "${path}".`);
  return lane;
}

/** The lane that an input names; a problem `lane/not-found` with those that are open where there is none. */
export function laneNamed({ draft }: Turn, path: string): Lane {
  const lane = draft.lanes.get(path);
  if (lane !== undefined) return lane;
  const open = treeOf(draft, mainLane(draft)).filter(({ phase }) => phase !== 'closed');
  throw problem('lane/not-found', { lane: path, lanes: open.map((each) => each.path) });
}

export function graphOf(turn: Pick<Turn, 'plan'>, lane: Lane): GraphPlan {
  return turn.plan.graphs[lane.graph] as GraphPlan;
}

/** The state that the author's functions see of a lane. */
export function viewOf(turn: Pick<Turn, 'plan'>, lane: Lane): Values {
  return view(lane, graphOf(turn, lane));
}

export function nodeOf(turn: Pick<Turn, 'plan'>, lane: Lane): NodePlan {
  return graphOf(turn, lane).nodes[lane.node] as NodePlan;
}

/** What the author's functions that decide for a lane are told of when and where. */
export function momentOf(at: ToldAt, lane: Lane): Moment {
  return new ToldMoment(at, lane);
}

/** Where a lane is, for messages: `nodes.triage`, and the path of its subgraph. */
export function placeOf(lane: Lane): string {
  return lane.graph === '' ? `nodes.${lane.node}` : `${lane.graph}:nodes.${lane.node}`;
}

/** The parts of a fact that are there. */
export function facts(
  changes: Changes | undefined,
  transient: Values | undefined,
): Pick<Fact, 'changes' | 'transient'> {
  const there: Writable<Pick<Fact, 'changes' | 'transient'>> = {};
  if (changes !== undefined) there.changes = changes;
  if (transient !== undefined) there.transient = transient;
  return there;
}

/** What a lane's row says before it is known where the lane goes. */
export type Told = Omit<Fact, 'lane' | 'from' | 'to' | 'phase' | 'opened'>;

/** What a lane is about when it enters a node. */
export function phaseAt(node: NodePlan): Phase {
  if (node.kind === 'run' || node.kind === 'graph') return 'running';
  if (node.kind === 'final') return 'closed';
  return node.kind === 'wait' && node.next === undefined ? 'waiting' : 'passing';
}
