// index.d.ts

export {}

// store.d.ts

/** A length of time: a number and a unit (`'250ms'`, `'30s'`, `'5m'`, `'24h'`, `'7d'`, `'2w'`), or milliseconds. */
type Duration = `${number}${Unit}` | number;
type Unit = "ms" | "s" | "m" | "h" | "d" | "w";
/** A {@link Duration} in whole milliseconds; a problem `duration/invalid` for anything else. */
declare function toMilliseconds(duration: Duration | string): number;
/**
 * What can go wrong, and the facts each problem carries.
 *
 * Each code has a heading in `docs/problems/<subject>.md` and a test that raises it.
 */
interface Problems {
  "graph/invalid": {
    graph: string;
    mistakes: readonly Mistake[];
  };
  "value/refused": {
    path: string;
    found: string;
  };
  "value/unreadable": {
    path: string;
    found: string;
  };
  "codec/invalid": {
    name: string;
    found: string;
  };
  "value/invalid": {
    path: string;
    issues: readonly Issue[];
  };
  "schema/async": {
    path: string;
  };
  "update/not-an-object": {
    from: string;
    found: string;
  };
  "update/unknown-key": {
    from: string;
    key: string;
    graph: string;
    hint: string;
  };
  "decision/failed": {
    what: string;
    message: string;
  };
  "decision/async": {
    what: string;
  };
  "transition/undeclared": {
    where: string;
    to: string;
    hint: string;
  };
  "transition/no-case": {
    node: string;
  };
  "lanes/not-a-list": {
    where: string;
    found: string;
  };
  "lane/not-found": {
    lane: string;
    lanes: readonly string[];
  };
  "state/conflict": {
    node: string;
    key: string;
    lanes: readonly [string, string];
  };
  "limit/exceeded": {
    name: string;
    limit: number;
    loop: readonly string[];
  };
  "activity/timeout": {
    node: string;
    milliseconds: number;
  };
  "activity/refused": {
    node: string;
    reason: string;
  };
  "step/repeated": {
    node: string;
    key: string;
  };
  "event/unknown": {
    event: string;
    graph: string;
    hint: string;
  };
  "event/not-accepted": {
    event: string;
    accepted: readonly string[];
    tried: readonly string[];
  };
  "event/ambiguous": {
    event: string;
    lanes: readonly string[];
  };
  "answer/not-asked": {
    key: string;
    open: readonly string[];
  };
  "answer/ambiguous": {
    key: string;
    lanes: readonly string[];
  };
  "timer/not-due": {
    lane: string;
    timer: string;
  };
  "edit/unknown-node": {
    node: string;
    hint: string;
  };
  "thread/not-found": {
    thread: string;
    store: string;
  };
  "thread/exists": {
    thread: string;
    graph: string;
    why: string;
  };
  "thread/invalid-id": {
    thread: string;
    why: string;
  };
  "thread/over": {
    thread: string;
    status: string;
  };
  "thread/not-failed": {
    thread: string;
  };
  "thread/busy": {
    thread: string;
    owner: string;
  };
  "thread/stale": {
    thread: string;
  };
  "thread/abandoned": {
    thread: string;
    takeovers: number;
    nodes: readonly string[];
  };
  "thread/wrong-graph": {
    thread: string;
    graph: string;
    given: string;
  };
  "thread/changed-graph": {
    thread: string;
    graph: string;
    missing: readonly string[];
  };
  "thread/unknown-graph": {
    thread: string;
    graph: string;
    known: readonly string[];
  };
  "checkpoint/not-found": {
    thread: string;
    seq: number;
    head: number;
  };
  "runtime/closed": {
    what: string;
  };
  "duration/invalid": {
    found: string;
  };
  "store/newer": {
    store: string;
    found: number;
    known: number;
  };
  "store/older": {
    store: string;
    found: number;
    known: number;
  };
  "store/foreign": {
    store: string;
    found: string;
  };
  "store/corrupt": {
    store: string;
    found: string;
  };
  "store/read-only": {
    store: string;
  };
  "store/full": {
    store: string;
  };
  "store/busy": {
    store: string;
    waited: number;
  };
  "store/io": {
    store: string;
    found: string;
  };
  "store/cannot-open": {
    store: string;
    found: string;
  };
  "store/closed": {
    store: string;
  };
  "store/refused": {
    store: string;
    what: string;
    found: string;
  };
  "store/invalid-cursor": {
    store: string;
    cursor: string;
  };
}
/** One thing a schema has against a value. */
interface Issue {
  readonly path: string;
  readonly message: string;
}
/** One mistake in a graph's definition, found by `check`. */
interface Mistake {
  /** What kind of mistake, `unknown-node` for example; a heading in `docs/problems/graph.md`. */
  readonly code: string;
  /** Where in the literal, `nodes.triage.next[0].to` for example. */
  readonly path: string;
  /** What is wrong, what was there, and what to do. */
  readonly message: string;
}
/** A code of the problem table, `subject/problem`. Codes are public: they are added, never renamed. */
type ProblemCode = keyof Problems;
/**
 * The one error Cairn throws. Branch on `code`; read `facts` for what was wrong.
 *
 * Two copies of Cairn in one process must agree, so recognise it with {@link isProblem}, not with `instanceof`.
 */
declare class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = "CairnProblem";
  readonly code: Code;
  readonly facts: Problems[Code];
  constructor(code: Code, facts: Problems[Code], options?: ErrorOptions);
  /** The page that explains this code, relative to the project's root. */
  get page(): string;
}
/** Makes a {@link Problem}; `cause` keeps the error that led to it. */
declare function problem<Code extends ProblemCode>(code: Code, facts: Problems[Code], cause?: unknown): Problem<Code>;
/** Whether a value is a {@link Problem}, and when `code` is given, that one. */
declare function isProblem<Code extends ProblemCode = ProblemCode>(value: unknown, code?: Code): value is Problem<Code>;
/**
 * The Store contract: what keeps threads. A store knows nothing of graphs: rows come as text and go as text.
 *
 * 1. A commit is one compare-and-set: the rows, the thread's facts, consumed messages and blobs go in together, or none do.
 * 2. A commit with an old fence is refused as stale and leaves nothing behind.
 * 3. Rows are never changed once they are in.
 * 4. What is read back equals what was written, byte for byte, or the write was refused.
 *
 * What cannot be stored as it is (text with half a surrogate pair, a new thread whose rows do not follow its origin) is
 * refused with a `store/refused` problem: that is a mistake of the caller, not a race that was lost.
 */
/** One checkpoint as stored; `changes` and `detail` are JSON text. */
interface StoredRow {
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly lane: string;
  readonly cause: string;
  readonly from: string;
  readonly to: string | null;
  readonly phase: string;
  readonly label: string | null;
  readonly changes: string | null;
  readonly detail: string | null;
}
/** A state of the whole tree as stored, at one checkpoint. */
interface StoredSnapshot {
  readonly seq: number;
  readonly body: string;
}
/**
 * A value over 16 KiB, kept once under its hash, for as long as something uses it.
 *
 * A commit lists every blob that its rows or its snapshot name, those that are stored already included: that is how a
 * store knows when the last use is gone.
 */
interface Blob {
  /** SHA-256 of the body, in hexadecimal. */
  readonly hash: string;
  readonly body: string;
}
type Status = "running" | "waiting" | "done" | "failed" | "cancelled";
/** What is listed of a thread. */
interface ThreadRecord {
  readonly id: string;
  /** The graph's name. */
  readonly graph: string;
  /** The fingerprint of the plan it last ran with. */
  readonly fingerprint: string;
  readonly status: Status;
  /** When it goes on by itself, in milliseconds since 1970; null where it does not. */
  readonly due: number | null;
  /** The newest checkpoint. */
  readonly head: number;
  readonly created: number;
  /** The time of the newest row that came with a {@link ThreadUpdate}; `created` until then. */
  readonly updated: number;
  /** Raised by each claim; a commit must name the newest. */
  readonly fence: number;
  /** Who drives it, if somebody does. */
  readonly owner: string | null;
  /** How often in a row an owner died on it. */
  readonly takeovers: number;
  readonly tags: readonly string[];
  /** Where its past is shared: the thread it was forked from, and the last checkpoint that is shared. */
  readonly origin: {
    readonly thread: string;
    readonly seq: number;
  } | null;
  /** The outcome, the failure or what it waits for, as JSON text, for lists. */
  readonly summary: string | null;
}
/**
 * The facts that a commit may change. `owner: null` lets go of the thread.
 *
 * `seen` is the newest message the driver has read: what is still queued up to there waits for the thread to move, and
 * does not make it {@link Store.runnable} again.
 */
type ThreadUpdate = Partial<Pick<ThreadRecord, "status" | "due" | "fingerprint" | "summary" | "takeovers" | "tags">> & {
  readonly owner?: null;
  readonly seen?: number;
};
/** One append: everything in it becomes visible at once. */
interface Commit {
  readonly thread: string;
  /** The fence got by {@link Store.claim} or {@link Store.create}. */
  readonly fence: number;
  /** In order, starting right after the newest checkpoint. May be empty. */
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
  readonly update?: ThreadUpdate;
  /** Messages consumed by these rows, with what came of each, as JSON text. */
  readonly consumed?: readonly {
    readonly id: number;
    readonly outcome: string;
  }[];
}
/** A thread that does not exist yet, with its first rows. */
interface NewThread {
  readonly id: string;
  readonly graph: string;
  readonly fingerprint: string;
  readonly status: Status;
  readonly due: number | null;
  readonly created: number;
  /** Null: nobody drives it, it is up for a claim. */
  readonly owner: string | null;
  readonly tags: readonly string[];
  readonly origin: {
    readonly thread: string;
    readonly seq: number;
  } | null;
  readonly summary: string | null;
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
}
/** A message for a thread that somebody else may be driving: an event, an answer, a cancellation. */
interface Message {
  readonly id: number;
  readonly thread: string;
  /** JSON text that the runtime reads. */
  readonly body: string;
  readonly at: number;
  /** Kept until something accepts it; the others are answered at the next turn. */
  readonly queued: boolean;
  /** What came of it, as JSON text; null until it is consumed. */
  readonly outcome: string | null;
}
/** Who drives threads: one runtime in one process. */
interface Owner {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}
/**
 * Which threads to list; newest first: by `updated` where one of its bounds is given, by `created` otherwise.
 *
 * Bounds are exclusive.
 */
interface ThreadQuery {
  readonly status?: readonly Status[];
  readonly graph?: string;
  readonly tag?: string;
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  /** At most this many, 100 by default. */
  readonly limit?: number;
  /** Goes on after the page that returned this cursor, given the same query. */
  readonly cursor?: string;
}
interface ThreadPage {
  readonly threads: readonly ThreadRecord[];
  /** Absent on the last page. */
  readonly cursor?: string;
}
/** Which rows to read of a thread, its shared past included. */
interface RowQuery {
  /** The first seq, 1 by default. */
  readonly from?: number;
  /** The last seq, the head by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}
/** A value, or a promise of one: a store on the same machine answers at once, one behind a network cannot. */
type Soon<T> = T | Promise<T>;
/** Keeps threads. */
interface Store {
  /** What it is, for messages: `memory`, `sqlite incidents.db`. */
  readonly name: string;
  /** Creates a thread with its first rows, which follow its origin, fence 1; `false` when the id is taken. */
  create(thread: NewThread): Soon<boolean>;
  /** Appends; `stale` when the fence is old, the rows do not follow the head, or a message was consumed before. */
  commit(commit: Commit): Soon<"ok" | "stale">;
  thread(id: string): Soon<ThreadRecord | undefined>;
  threads(query: ThreadQuery): Soon<ThreadPage>;
  rows(thread: string, query?: RowQuery): Soon<readonly StoredRow[]>;
  /** The newest snapshot at or before a seq, its shared past included. */
  snapshot(thread: string, atMost?: number): Soon<StoredSnapshot | undefined>;
  blob(hash: string): Soon<string | undefined>;
  /** Makes an owner known and alive until `until`; called again as a heartbeat. */
  heartbeat(owner: Owner, until: number): Soon<void>;
  /** Forgets an owner; what it still held is up for a claim, which counts as no takeover. */
  retire(owner: string): Soon<void>;
  /**
   * Takes a thread over: raises its fence and returns the record after, or `busy` while a living owner holds it.
   *
   * An owner is dead when its lease is over, when it was never heard of, or when the store can tell that its process is
   * gone. Taking over from a dead owner adds one to `takeovers`. `force` takes it from a living owner, whose next commit is
   * then stale. An owner that holds the thread already is a living owner like any other.
   */
  claim(thread: string, owner: string, now: number, force?: boolean): Soon<ThreadRecord | "busy" | undefined>;
  /**
   * Threads nobody alive drives that have something to do by `now`: running, due, or with messages nobody has seen.
   *
   * The one that waited longest is first: since it was updated, since it was due, since its oldest such message.
   */
  runnable(now: number, limit: number): Soon<readonly string[]>;
  /** The earliest `due` of all threads, in milliseconds since 1970. */
  nextDue(): Soon<number | undefined>;
  /** Leaves a message, and returns its id, which is higher than any before it; undefined where there is no such thread. */
  leave(thread: string, body: string, at: number, queued: boolean): Soon<number | undefined>;
  /** The messages of a thread that are not consumed yet, oldest first. */
  messages(thread: string): Soon<readonly Message[]>;
  /** One message, to see what came of it; gone with its thread, or with the row that consumed it. */
  message(id: number): Soon<Message | undefined>;
  /** A number that changes whenever another connection may have written. */
  version(): Soon<number>;
  /** Keeps a plan as data under its fingerprint; keeping it again does nothing. */
  keepPlan(fingerprint: string, graph: string, body: string): Soon<void>;
  plan(fingerprint: string): Soon<string | undefined>;
  /** A result that was kept under this key until later than `now`. */
  cached(key: string, now: number): Soon<string | undefined>;
  keepCached(key: string, body: string, until: number): Soon<void>;
  /** Deletes threads whole; a thread that others were forked from keeps what they share. Returns how many went. */
  remove(threads: readonly string[]): Soon<number>;
  /**
   * Makes the newest snapshot at or before `before` the thread's beginning: what came before it is read no more, and is
   * dropped where no fork shares it. Returns how many rows went.
   */
  trim(thread: string, before: number): Soon<number>;
  close(): Soon<void>;
}
/** Whether rows come one after the other, the first right after `head`. */
declare function follow(rows: readonly StoredRow[], head: number): boolean;
/** Refuses text that would not come back as it was, with a `store/refused` problem. */
declare function acceptText(store: string, what: string, text: string | null | undefined): void;
/** Refuses a commit that cannot be stored as it is. */
declare function acceptCommit(store: string, commit: Commit): void;
/** Refuses a new thread that cannot be stored as it is; `past` is what its origin lets it share. */
declare function acceptThread(store: string, thread: NewThread, past: readonly [first: number, last: number]): void;
/** A store in memory: what it keeps is gone with the process. */
declare function memory(): Store;
/** A run of checkpoints by seq, both ends included. */
interface Span {
  readonly from: number;
  readonly to: number;
}
/** What is left of `whole` when the spans in `kept` are taken out, in order. */
declare function outside(whole: Span, kept: readonly Span[]): readonly Span[];
/** The part of a span that lies in another; undefined where they do not meet. */
declare function within(span: Span, other: Span): Span | undefined;
/** Every status a thread can have. */
declare const statuses: readonly Status[];
/** A thread's place in a list: its time, then its number among threads of that time. */
type Place = readonly [time: number, number: number];
/** A thread as it is listed, with its number in the order of creation. */
interface Listed {
  readonly number: number;
  readonly record: ThreadRecord;
}
/** What a list is ordered by: `updated` where one of its bounds is given, `created` otherwise. */
declare function orderOf(query: ThreadQuery): "created" | "updated";
/** At most how many threads a page has. */
declare function limitOf(query: ThreadQuery): number;
/** The place that a query's cursor stands for; undefined for the first page. */
declare function placeOf(store: string, query: ThreadQuery): Place | undefined;
/** A page out of threads in order: one more than the limit tells that there is another page. */
declare function pageOf(query: ThreadQuery, listed: readonly Listed[]): ThreadPage;
/** Newest first. */
declare function newestFirst(query: ThreadQuery): (left: Listed, right: Listed) => number;
export { type Blob, type Commit, type Duration, type Listed, type Message, type NewThread, type Owner, type Place, Problem, type ProblemCode, type RowQuery, type Soon, type Span, type Status, type Store, type StoredRow, type StoredSnapshot, type ThreadPage, type ThreadQuery, type ThreadRecord, type ThreadUpdate, acceptCommit, acceptText, acceptThread, follow, isProblem, limitOf, memory, newestFirst, orderOf, outside, pageOf, placeOf, problem, statuses, toMilliseconds, within };
