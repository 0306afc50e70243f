/**
 * The Store contract: what keeps threads. A store knows nothing of graphs: rows come as text and go as text.
 *
 * 1. A commit is one compare-and-set: the rows, the thread's facts, consumed messages and blobs go in together, or none do.
 * 2. A commit with an old fence is refused as stale and leaves nothing behind.
 * 3. Rows are never changed once they are in.
 * 4. What is read back equals what was written, byte for byte, or the write was refused.
 *
 * What a store cannot do it says by a problem, which is passing or permanent ({@link isPassing}):
 *
 * - `store/busy`, `store/full` and `store/io` pass: a lock, a disk or a connection that fails now. The same call may succeed
 *   later. Of a commit that met one nothing is there, as far as the store can tell; one behind a network cannot always. So
 *   whoever tries a commit again and finds it stale looks whether the newest row is its own.
 * - Every other problem is permanent. What cannot be stored as it is (text with half a surrogate pair, a time that is no
 *   whole number, a new thread whose rows do not follow its origin) is `store/refused`: a mistake of the caller, not a race
 *   that was lost, and the same call is refused again. `store/closed`, `store/read-only`, `store/replaced` and
 *   `store/corrupt` say that this store takes nothing any more.
 *
 * An error that is no problem is a defect of the store, and permanent.
 */

import type { Asked, Changed } from './changed.ts';
import type { FoundItem, Item, ItemPlace, ItemPut, ItemQuery, ItemSearch, ItemWrite } from './item.ts';
import type { Status, ThreadRecord } from './record.ts';
import type { Blob, Message, Posted, StoredOutput, StoredRow, StoredSnapshot, StoredState } from './stored.ts';
import type { Found, Take } from './take.ts';
import type { CountQuery, ThreadCount } from './thread-counts.ts';

export type { Asked, Changed };
export type { Status, ThreadRecord };
export type { Blob, Message, Posted, StoredOutput, StoredRow, StoredSnapshot, StoredState };

/**
 * The facts that a commit may change. `owner: null` lets go of the thread.
 *
 * `seen` is the newest message the driver has read: what is still queued up to there waits for the thread to move, and
 * does not make it {@link Store.runnable} again.
 */
export type ThreadUpdate = Partial<Pick<ThreadRecord, 'status' | 'due' | 'fingerprint' | 'summary' | 'takeovers'>> & {
  readonly owner?: null;
  readonly seen?: number;
};

/** One append: everything in it becomes visible at once. */
export interface Commit {
  readonly thread: string;
  /** The fence got by {@link Store.claim} or {@link Store.create}. */
  readonly fence: number;
  /**
   * The thread is the one created then, else the commit is stale: its id may be another's by now, with a fence and a head
   * like its own.
   */
  readonly created?: number;
  /**
   * Takes the thread for an owner in the same stroke: it is the thread created then, nobody owns it, no message newer than the
   * one that is `seen` waits for it, and its fence, the one given, rises by one, or as said; else the commit is stale. A thread that
   * comes to rest with it is not owned at any time.
   */
  readonly takes?: {
    readonly owner: string;
    readonly created: number;
    readonly raises?: number;
    readonly seen?: number;
  };
  /** In order, starting right after the newest checkpoint. May be empty. */
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
  readonly update?: ThreadUpdate;
  /** Messages consumed by these rows, with what came of each, as JSON text. */
  readonly consumed?: readonly { readonly id: number; readonly outcome: string }[];
  /** Threads that begin with it. A problem `thread/exists` where the id of one is taken; then nothing of the commit is there. */
  readonly begins?: readonly NewThread[];
  /** Messages that it leaves. A problem `thread/not-found` where one is for a thread that is not there; then nothing is. */
  readonly posts?: readonly Posted[];
  /** What was shown, in order. One that is there already, or that is older than one that is there, is passed over. */
  readonly outputs?: readonly StoredOutput[];
  /** What it writes into side tables, in order; some items that were gone by the time of its rows are dropped. */
  readonly items?: readonly ItemWrite[];
}

/** A thread that does not exist yet, with its first rows. */
export interface NewThread {
  readonly id: string;
  readonly graph: string;
  readonly fingerprint: string;
  readonly status: Status;
  readonly due: number | null;
  readonly created: number;
  /** Null: nobody drives it, it is up for a claim. */
  readonly owner: string | null;
  readonly tags: readonly string[];
  /** The thread of this store whose past it shares, up to a checkpoint. */
  readonly origin: { readonly thread: string; readonly seq: number } | null;
  readonly summary: string | null;
  readonly rows: readonly StoredRow[];
  readonly snapshot?: StoredSnapshot;
  readonly blobs?: readonly Blob[];
  /** What a thread that comes from elsewhere brings along. It goes in with the thread: all of it, or none. */
  readonly brings?: Brings;
}

/** The rest of a thread that comes from elsewhere. */
export interface Brings {
  /** The first checkpoint that there is: the thread's rows begin with it, and its snapshot is of it where that is not 1. */
  readonly first: number;
  readonly updated: number;
  /** What it was forked from: it says so, and has its past as its own. */
  readonly origin?: ThreadRecord['origin'];
  /** Rows after the first ones, in order, with their snapshots and blobs. */
  readonly more: readonly Pick<Commit, 'rows' | 'snapshot' | 'blobs'>[];
  /** Messages that wait, and some that were consumed, with what came of each. */
  readonly messages: readonly (Pick<Message, 'body' | 'at' | 'queued'> & Partial<Pick<Message, 'key' | 'outcome'>>)[];
  /** What it writes into side tables. */
  readonly items?: readonly ItemWrite[];
}

/** Who drives threads: one runtime in one process. */
export interface Owner {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/** What a list of threads is in the order of. */
export type ThreadOrder = 'created' | 'updated' | 'due';

/** Which threads to list, and in which order. Bounds are exclusive. */
export interface ThreadQuery {
  readonly status?: readonly Status[];
  readonly graph?: string;
  /** Tags that a thread has all of. */
  readonly tags?: readonly string[];
  readonly createdAfter?: number;
  readonly createdBefore?: number;
  readonly updatedAfter?: number;
  readonly updatedBefore?: number;
  /**
   * `created` and `updated` have the newest first, and are the default: `updated` where one of its bounds is given, `created`
   * otherwise. `due` has the one first that goes on by itself the soonest; those that do not come last, the one first that nothing
   * happened to for the longest time.
   */
  readonly order?: ThreadOrder;
  /** At most this many, 100 by default. */
  readonly limit?: number;
  /** Goes on after the page that returned this cursor, given the same query. */
  readonly cursor?: string;
  /** Leaves out the threads whose records are damaged, and names them; a problem `store/corrupt` otherwise. */
  readonly skipDamaged?: boolean;
}

export interface ThreadPage {
  readonly threads: readonly ThreadRecord[];
  /** Absent on the last page. */
  readonly cursor?: string;
  /** The ids of threads that belong here perhaps, and whose records are damaged, where a query skips them. */
  readonly damaged?: readonly string[];
}

/** Which rows to read of a thread, its shared past included. */
export interface RowQuery {
  /** The first seq, 1 by default. */
  readonly from?: number;
  /** The last seq, the head by default. */
  readonly to?: number;
  readonly limit?: number;
  readonly newestFirst?: boolean;
}

/** A value, or a promise of one: a store on the same machine answers at once, one behind a network cannot. */
export type Soon<T> = T | Promise<T>;

/** Keeps threads. */
export interface Store {
  /** What it is, for messages: `memory`, `sqlite incidents.db`. */
  readonly name: string;
  /** The same for all stores of a process that keep the same, and for no others; left out where that cannot be told. */
  readonly place?: string | symbol;

  /** Creates a thread with its first rows, which follow its origin, fence 1; `false` when the id is taken. */
  create(thread: NewThread): Soon<boolean>;
  /** Appends; `stale` when the fence is old, the rows do not follow the head, or a message was consumed before. */
  commit(commit: Commit): Soon<'ok' | 'stale'>;

  /**
   * Gives a thread other tags, where it was created then and has those of before; `false` where it is not, or has not. It needs no
   * owner and changes nothing else: what a thread is found by is no part of its history.
   */
  retag(thread: Pick<ThreadRecord, 'id' | 'created' | 'tags'>, tags: readonly string[]): Soon<boolean>;

  thread(id: string): Soon<ThreadRecord | undefined>;
  threads(query: ThreadQuery): Soon<ThreadPage>;
  /** How many threads there are, in no order; whether their records are sound is not looked at. A store that has to read each of them leaves this out. */
  counts?(query: CountQuery): Soon<readonly ThreadCount[]>;
  rows(thread: string, query?: RowQuery): Soon<readonly StoredRow[]>;
  /** The rows of a thread whose cause is `rewind` or `migrate`, oldest first, its shared past included; found without the rest. */
  jumps(thread: string): Soon<readonly StoredRow[]>;
  /** The newest snapshot at or before a seq, its shared past included. */
  snapshot(thread: string, atMost?: number): Soon<StoredSnapshot | undefined>;
  /** A thread's state at a seq, its newest by default, its shared past included: all of it as of one moment. Empty where there is no such thread. */
  state(thread: string, atMost?: number): Soon<StoredState>;
  /** Those of these blobs that there are, each once, in the order given. */
  blobs(hashes: readonly string[]): Soon<readonly Blob[]>;

  /**
   * Makes an owner known, and alive for so many milliseconds from now on; called again as a heartbeat.
   *
   * What is `now` to a caller, here and where threads are taken, is only for a store that has no clock of its own. One that machines share
   * has a clock, and judges by that alone who is alive: their clocks may differ. When a thread is due is told by the caller's all the same.
   */
  heartbeat(owner: Owner, lease: number, now: number): Soon<void>;
  /** Forgets an owner; what it still held is up for a claim, which counts as no takeover. */
  retire(owner: string): Soon<void>;
  /**
   * Takes a thread over: raises its fence and returns the record after, or `busy` while a living owner holds it.
   *
   * An owner is dead when its lease is over, when it was never heard of, or when the store can tell that its process is
   * gone. Taking over from a dead owner adds one to `takeovers`. `force` takes it from a living owner, whose next commit is
   * then stale. An owner that holds the thread already is a living owner like any other.
   */
  claim(thread: string, owner: string, now: number, force?: boolean): Soon<ThreadRecord | 'busy' | undefined>;
  /**
   * Takes a thread as {@link Store.claim} does, and reads all that it takes to go on with it, at once; undefined where there is no such
   * thread. What cannot be read is not taken.
   */
  take(thread: string, take: Take): Soon<Found | undefined>;
  /**
   * Threads nobody alive drives that have something to do by `now`: running, due, or with messages nobody has seen. Where
   * `graphs` are named, only threads of those: others take up no place.
   *
   * The one that waited longest is first: since it was updated, since it was due, since its oldest such message. Fewer than
   * `limit` are all there are.
   */
  runnable(now: number, limit: number, graphs?: readonly string[]): Soon<readonly string[]>;
  /**
   * The earliest `due` later than `after` of the threads that nobody owns, in milliseconds since 1970; where `graphs` are
   * named, of their threads. One that is owned says anew when it is due once it comes to rest.
   */
  nextDue(after: number, graphs?: readonly string[]): Soon<number | undefined>;

  /**
   * Leaves a message, and returns its id, which is higher than any before it; undefined where there is no such thread.
   *
   * Where one was left for the thread under the same key, consumed or not, nothing is left, and the id is of that one. What came of a
   * message with a key is kept for as long as the thread. A key that begins with `@` only serves to leave a message again when it is
   * not known whether it is there: it goes like a message without a key.
   */
  leave(thread: string, body: string, at: number, queued: boolean, key?: string): Soon<number | undefined>;
  /** The id of the message that was left under a key, consumed or not. */
  left(thread: string, key: string): Soon<number | undefined>;
  /** The messages of a thread that are not consumed yet, oldest first; only those with a higher id than `after`, where that is given. */
  messages(thread: string, after?: number): Soon<readonly Message[]>;
  /** The messages of a thread that were consumed, with what came of each, as far as they are kept; the last consumed first. */
  consumed(thread: string, limit: number): Soon<readonly Message[]>;
  /** One message, to see what came of it; gone with its thread, or, without a key, with the row that consumed it. */
  message(id: number): Soon<Message | undefined>;
  /** A number that changes whenever another connection may have written. */
  version(): Soon<number>;
  /** Those of these threads that are not as they are known, in the order in which they are asked about: one call, however many they are. */
  changed(asked: readonly Asked[]): Soon<readonly Changed[]>;
  /** What a thread showed since the `after`th of its outputs, as far as that is kept ({@link outputsKept}); a fork has none of its origin's. */
  outputs(thread: string, after: number): Soon<readonly StoredOutput[]>;
  /** How many outputs a thread had, those that are kept no longer included. */
  shown(thread: string): Soon<number>;

  /** Keeps a plan as data under its fingerprint; keeping it again does nothing. */
  keepPlan(fingerprint: string, graph: string, body: string): Soon<void>;
  plan(fingerprint: string): Soon<string | undefined>;
  /** The fingerprints of a graph's plans, in the order in which they were first kept. */
  plans(graph: string): Soon<readonly string[]>;

  /** A result that was kept under this key until later than `now`. */
  cached(key: string, now: number): Soon<string | undefined>;
  keepCached(key: string, body: string, until: number): Soon<void>;

  /** An item of a side table, unless it was gone by `now`. */
  item(place: ItemPlace, now: number): Soon<Item | undefined>;
  /** Items of side tables, in their order, without those that were gone by `now`. */
  items(query: ItemQuery, now: number): Soon<readonly Item[]>;
  /** Items by what they say, without those that were gone by `now`: the best first, of equal ones the newest. */
  findItems(search: ItemSearch, now: number): Soon<readonly FoundItem[]>;
  /** Writes items, in order: all of it or, where one has another version than a write names, nothing. Some that were gone by `now` are dropped. */
  putItems(writes: readonly ItemPut[], now: number): Soon<'ok' | 'stale'>;

  /**
   * Deletes threads whole, with the items of their names; a thread that others were forked from keeps what they share. Returns
   * how many went.
   */
  remove(threads: readonly string[]): Soon<number>;
  /**
   * Makes the newest snapshot at or before `before` the thread's beginning: what came before it is read no more, and is
   * dropped where no fork shares it. Returns how many rows went.
   */
  trim(thread: string, before: number): Soon<number>;

  /** What is wrong with the store as a whole, a sentence each; a store that cannot tell leaves this out. */
  integrity?(): Soon<readonly string[]>;

  close(): Soon<void>;
}
