/**
 * What Studio's HTTP API says, version 1, below `<where it is mounted>/api/v1`. The page and the server share these types.
 *
 * Values are JSON; what JSON has no word for has a tag, as Cairn stores it (`{ "$date": "…" }`), and the shapes are those of
 * the command's `--json`. Times are milliseconds since 1970. A part of a value that takes more than 64 KB is `{ "$large": … }`
 * ({@link Large}), and is asked for by itself.
 */

import type { Checkpoint, Diagram, Row } from '@cairn/core';
import type { Blame, Difference, PlanData, QueuedMessage, RefusedMessage, Why } from '@cairn/core/inspect';
import type { Summary, ThreadRecord } from '@cairn/core/store';
import type { Within } from '@cairn/drawing/thread';

export type { QueuedMessage, RefusedMessage, Summary };

/** `GET meta`: what there is, and what whoever asks may do. */
export interface Meta {
  readonly api: 1;
  /** What the store is called. */
  readonly store: string;
  /** The server's time. */
  readonly now: number;
  /** Who asks, where the server knows. */
  readonly who?: string;
  /** Whether anything can be done at all; for one thread, {@link ThreadShown.may} says it. */
  readonly acts: boolean;
  /** The graphs that the server has, which can be started and acted on. */
  readonly graphs: readonly string[];
  /** Whether `POST sql` answers. */
  readonly sql: boolean;
}

/** A thread in a list. */
export interface ThreadListed extends Omit<ThreadRecord, 'summary'> {
  /** Of a thread at rest; null while it is at work. */
  readonly summary: Summary | null;
  /** Where it came to last, while it is at work. */
  readonly at?: string;
  readonly driver?: Driver;
  /** Where a text was found in it. */
  readonly match?: { readonly seq: number; readonly excerpt: string };
}

/** An open question, in a summary. */
export type Question = NonNullable<Summary['questions']>[number];

/** The process that has a thread. */
export interface Driver {
  readonly pid?: number;
  readonly host?: string;
  readonly isAlive: boolean;
}

/**
 * `GET threads?status=&graph=&tag=&node=&text=&since=&limit=&cursor=`: newest first. `status` may have several with commas, `tag` may
 * be given again, `since` is a time.
 */
export interface ThreadsPage {
  readonly threads: readonly ThreadListed[];
  readonly cursor?: string;
  /** Threads whose records cannot be read. */
  readonly damaged?: readonly string[];
}

/** `GET counts`: how many threads there are, by graph and status. */
export interface Counts {
  readonly graphs: readonly { readonly graph: string; readonly byStatus: Readonly<Record<string, number>> }[];
}

/** `GET threads/{id}?at=`: a thread, and how it stood at a checkpoint, its newest by default. */
export interface ThreadShown {
  readonly thread: ThreadListed;
  readonly checkpoint: Checkpoint;
  /** What was left for it and is not taken yet. */
  readonly queued: readonly QueuedMessage[];
  readonly refused: readonly RefusedMessage[];
  /** What answers its questions, by key: JSON Schemas, as far as its graph says. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** What the events it takes carry, by name: JSON Schemas, as far as its graph says. */
  readonly events: Readonly<Record<string, unknown>>;
  /** The innermost states within the nodes of lanes at the checkpoint, of the lanes whose nodes have states. */
  readonly within: readonly { readonly lane: string; readonly states: readonly string[] }[];
  /** Whether whoever asks may act on it, and if not, why. */
  readonly may: { readonly act: boolean; readonly why?: string };
}

/** `GET threads/{id}/log?from=&to=&limit=&newest=`: its rows, oldest first; with `newest`, the last ones of that part. */
export interface LogPage {
  readonly thread: string;
  readonly head: number;
  /** The first checkpoint that there is: those before it were cut. */
  readonly first: number;
  readonly rows: readonly LogRow[];
}

/** A row of a log, and what happened in words. */
export interface LogRow extends Omit<Row, 'changes' | 'reads'> {
  /** What it changed, as told. */
  readonly changes?: unknown;
  readonly text: string;
  /** What happened within nodes that have states; absent where nothing did. */
  readonly within?: readonly Within[];
  /**
   * The innermost states that this left lanes in, where they are others than before, by what they were called then; those of another lane than the row's
   * begin with its name.
   */
  readonly states?: readonly string[];
}

/** `GET threads/{id}/graph`: what its graph looks like, as it last ran; or `GET graphs/{name}?version=`. */
export interface GraphShown {
  readonly graph: string;
  readonly fingerprint: string;
  readonly diagram: Diagram;
  readonly plan: PlanData;
  /** The keys without which a thread of it does not start, in `GET graphs/{name}`; absent where whoever asks can start none. */
  readonly needed?: readonly string[];
}

/** `GET threads/{id}/walk?at=`: where it has been and is, as lists of what `Marks` of `@cairn/drawing` has. */
export interface WalkShown {
  readonly visited: readonly string[];
  readonly current: readonly string[];
  readonly failed: readonly string[];
  readonly taken: readonly string[];
  /** How often each node was come to, by its id, and each move was made. */
  readonly counts: readonly { readonly of: string; readonly count: number }[];
  readonly possible: readonly string[];
}

/** `GET threads/{id}/diff?at=&with=`: `with` is `seq` or `thread@seq`; the checkpoint before by default. */
export type DiffShown = Difference;

/** `GET threads/{id}/why?at=`. */
export type WhyShown = Why;

/** `GET threads/{id}/blame?at=&lane=&key=&path=`: `path` is a JSON list. */
export type BlameShown = Blame;

/** `GET threads/{id}/branches`: its family of forks, each with where it was sent back. */
export interface Branches {
  readonly threads: readonly Branch[];
  /** There were more than are told. */
  readonly isCut?: true;
}

/** A thread of a family. */
export interface Branch {
  readonly id: string;
  readonly status: ThreadRecord['status'];
  readonly head: number;
  readonly created: number;
  readonly updated: number;
  readonly origin: { readonly thread: string; readonly seq: number } | null;
  readonly summary: Summary | null;
  /** Where it was sent back: the row that says so, and the checkpoint that it went back to. */
  readonly rewinds: readonly { readonly seq: number; readonly to: number }[];
}

/** `GET threads/{id}/spans`: what took its time, for a timeline; from the log alone. */
export interface Spans {
  readonly spans: readonly Span[];
}

/** A stretch of a lane's time. */
export interface Span {
  readonly lane: string;
  readonly node: string;
  /** Work of an activity, waiting for what comes from outside, a pause before another attempt, or a lane that may not begin yet. */
  readonly kind: 'work' | 'wait' | 'retry' | 'queue';
  readonly from: number;
  /** Absent while it goes on. */
  readonly to?: number;
  /** The checkpoints between which it is. */
  readonly seqs: readonly [number, number?];
  /** It failed. */
  readonly failed?: true;
  readonly attempt?: number;
}
