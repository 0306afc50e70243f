// file.d.ts

/** How a thread is written to a file of its own. */
interface ThreadFileOptions {
  /** When the thread was as its export tells, in milliseconds since 1970; now by default. The page shows it, and reckons from it how long ago things were. */
  readonly at?: number;
}
/**
 * A thread as the text of one HTML file, piece by piece: the same page as Studio's, which asks no server and nobody else. `lines` are those
 * of an export, as `exportThread` gives them.
 *
 * What the thread holds stands in the file packed, as letters and digits alone, so that no value can be read as a part of the page.
 * What protected keys hold is sealed in an export, and stays so.
 */
declare function threadFile(lines: AsyncIterable<string> | Iterable<string>, { at }?: ThreadFileOptions): AsyncGenerator<string, void, undefined>;
export { ThreadFileOptions, threadFile };

// index.d.ts

import { A as Meta, B as WalkShown, C as Branches, D as GraphShown, E as Driver, F as Spans, I as Summary, L as ThreadListed, M as QueuedMessage, N as RefusedMessage, O as LogPage, P as Span, R as ThreadShown, S as Branch, T as DiffShown, V as WhyShown, _ as ThreadsChanged, a as Guarding, b as InboxShown, c as Who, d as BulkAsked, f as BulkDone, g as SqlResult, h as Large, i as From, j as Question, k as LogRow, l as Acted, m as StartAsked, n as StudioOptions, o as Done, p as Refusal, r as studio, s as Threads, t as Studio, u as Actions, v as Inbox, w as Counts, x as BlameShown, y as InboxItem, z as ThreadsPage } from "./shared/studio.js";
/** `GET graphs`: the graphs that threads ran, and those that the server has. */
interface Graphs {
  readonly graphs: readonly GraphListed[];
}
/** A graph in a list. */
interface GraphListed {
  readonly name: string;
  /** Whether the server has it, so that it can be started. */
  readonly isHere: boolean;
  readonly byStatus: Readonly<Record<string, number>>;
  /** Its versions, the newest last, and how many threads last ran with each that are not over. */
  readonly versions: readonly {
    readonly fingerprint: string;
    readonly version?: string;
    readonly threads: number;
  }[];
}
/** `GET graphs/{name}/heat?since=&until=&version=`: over the threads that something happened to in that time. */
interface Heat {
  /** How many threads were looked at; at most so many are. */
  readonly threads: number;
  readonly isCut?: true;
  readonly nodes: readonly NodeHeat[];
  /** How often each move was made, as `moveOf` of `@cairn/drawing` names it. */
  readonly moves: readonly {
    readonly move: string;
    readonly count: number;
  }[];
}
/** What is known of a node over many threads. */
interface NodeHeat {
  /** Its id in the diagram. */
  readonly id: string;
  /** How many lanes are there now. */
  readonly now: number;
  readonly visits: number;
  readonly failures: number;
  /** Milliseconds that lanes were there: half of them at most the first, 95 of 100 at most the second. */
  readonly p50?: number;
  readonly p95?: number;
}
export { type Acted, type Actions, type BlameShown, type Branch, type Branches, type BulkAsked, type BulkDone, type Counts, type DiffShown, type Done, type Driver, type From, type GraphListed, type GraphShown, type Graphs, type Guarding, type Heat, type Inbox, type InboxItem, type InboxShown, type Large, type LogPage, type LogRow, type Meta, type NodeHeat, type Question, type QueuedMessage, type Refusal, type RefusedMessage, type Span, type Spans, type SqlResult, type StartAsked, type Studio, type StudioOptions, type Summary, type ThreadListed, type ThreadShown, type Threads, type ThreadsChanged, type ThreadsPage, type WalkShown, type Who, type WhyShown, studio };

// serve.d.ts

import { t as Studio } from "./shared/studio.js";
/** Where Studio is listened for. */
interface ServeOptions {
  /** 4111 by default; 0 for any that is free. */
  readonly port?: number;
  /** The address to listen at, `127.0.0.1` by default. Beyond this machine only a Studio is served that asks who somebody is. */
  readonly hostname?: string;
}
/** A Studio that listens. */
interface Served {
  /** Where it is, with the path that it is mounted at: `http://127.0.0.1:4111/`. */
  readonly url: string;
  close(): Promise<void>;
}
/** Serves Studio on this machine's loopback address, or at another where it asks who somebody is. */
declare function serve(studio: Studio, { port, hostname }?: ServeOptions): Promise<Served>;
export { ServeOptions, Served, serve };

// shared/studio.d.ts

import { Hono } from "hono";
import { Blame, Difference, PlanData, QueuedMessage, RefusedMessage, Why } from "@cairn/core/inspect";
import { Store, Summary, ThreadRecord } from "@cairn/core/store";
import { Cairn, Checkpoint, Diagram, Row } from "@cairn/core";
import { Within } from "@cairn/drawing/thread";
/** `GET meta`: what there is, and what whoever asks may do. */
interface Meta {
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
interface ThreadListed extends Omit<ThreadRecord, "summary"> {
  /** Of a thread at rest; null while it is at work. */
  readonly summary: Summary | null;
  /** Where it came to last, while it is at work. */
  readonly at?: string;
  readonly driver?: Driver;
  /** Where a text was found in it. */
  readonly match?: {
    readonly seq: number;
    readonly excerpt: string;
  };
}
/** An open question, in a summary. */
type Question = NonNullable<Summary["questions"]>[number];
/** The process that has a thread. */
interface Driver {
  readonly pid?: number;
  readonly host?: string;
  readonly isAlive: boolean;
}
/**
 * `GET threads?status=&graph=&tag=&node=&text=&since=&limit=&cursor=`: newest first. `status` may have several with commas, `tag` may
 * be given again, `since` is a time.
 */
interface ThreadsPage {
  readonly threads: readonly ThreadListed[];
  readonly cursor?: string;
  /** Threads whose records cannot be read. */
  readonly damaged?: readonly string[];
}
/** `GET counts`: how many threads there are, by graph and status. */
interface Counts {
  readonly graphs: readonly {
    readonly graph: string;
    readonly byStatus: Readonly<Record<string, number>>;
  }[];
}
/** `GET threads/{id}?at=`: a thread, and how it stood at a checkpoint, its newest by default. */
interface ThreadShown {
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
  readonly within: readonly {
    readonly lane: string;
    readonly states: readonly string[];
  }[];
  /** Whether whoever asks may act on it, and if not, why. */
  readonly may: {
    readonly act: boolean;
    readonly why?: string;
  };
}
/** `GET threads/{id}/log?from=&to=&limit=&newest=`: its rows, oldest first; with `newest`, the last ones of that part. */
interface LogPage {
  readonly thread: string;
  readonly head: number;
  /** The first checkpoint that there is: those before it were cut. */
  readonly first: number;
  readonly rows: readonly LogRow[];
}
/** A row of a log, and what happened in words. */
interface LogRow extends Omit<Row, "changes" | "reads"> {
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
interface GraphShown {
  readonly graph: string;
  readonly fingerprint: string;
  readonly diagram: Diagram;
  readonly plan: PlanData;
  /** The keys without which a thread of it does not start, in `GET graphs/{name}`; absent where whoever asks can start none. */
  readonly needed?: readonly string[];
}
/** `GET threads/{id}/walk?at=`: where it has been and is, as lists of what `Marks` of `@cairn/drawing` has. */
interface WalkShown {
  readonly visited: readonly string[];
  readonly current: readonly string[];
  readonly failed: readonly string[];
  readonly taken: readonly string[];
  /** How often each node was come to, by its id, and each move was made. */
  readonly counts: readonly {
    readonly of: string;
    readonly count: number;
  }[];
  readonly possible: readonly string[];
}
/** `GET threads/{id}/diff?at=&with=`: `with` is `seq` or `thread@seq`; the checkpoint before by default. */
type DiffShown = Difference;
/** `GET threads/{id}/why?at=`. */
type WhyShown = Why;
/** `GET threads/{id}/blame?at=&lane=&key=&path=`: `path` is a JSON list. */
type BlameShown = Blame;
/** `GET threads/{id}/branches`: its family of forks, each with where it was sent back. */
interface Branches {
  readonly threads: readonly Branch[];
  /** There were more than are told. */
  readonly isCut?: true;
}
/** A thread of a family. */
interface Branch {
  readonly id: string;
  readonly status: ThreadRecord["status"];
  readonly head: number;
  readonly created: number;
  readonly updated: number;
  readonly origin: {
    readonly thread: string;
    readonly seq: number;
  } | null;
  readonly summary: Summary | null;
  /** Where it was sent back: the row that says so, and the checkpoint that it went back to. */
  readonly rewinds: readonly {
    readonly seq: number;
    readonly to: number;
  }[];
}
/** `GET threads/{id}/spans`: what took its time, for a timeline; from the log alone. */
interface Spans {
  readonly spans: readonly Span[];
}
/** A stretch of a lane's time. */
interface Span {
  readonly lane: string;
  readonly node: string;
  /** Work of an activity, waiting for what comes from outside, a pause before another attempt, or a lane that may not begin yet. */
  readonly kind: "work" | "wait" | "retry" | "queue";
  readonly from: number;
  /** Absent while it goes on. */
  readonly to?: number;
  /** The checkpoints between which it is. */
  readonly seqs: readonly [number, number?];
  /** It failed. */
  readonly failed?: true;
  readonly attempt?: number;
}
/**
 * `GET inbox?graph=&limit=&cursor=`: what waits for somebody, the one that goes on by itself first, then the one that waits longest.
 * Where there is a cursor there may be fewer than the limit: threads that wait for nobody are passed over, for about two seconds at most.
 */
interface Inbox {
  readonly items: readonly InboxItem[];
  readonly cursor?: string;
}
/** A thread that waits for somebody, and what it takes. */
interface InboxItem {
  readonly thread: ThreadListed;
  /** When it came to rest there. */
  readonly since: number;
  /** Questions, with what answers them, and what was said with them as far as the thread's record has it. */
  readonly questions: readonly (Question & {
    readonly payload?: unknown;
    readonly schema?: unknown;
  })[];
  /** Events that it takes, and what they carry. */
  readonly events: readonly {
    readonly name: string;
    readonly schema?: unknown;
  }[];
  readonly may: {
    readonly act: boolean;
    readonly why?: string;
  };
}
/** `GET inbox/{id}`: the same of one thread, with what whoever takes it on has to see: all that was said with the questions, and the state. */
interface InboxShown extends InboxItem {
  /** `asked` is the checkpoint of the question; absent where that lies far back. */
  readonly questions: readonly (InboxItem["questions"][number] & {
    readonly asked?: number;
  })[];
  /** The first lane's state. */
  readonly state: Readonly<Record<string, unknown>>;
  /** The other lanes that wait, and their states. */
  readonly lanes: readonly {
    readonly lane: string;
    readonly node: string;
    readonly state: Readonly<Record<string, unknown>>;
  }[];
}
/** `POST sql` with `{ query }`. */
interface SqlResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** There were more rows than are told. */
  readonly isCut?: true;
}
/** A part that takes too much to be sent along. `GET` its `href`, relative to the API, gives `{ value }`. */
interface Large {
  readonly $large: {
    readonly bytes: number;
    readonly href: string;
  };
}
/**
 * What `GET events` sends, as server-sent events named `threads`: what is true of threads that changed. Their `id` is where it
 * goes on, also on a server that was started again; nothing is lost, and what is told twice says the same.
 */
interface ThreadsChanged {
  readonly threads: readonly ThreadListed[];
  /** Threads that are gone. */
  readonly gone?: readonly string[];
}
/**
 * What is asked of a thread, `POST threads/{id}/{action}`; each answers with {@link Acted}. What a person did bears who it was in its
 * checkpoint.
 *
 * With `seen`, the newest checkpoint that whoever asks has seen, nothing is done where that was about something else; that is refused with
 * 409 `studio/changed`. What it is about: the question, by who asked it and when; of an event, the node that takes it and its state; of an
 * edit, the lane's node and state; of `resume` and `rewind`, that nobody else did anything. What one server is asked with `seen` is done
 * one after the other; of what comes to a thread from elsewhere in the moment between looking and doing, that is not noticed.
 */
interface Actions {
  readonly send: {
    readonly event: string;
    readonly payload?: unknown;
    readonly lane?: string;
    readonly queue?: boolean;
    readonly seen?: number;
  };
  readonly answer: {
    readonly key: string;
    readonly value: unknown;
    readonly lane?: string;
    readonly seen?: number;
  };
  readonly edit: {
    readonly update: Readonly<Record<string, unknown>>;
    readonly lane?: string;
    readonly as?: string;
    readonly seen?: number;
  };
  readonly resume: {
    readonly lane?: string;
    readonly seen?: number;
  };
  readonly cancel: {
    readonly reason?: string;
  };
  readonly rewind: {
    readonly seq: number;
    readonly seen?: number;
  };
  readonly fork: {
    readonly seq: number;
    readonly id?: string;
    readonly set?: Readonly<Record<string, unknown>>;
    readonly recorded?: boolean | number;
    /** Results that activities are said to have had instead, by visit or checkpoint. */
    readonly results?: Readonly<Record<string, unknown>>;
  };
  readonly tag: {
    readonly add?: readonly string[];
    readonly remove?: readonly string[];
  };
}
/** `POST threads` with a graph and its input: starts one, and answers with {@link Acted}. */
interface StartAsked {
  readonly graph: string;
  readonly input: unknown;
  readonly id?: string;
  readonly tags?: readonly string[];
}
/** The thread that something was done to, or that it made. */
interface Acted {
  readonly thread: ThreadListed;
}
/** `POST bulk`: the same for many threads; with `dryRun`, what would be done. */
interface BulkAsked {
  readonly action: "cancel" | "resume" | "tag" | "delete";
  readonly threads: readonly string[];
  readonly reason?: string;
  readonly add?: readonly string[];
  readonly remove?: readonly string[];
  readonly dryRun?: boolean;
}
interface BulkDone {
  readonly done: readonly string[];
  readonly refused: readonly {
    readonly thread: string;
    readonly code: string;
    readonly message: string;
  }[];
}
/** Every answer that is no success, with its HTTP status. */
interface Refusal {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly page?: string;
  };
}
/** Which threads: all, or those of some graphs, with all of some tags. */
type Threads = "all" | {
  /** The graphs that they are of; any by default. */
  readonly graphs?: readonly string[];
  /** Tags that a thread has all of. */
  readonly tags?: readonly string[];
};
/** Somebody who asks Studio, and what they may. */
interface Who {
  /** It stands in the log with what they did. */
  readonly name: string;
  /** `look` at all threads, which is the default; `act` on all as well; or on which threads they may. */
  readonly may?: "look" | "act" | {
    readonly look?: Threads;
    readonly act?: Threads;
  };
}
/** Something that was done to a thread. */
interface Done {
  /** Who did it; empty where nobody is asked who they are. */
  readonly by: string;
  readonly action: "start" | "delete" | keyof Actions;
  /** The thread that it was done to, or that it made. */
  readonly thread: string;
  /** What was asked, as JSON: with the payload of an event, the tags that were added. */
  readonly asked: Readonly<Record<string, unknown>>;
}
/** Who may be answered. */
interface Guarding {
  /** Who asks; undefined refuses. Without it only this machine is served. */
  readonly authenticate?: ((request: Request) => Who | undefined | Promise<Who | undefined>) | undefined;
  /** Who is at this machine, where nobody is asked who they are: the name that goes along with what they do. */
  readonly operator?: string | undefined;
  /** The names that Studio is reached by, with their ports where these are not the usual ones. */
  readonly hosts?: readonly string[] | undefined;
}
/** From where a request comes, as far as whoever received it knows. */
interface From {
  /** The address of the peer: `127.0.0.1`. */
  readonly address?: string | undefined;
}
/** How Studio is mounted. */
interface StudioOptions extends Guarding {
  /** The path that it is mounted at, `/` by default. */
  readonly path?: string;
  /** Only looks, whoever asks. */
  readonly readOnly?: boolean;
  /**
   * Hears what somebody did, once it is done: also what leaves no checkpoint, as tags and deletions. It is waited for; what it throws is
   * told to `onError`.
   */
  readonly onAct?: (done: Done) => void | Promise<void>;
  /** Hears what went wrong in answering; without it `console.error` does. */
  readonly onError?: (error: unknown) => void;
}
/** Studio as a handler. */
interface Studio {
  /** Answers a request. `from` says where it comes from, which has to be known where nobody is asked who they are. */
  fetch(request: Request, from?: From): Promise<Response>;
  /** The path that it is mounted at: `/`, `/studio/`. */
  readonly path: string;
  /** Whether it asks who somebody is, so that others than this machine can be served. */
  readonly asksWho: boolean;
  /** Ends what it still sends. */
  close(): Promise<void>;
}
/**
 * A handler that serves Studio's page and its API: over a runtime, to look and to act, or over a store, to look.
 *
 * Without `authenticate` it serves this machine alone. Protected keys stay sealed, whatever the runtime has the keys for.
 */
declare function studio(of: Cairn | Store, options?: StudioOptions): Studio;
export { Meta as A, WalkShown as B, Branches as C, GraphShown as D, Driver as E, Spans as F, Summary as I, ThreadListed as L, QueuedMessage as M, RefusedMessage as N, LogPage as O, Span as P, ThreadShown as R, Branch as S, DiffShown as T, WhyShown as V, ThreadsChanged as _, Guarding as a, InboxShown as b, Who as c, BulkAsked as d, BulkDone as f, SqlResult as g, Large as h, From as i, Question as j, LogRow as k, Acted as l, StartAsked as m, StudioOptions as n, Done as o, Refusal as p, studio as r, Threads as s, Studio as t, Actions as u, Inbox as v, Counts as w, BlameShown as x, InboxItem as y, ThreadsPage as z };
