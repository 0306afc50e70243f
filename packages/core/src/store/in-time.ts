import { platform } from '../base/platform.ts';
import { problem } from '../base/problem/problem.ts';
import type { Soon, Store } from './store.ts';

/** A call of a store that has not answered yet. */
interface Call {
  readonly name: string;
  /** When it began, as passes in this process. */
  readonly began: number;
  readonly giveUp: (error: Error) => void;
}

/** A store whose calls are given up where they are not answered in time. */
export interface InTime {
  readonly store: Store;
  /** From now on nothing is waited for longer than so many milliseconds in all, and closing the store tells of a call that was given up. */
  readonly hurry: (within: number) => void;
}

/** The shortest time that a call is given, in milliseconds. */
const least = 50;

/** A timer looks so many times within the time that a call is given. */
const looks = 4;

/**
 * A store every call of which ends: one that is not answered within so many milliseconds is a problem `store/io`, which may
 * pass, like a connection that was lost. What it did, if anything, is not known then.
 *
 * A store that answers at once is called as it is. The others are looked after by one timer for all calls under way.
 */
export function inTime(store: Store, limit: number): InTime {
  const pending = new Set<Call>();
  let givenUp: Error | undefined;
  let until = Infinity;
  let timer: NodeJS.Timeout | undefined;

  const look = (): void => {
    timer = undefined;
    const now = performance.now();
    for (const call of pending) {
      const waited = now - call.began;
      if (waited < limit && now < until) continue;
      pending.delete(call);
      givenUp = unanswered(store.name, call.name, waited);
      call.giveUp(givenUp);
    }
    setNext(now);
  };
  const setNext = (now: number): void => {
    if (pending.size === 0 || timer !== undefined) return;
    const wait = Math.min(limit / looks, Math.max(least, until - now), longest);
    timer = platform.setTimeout(look, wait).unref();
  };
  const watch = <Value>(name: keyof Store, answer: Promise<Value>): Promise<Value> =>
    new Promise<Value>((resolve, giveUp) => {
      const call: Call = { name, began: performance.now(), giveUp };
      pending.add(call);
      setNext(call.began);
      answer.then(resolve, giveUp).finally(() => pending.delete(call));
    });
  const soon: Watch = (name, answer) => {
    if (answer instanceof Promise) return watch(name, answer);
    // Behind here what is no promise is there: a promise of another realm, or of a library, becomes one of ours.
    return isThenable(answer) ? watch(name, Promise.resolve(answer)) : answer;
  };

  const close = async (): Promise<void> => {
    await soon('close', store.close());
    if (until !== Infinity && givenUp !== undefined) throw givenUp;
  };

  return {
    store: { ...guarded(store, soon), close },
    hurry(within) {
      until = performance.now() + within;
      platform.clearTimeout(timer);
      timer = undefined;
      setNext(performance.now());
      givenUp = undefined;
    },
  };
}

function isThenable(answer: unknown): boolean {
  return (
    typeof answer === 'object' && answer !== null && typeof (answer as { readonly then?: unknown }).then === 'function'
  );
}

/** Looks after what a call gave. */
type Watch = <Value>(name: keyof Store, answer: Soon<Value>) => Soon<Value>;

/** Each call by itself, which is a quarter faster than one function for all. What takes as long as there is much to do is left alone. */
function guarded(store: Store, soon: Watch): Omit<Store, 'close'> {
  return {
    name: store.name,
    create: (thread) => soon('create', store.create(thread)),
    commit: (commit) => soon('commit', store.commit(commit)),
    thread: (id) => soon('thread', store.thread(id)),
    threads: (query) => soon('threads', store.threads(query)),
    rows: (thread, query) => soon('rows', store.rows(thread, query)),
    jumps: (thread) => soon('jumps', store.jumps(thread)),
    snapshot: (thread, atMost) => soon('snapshot', store.snapshot(thread, atMost)),
    blob: (hash) => soon('blob', store.blob(hash)),
    heartbeat: (owner, until) => soon('heartbeat', store.heartbeat(owner, until)),
    retire: (owner) => soon('retire', store.retire(owner)),
    claim: (thread, owner, now, force) => soon('claim', store.claim(thread, owner, now, force)),
    runnable: (now, limit, graphs) => soon('runnable', store.runnable(now, limit, graphs)),
    nextDue: (after, graphs) => soon('nextDue', store.nextDue(after, graphs)),
    leave: (thread, body, at, queued, key) => soon('leave', store.leave(thread, body, at, queued, key)),
    left: (thread, key) => soon('left', store.left(thread, key)),
    messages: (thread, after) => soon('messages', store.messages(thread, after)),
    consumed: (thread, limit) => soon('consumed', store.consumed(thread, limit)),
    message: (id) => soon('message', store.message(id)),
    version: () => soon('version', store.version()),
    keepPlan: (fingerprint, graph, body) => soon('keepPlan', store.keepPlan(fingerprint, graph, body)),
    plan: (fingerprint) => soon('plan', store.plan(fingerprint)),
    plans: (graph) => soon('plans', store.plans(graph)),
    cached: (key, now) => soon('cached', store.cached(key, now)),
    keepCached: (key, body, until) => soon('keepCached', store.keepCached(key, body, until)),
    remove: (threads) => store.remove(threads),
    trim: (thread, before) => store.trim(thread, before),
    ...(store.integrity !== undefined && { integrity: () => store.integrity?.() ?? [] }),
  };
}

/** The longest wait that a timer of the platform can take, in milliseconds. */
const longest = 2 ** 31 - 1;

function unanswered(store: string, name: string, waited: number): Error {
  return problem('store/io', { store, found: `${name}() has not answered for ${Math.round(waited)} ms` });
}
