import type { Changes, Values } from '../../base/change.ts';
import type { OpeningChanges } from '../../base/opening-change.ts';
import type { ToldChanges } from '../../base/told-change.ts';
import type { Baggage } from '../../definition/baggage.ts';
import type { Failure } from '../../definition/context.ts';
import type { WhenLeft } from '../../definition/starting.ts';

/** What moved a lane, or was recorded of it. Which of them are inputs is said in `causes.ts`. */
export type Cause =
  | 'start'
  | 'done'
  | 'attempt'
  | 'step'
  | 'save'
  | 'ask'
  | 'answer'
  | 'sleep'
  | 'wait'
  | 'spend'
  | 'event'
  | 'timer'
  | 'resume'
  | 'cancel'
  | 'edit'
  | 'fork'
  | 'rewind'
  | 'migrate'
  | 'pass'
  | 'begin'
  | 'open'
  | 'join'
  | 'error'
  | 'fail';

/** What a lane is about at its node. */
export type Phase =
  /** Its activity runs, or runs again when the thread is next driven. */
  | 'running'
  /** Its subgraph is done and what it gives is being verified. */
  | 'verifying'
  /** It waits for an event, a timer, or a case of `next` to hold. */
  | 'waiting'
  /** A failed attempt is tried again when it is due. */
  | 'backoff'
  /** Its activity asked or sleeps. */
  | 'suspended'
  /** Lanes or a subgraph run for it. */
  | 'open'
  /** Its next move is due at once; kept only where deciding it failed. */
  | 'passing'
  /** It waits to begin or to go on: for lanes that it needs, for room, or, as a thread's first lane, for the time to start. */
  | 'queued'
  /** It is at its end: a final node, or the node where its fork meets. */
  | 'closed'
  /** It failed and nothing handled it. */
  | 'failed';

/** What is said of a wait: how long from when its node was entered or its graph was started, or until when; neither where there is none. */
export interface WaitSaid {
  readonly name: string;
  /** Milliseconds. */
  readonly in?: number;
  /** Milliseconds since 1970. */
  readonly at?: number;
}

/** A lane that a row opens. */
export interface OpenedLane {
  readonly path: string;
  readonly node: string;
  readonly phase: Phase;
  /** The lane's first changes; for a subgraph, its input, told by what its holder has where that is shorter. */
  readonly changes?: OpeningChanges;
  /** Plain keys that an entry of `each` gives to its lane alone: they are not merged at the join. */
  readonly seed?: Values;
  readonly transient?: Values;
  /** Paths of the lanes that close before this one begins; of an `each`, without those that they need themselves. */
  readonly needs?: readonly string[];
  /** What its state says of its waits. */
  readonly waits?: readonly WaitSaid[];
}

/** Lanes opened by one row: by `all`, by `each`, or one for a subgraph. */
export interface Opened {
  readonly by: 'all' | 'each' | 'graph';
  /** Where the graph of these lanes is in the plan. */
  readonly graph: string;
  /** The node where they meet; a subgraph's lane meets nobody. */
  readonly then?: string;
  /** Keys that a subgraph shares with its holder: its lane begins with what the holder has of them. */
  readonly shares?: readonly string[];
  /** How many have to close. */
  readonly need: number;
  /** How many may be at work at a time, where the state says so; where the graph does, it is that of today's graph. */
  readonly limit?: number;
  /** There where lanes come and go as the state says: they are added to those that are open. */
  readonly comes?: true;
  readonly lanes: readonly OpenedLane[];
}

/** What went to another thread, or into a side table, with a row. */
export interface Sent {
  readonly type: 'event' | 'answer' | 'start' | 'item';
  /** The thread that it went to, that began, or whose the item is; empty for an item of none. */
  readonly thread: string;
  /** The event, the question, the graph, or the table. */
  readonly name: string;
  /** What it was left under there, or the item's key; a thread that began has none. */
  readonly key?: string;
}

/** The question of another thread that the end of this one answers. */
export interface Parent {
  readonly thread: string;
  /** The path of the lane that waits, and the key of its question. */
  readonly lane: string;
  readonly key: string;
  /** The thread that is waited for; a fork of that has this too, and is not. */
  readonly child: string;
}

/** What else a row knows, by cause. */
export interface Note {
  /** What went to other threads and into side tables with it, in the same commit. */
  readonly sent?: readonly Sent[];
  readonly failure?: Failure;
  /** An event's payload, an answer, a step's result, a question's payload. */
  readonly value?: unknown;
  /** The value has some of what a protected key holds, so it is protected as well. */
  readonly guarded?: true;
  /** The lane that an event or a resume was for, with all below it; the first where none was named. Other inputs are for their row's lane. */
  readonly to?: string;
  /** What went along with what was sent. */
  readonly context?: Baggage;
  /** The child thread whose end an answer is; absent where the answer was sent. */
  readonly ended?: string;
  /** When it came, where a deadline that passed before it was taken is put off for what it leads to. */
  readonly came?: number;
  /** The question waits for a thread that was started with it; what becomes of that thread when the question is left. */
  readonly child?: WhenLeft;
  /** The thread that waits for this one. */
  readonly parent?: Parent;
  /** A hash of what `start` was given, by which the same start is known again. */
  readonly input?: string;
  /** A step whose result outlives a refusal by `verify`. */
  readonly keep?: true;
  /** For how long a step's result is kept beyond its visit. */
  readonly per?: 'turn' | 'thread';
  /** A sleep that ended while the activity was at work. */
  readonly slept?: true;
  /** The step it was spent in. */
  readonly step?: string;
  /** Spent by a run whose lane had left the node by then, or was gone. */
  readonly left?: true;
  /** An amount spent. */
  readonly amount?: number;
  /** Why a thread was cancelled. */
  readonly reason?: string;
  /** What a failed lane was about to do when it failed; `resume` tries it again. */
  readonly pending?: Phase;
  /** The checkpoint that a rewind or a fork goes back to. */
  readonly at?: number;
  /** How much later its waits end than they would at the checkpoint that a fork starts from, in milliseconds. */
  readonly later?: number;
  /** The lanes that were in the middle of something at the checkpoint that a fork or a rewind goes back to, in the order they go on. */
  readonly due?: readonly string[];
  /** The lane whose failure was handled here; or, of those that come and go, the one that met its holder. */
  readonly lane?: string;
  /** The lanes that were still at work and are cancelled by this row. */
  readonly cancelled?: readonly string[];
  /** Its changes were written to a lane while the lanes it had opened were at work: they meet theirs at the join. */
  readonly beside?: true;
  /** Keys that an edit of a failed join decides: they win over the lanes. */
  readonly decides?: readonly string[];
  /** What a lane that begins sees of `reduce` keys that several of the lanes it needs have changed. */
  readonly reduced?: Values;
  /** A join whose changes were made by `merge`. */
  readonly merged?: true;
  /** Handlers that were tried before the one taken: where, and whether they accepted. */
  readonly tried?: readonly string[];
  /** An attempt after which no other is due, whatever `retry` says. */
  readonly final?: true;
  /** Updates of `reduce` keys whose reducer threw; `resume` applies them again. */
  readonly unreduced?: Changes;
  /** The fingerprint that a migration leads to. */
  readonly fingerprint?: string;
  /** The fingerprint that a migration comes from. */
  readonly from?: string;
}

/** One checkpoint: a transition of a lane, or a fact recorded of it. `thread@seq` names it. */
export interface Row {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The checkpoint whose input led to this one: its own where it came from outside. What one input led to lies together. */
  readonly turn: number;
  /** The lane's path; the first lane's is empty. */
  readonly lane: string;
  readonly cause: Cause;
  /** The node the lane was at. */
  readonly from: string;
  /** The node the lane is at now; absent where it stays. */
  readonly to?: string;
  readonly phase: Phase;
  /** A case's label, an event's name, a timer's duration, a step's key, a limit's name. */
  readonly label?: string;
  /** What it changes in its lane; what grows is told by edits of the value that the lane had. */
  readonly changes?: ToldChanges;
  readonly opened?: Opened;
  /** Counted from 1. */
  readonly attempt?: number;
  /** How long the activity took, in milliseconds. */
  readonly duration?: number;
  /** When the lane goes on by itself, in milliseconds since 1970. */
  readonly due?: number;
  /**
   * The time that its decisions were told, where that is not its own: in a fork that goes on as was recorded they decide by
   * the time of the recording.
   */
  readonly asOf?: number;
  /** What the state now says of the lane's waits, where that is not as it was. */
  readonly waits?: readonly WaitSaid[];
  readonly note?: Note;
  /** Values that are never stored. */
  readonly transient?: Values;
}
