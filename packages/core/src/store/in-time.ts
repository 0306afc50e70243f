import { fenceAfter } from './contract/accept.ts';
import { isThenable } from '../base/is-thenable.ts';
import { platform } from '../base/platform.ts';
import { problem } from '../base/problem/problem.ts';
import type { Found } from './contract/take.ts';
import type { Commit, NewThread, Soon, Store, ThreadRecord } from './contract/store.ts';

/** A thread that a call made its owner's, and the fence under which it did. */
export interface Taken {
  readonly thread: string;
  readonly fence: number;
}

/** What a call that was given up has done all the same: it took a thread, or wrote until when its owner lives. */
export type DoneLate = Taken | 'heartbeat';

/** A call of a store that has not answered yet. */
interface Call {
  readonly name: string;
  /** When it began, as passes in this process. */
  readonly began: number;
  readonly giveUp: (error: Error) => void;
  /** At how many looks it had not answered: none was made while this process did nothing itself. */
  looks: number;
}

/** A store whose calls are given up where they are not answered in time. */
export interface InTime {
  readonly store: Store;
  /** From now on nothing is waited for longer than so many milliseconds in all, and closing the store tells of a call that was given up. */
  readonly hurry: (within: number) => void;
  /** Has somebody hear what calls do after they were given up. */
  readonly hearLate: (listener: (done: DoneLate) => void) => void;
}

/** The shortest time that a call is given, in milliseconds. */
const least = 50;

/** A timer looks so many times within the time that a call is given; one that had fewer looks may have been answered unheard. */
const looks = 4;

/** Calls that have not answered yet, all looked after by one timer. */
class Unanswered {
  readonly #store: string;
  readonly #limit: number;
  readonly #calls = new Set<Call>();
  #timer: NodeJS.Timeout | undefined;
  /** When all of them are given up. */
  #until = Infinity;
  /** The last that was given up since then was set. */
  givenUp: Error | undefined;

  constructor(store: string, limit: number) {
    this.#store = store;
    this.#limit = limit;
  }

  get isHurried(): boolean {
    return this.#until !== Infinity;
  }

  /** The answer, if it comes before the call is given up; `late` is told one that comes after that. */
  await<Value>(name: keyof Store, answer: Promise<Value>, late: (value: Value) => void): Promise<Value> {
    return new Promise<Value>((resolve, giveUp) => {
      const call: Call = { name, began: performance.now(), giveUp, looks: 0 };
      this.#calls.add(call);
      this.#setNext(call.began);
      const answered = (value: Value): void => (this.#calls.has(call) ? resolve : late)(value);
      answer.then(answered, giveUp).finally(() => this.#calls.delete(call));
    });
  }

  hurry(within: number): void {
    const now = performance.now();
    this.#until = now + within;
    platform.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#setNext(now);
    this.givenUp = undefined;
  }

  #look(): void {
    const now = performance.now();
    for (const call of this.#calls) {
      const waited = now - call.began;
      call.looks += 1;
      if (call.looks < looks || (waited < this.#limit && now < this.#until)) continue;
      this.#calls.delete(call);
      this.givenUp = unanswered(this.#store, call.name, waited);
      call.giveUp(this.givenUp);
    }
    this.#setNext(now);
  }

  #setNext(now: number): void {
    if (this.#calls.size === 0 || this.#timer !== undefined) return;
    const wait = Math.min(this.#limit / looks, Math.max(least, this.#until - now), longest);
    this.#timer = platform.setTimeout(() => {
      this.#timer = undefined;
      this.#look();
    }, wait);
    this.#timer.unref();
  }
}

/**
 * A store every call of which ends: one that is not answered within so many milliseconds is a problem `store/io`, which may
 * pass, like a connection that was lost. What it did, if anything, is not known then. Where it is answered all the same, and has
 * made a thread its owner's, or has written when the owner's lease ends, whoever listens to that hears of it.
 *
 * Once it was closed nothing is asked of it any more: a problem `runtime/closed`.
 *
 * A store that answers at once is called as it is. The others are looked after by one timer for all calls under way.
 */
export function inTime(store: Store, limit: number): InTime {
  const calls = new Unanswered(store.name, limit);
  let tellLate = (_done: DoneLate): void => undefined;

  const soon: Watch = (name, answer, given, done) => {
    // Behind here what is no promise is there: a promise of another realm, or of a library, becomes one of ours.
    if (!(answer instanceof Promise) && !isThenable(answer)) return answer;
    return calls.await(name, Promise.resolve(answer), (value) => {
      const late = done?.(given as never, value);
      if (late !== undefined) tellLate(late);
    });
  };

  const close = async (): Promise<void> => {
    try {
      await soon('close', store.close());
    } finally {
      Object.assign(open, refused(open));
    }
    if (calls.isHurried && calls.givenUp !== undefined) throw calls.givenUp;
  };

  const open: Store = { ...guarded(store, soon), close };
  return {
    store: open,
    hurry: (within) => calls.hurry(within),
    hearLate: (listener) => void (tellLate = listener),
  };
}

/** What a call did that was given this and answered that, where somebody has to hear of it if it was given up. */
type DoneBy<Given, Value> = (given: Given, answer: Value) => DoneLate | undefined;

/** Looks after what a call gave. */
type Watch = <Value, Given>(
  name: keyof Store,
  answer: Soon<Value>,
  given?: Given,
  done?: DoneBy<Given, Value>,
) => Soon<Value>;

/** Each call by itself, which is a quarter faster than one function for all. What takes as long as there is much to do is left alone. */
function guarded(store: Store, soon: Watch): Omit<Store, 'close'> {
  return {
    name: store.name,
    ...(store.place !== undefined && { place: store.place }),
    create: (thread) => soon('create', store.create(thread), thread, takenByCreate),
    commit: (commit) => soon('commit', store.commit(commit), commit, takenByCommit),
    retag: (thread, tags) => soon('retag', store.retag(thread, tags)),
    thread: (id) => soon('thread', store.thread(id)),
    threads: (query) => soon('threads', store.threads(query)),
    rows: (thread, query) => soon('rows', store.rows(thread, query)),
    jumps: (thread) => soon('jumps', store.jumps(thread)),
    snapshot: (thread, atMost) => soon('snapshot', store.snapshot(thread, atMost)),
    state: (thread, atMost) => soon('state', store.state(thread, atMost)),
    blobs: (hashes) => soon('blobs', store.blobs(hashes)),
    heartbeat: (owner, lease, now) => soon('heartbeat', store.heartbeat(owner, lease, now), owner, beaten),
    retire: (owner) => soon('retire', store.retire(owner)),
    claim: (thread, owner, now, force) => soon('claim', store.claim(thread, owner, now, force), thread, takenByClaim),
    take: (thread, take) => soon('take', store.take(thread, take), thread, takenByTake),
    runnable: (now, limit, graphs) => soon('runnable', store.runnable(now, limit, graphs)),
    nextDue: (after, graphs) => soon('nextDue', store.nextDue(after, graphs)),
    leave: (thread, body, at, queued, key) => soon('leave', store.leave(thread, body, at, queued, key)),
    left: (thread, key) => soon('left', store.left(thread, key)),
    messages: (thread, after) => soon('messages', store.messages(thread, after)),
    consumed: (thread, limit) => soon('consumed', store.consumed(thread, limit)),
    message: (id) => soon('message', store.message(id)),
    version: () => soon('version', store.version()),
    changed: (asked) => soon('changed', store.changed(asked)),
    outputs: (thread, after) => soon('outputs', store.outputs(thread, after)),
    shown: (thread) => soon('shown', store.shown(thread)),
    keepPlan: (fingerprint, graph, body) => soon('keepPlan', store.keepPlan(fingerprint, graph, body)),
    plan: (fingerprint) => soon('plan', store.plan(fingerprint)),
    plans: (graph) => soon('plans', store.plans(graph)),
    cached: (key, now) => soon('cached', store.cached(key, now)),
    keepCached: (key, body, until) => soon('keepCached', store.keepCached(key, body, until)),
    item: (place, now) => soon('item', store.item(place, now)),
    items: (query, now) => soon('items', store.items(query, now)),
    findItems: (search, now) => soon('findItems', store.findItems(search, now)),
    putItems: (writes, now) => soon('putItems', store.putItems(writes, now)),
    remove: (threads) => store.remove(threads),
    trim: (thread, before) => store.trim(thread, before),
    ...(store.counts !== undefined && { counts: (query) => store.counts?.(query) ?? [] }),
    ...(store.integrity !== undefined && { integrity: () => store.integrity?.() ?? [] }),
  };
}

/** What stands in the place of a store's calls once it was closed here, though it may be open for others. */
function refused(store: Store): Partial<Store> {
  const refuse = (): never => {
    throw problem('runtime/closed', { what: 'A call of the store' });
  };
  const names = Object.keys(store).filter((name) => name !== 'name' && name !== 'place' && name !== 'close');
  return Object.fromEntries(names.map((name) => [name, refuse]));
}

/** What a claim took. */
function takenByClaim(thread: string, answer: ThreadRecord | 'busy' | undefined): Taken | undefined {
  return typeof answer === 'object' ? { thread, fence: answer.fence } : undefined;
}

function takenByTake(thread: string, found: Found | undefined): Taken | undefined {
  return found?.isTaken === true ? { thread, fence: found.record.fence } : undefined;
}

/** What was taken by creating it. */
function takenByCreate({ id, owner }: NewThread, isCreated: boolean): Taken | undefined {
  return isCreated && owner !== null ? { thread: id, fence: 1 } : undefined;
}

/** What a commit took, unless it let go of it in the same stroke. */
function takenByCommit(commit: Commit, end: 'ok' | 'stale'): Taken | undefined {
  const { thread, takes, update } = commit;
  const isKept = end === 'ok' && takes !== undefined && update?.owner !== null;
  return isKept ? { thread, fence: fenceAfter(commit) } : undefined;
}

/** That a heartbeat was written, which may be older than the last. */
function beaten(): DoneLate {
  return 'heartbeat';
}

/** The longest wait that a timer of the platform can take, in milliseconds. */
const longest = 2 ** 31 - 1;

const leftUnanswered = new WeakSet<object>();

/** Whether an error is that of a call which was given up: it may do yet what it was asked. */
export function isUnanswered(error: unknown): boolean {
  return typeof error === 'object' && error !== null && leftUnanswered.has(error);
}

function unanswered(store: string, name: string, waited: number): Error {
  const error = problem('store/io', { store, found: `${name}() has not answered for ${Math.round(waited)} ms` });
  leftUnanswered.add(error);
  return error;
}
