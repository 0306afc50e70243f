import { problem } from '../../base/problem/problem.ts';
import { acceptBounds, acceptCommit, acceptMessage, acceptTags, acceptThread, fenceAfter } from '../contract/accept.ts';
import {
  add,
  blobsUsedBy,
  given,
  isHeldBy,
  isRepeated,
  collect,
  dropConsumed,
  hide,
  jumpsIn,
  lastConsumed,
  keptThread,
  newestSnapshot,
  retag,
  show,
  shownBy,
  unreadAfter,
  update,
  waitingSince,
  type KeptMessage,
  type KeptThread,
} from './kept-thread.ts';
import { changeOf } from './kept-change.ts';
import { earliestDue, longestWaiting } from './kept-work.ts';
import { countsOf } from './kept-counts.ts';
import { noState, rowsOf, stateOf } from './kept-state.ts';
import { MemoryKeeping, type MemoryOptions } from './memory-keeping.ts';
import { isAsKnown, mayTake, type Found, type Take } from '../contract/take.ts';
import type {
  Asked,
  Changed,
  Commit,
  Message,
  NewThread,
  RowQuery,
  Store,
  StoredOutput,
  StoredRow,
  StoredSnapshot,
  StoredState,
  ThreadPage,
  ThreadQuery,
  ThreadRecord,
} from '../contract/store.ts';
import { asksFor, comparePlaces, inOrder, orderOf, pageOf, placeIn, placeOf } from '../contract/thread-list.ts';

/** A store in memory: what it keeps is gone with the process. */
export function memory(options: MemoryOptions = {}): Store {
  return new MemoryStore(options);
}

class MemoryStore extends MemoryKeeping implements Store {
  readonly #threads = new Map<string, KeptThread>();
  /** Threads that may have something to do, now or later; all others have not. */
  readonly #active = new Set<KeptThread>();
  readonly #messages = new Map<number, { kept: KeptThread; left: KeptMessage }>();
  #threadNumber = 0;
  #version = 0;
  #messageNumber = 0;

  create(thread: NewThread): boolean {
    if (this.#threads.has(thread.id)) return false;
    const kept = keptThread(thread, this.#threadNumber + 1, this.#originOf(thread));
    acceptThread(this.name, thread, [kept.origin?.thread.floor ?? 1, kept.origin?.thread.record.head ?? 0]);
    this.#threadNumber++;
    this.#version++;
    this.#threads.set(thread.id, kept);
    this.#active.add(kept);
    if (kept.origin) (kept.origin.thread.forks ??= new Set()).add(kept);
    for (const part of [thread, ...(thread.brings?.more ?? [])]) {
      add(kept, part);
      this.keptBlobs.keep(part.blobs);
    }
    if (thread.brings?.items !== undefined) this.sideTables.write(thread.brings.items, thread.brings.updated);
    for (const { body, at, queued, key, outcome = null } of thread.brings?.messages ?? []) {
      const id = this.leave(thread.id, body, at, queued, key ?? undefined);
      if (id !== undefined && outcome !== null) this.#consume(kept, id, outcome);
    }
    return true;
  }

  #originOf({ id, origin }: NewThread): KeptThread['origin'] {
    if (origin === null) return null;
    const thread = this.#threads.get(origin.thread);
    if (thread !== undefined) return { thread, seq: origin.seq };
    const found = `forks "${origin.thread}", which does not exist`;
    throw problem('store/refused', { store: this.name, what: `Thread "${id}"`, found });
  }

  commit(commit: Commit): 'ok' | 'stale' {
    const kept = this.#threads.get(commit.thread);
    const { consumed, begins, posts, takes } = commit;
    if (kept === undefined || !isHeldBy(kept, commit)) return 'stale';
    if (consumed?.every(({ id }, n) => this.#isUnread(kept, id) && !isRepeated(consumed, n)) === false) return 'stale';
    acceptCommit(this.name, commit, (id) => this.#threads.has(id));
    add(kept, commit);
    this.#version++;
    this.keptBlobs.keep(commit.blobs);
    if (takes !== undefined) kept.record = { ...kept.record, owner: takes.owner, fence: fenceAfter(commit) };
    if (commit.update !== undefined) {
      update(kept, commit.update, commit.rows);
      this.#active.add(kept);
    }
    for (const { id, outcome } of consumed ?? []) this.#consume(kept, id, outcome);
    if (begins !== undefined) for (const thread of begins) this.create(thread);
    if (posts) for (const { thread, body, at, queued, key } of posts) this.leave(thread, body, at, queued, key);
    if (commit.outputs !== undefined) show(kept, commit.outputs);
    if (commit.items !== undefined) this.sideTables.write(commit.items, commit.rows.at(-1)?.time ?? 0);
    return 'ok';
  }

  #isUnread(kept: KeptThread, id: number): boolean {
    const found = this.#messages.get(id);
    return found?.kept === kept && found.left.message.outcome === null;
  }

  #consume(kept: KeptThread, id: number, outcome: string): void {
    const left = this.#messages.get(id)?.left;
    if (left === undefined) return;
    left.message = { ...left.message, outcome };
    left.consumedBy = kept.record.head;
    kept.unread.splice(kept.unread.indexOf(left), 1);
  }

  retag(thread: Pick<ThreadRecord, 'id' | 'created' | 'tags'>, tags: readonly string[]): boolean {
    acceptTags(this.name, tags);
    this.#version++;
    return retag(this.#threads.get(thread.id), thread, tags);
  }

  thread(id: string): ThreadRecord | undefined {
    const kept = this.#threads.get(id);
    return kept && { ...kept.record };
  }

  threads(query: ThreadQuery): ThreadPage {
    acceptBounds(this.name, { ...query });
    const order = orderOf(query);
    const place = placeOf(this.name, query);
    const listed = [...this.#threads.values()]
      .filter(({ record }) => asksFor(query, record))
      .filter((kept) => place === undefined || comparePlaces(order, placeIn(order, kept), place) > 0);
    return pageOf(query, listed.toSorted(inOrder(query)));
  }

  readonly counts: NonNullable<Store['counts']> = (query) => countsOf(this.#threads.values(), query);

  rows(thread: string, query: RowQuery = {}): readonly StoredRow[] {
    acceptBounds(this.name, { ...query });
    const kept = this.#threads.get(thread);
    return kept === undefined ? [] : rowsOf(kept, query);
  }

  jumps(thread: string): readonly StoredRow[] {
    const kept = this.#threads.get(thread);
    return kept === undefined ? [] : jumpsIn(kept).map(given);
  }

  snapshot(thread: string, atMost = Infinity): StoredSnapshot | undefined {
    const kept = this.#threads.get(thread);
    return kept && newestSnapshot(kept, atMost);
  }

  state(thread: string, atMost = Infinity): StoredState {
    const kept = this.#threads.get(thread);
    return kept === undefined ? noState : stateOf(kept, atMost, this.keptBlobs);
  }

  retire(owner: string): void {
    this.owners.forget(owner);
    this.#version++;
    for (const kept of this.#threads.values()) {
      if (kept.record.owner === owner) kept.record = { ...kept.record, owner: null };
    }
  }

  claim(thread: string, owner: string, now: number, force = false): ThreadRecord | 'busy' | undefined {
    const kept = this.#threads.get(thread);
    return kept && (this.#own(kept, { owner, now, force }) ?? 'busy');
  }

  take(thread: string, take: Take): Found | undefined {
    const kept = this.#threads.get(thread);
    if (kept === undefined) return undefined;
    const known = isAsKnown(take, kept.record) ? take.known : undefined;
    const { owner: from } = kept.record;
    const record = this.#own(kept, take);
    if (record === undefined) return { isTaken: false, record: { ...kept.record } };
    const state = known === undefined ? this.state(thread) : undefined;
    return { isTaken: true, from, record, state, messages: this.messages(thread, known?.seen), shown: shownBy(kept) };
  }

  /** Makes an owner of a thread of who asks for it; undefined where that may not be. */
  #own(kept: KeptThread, take: Take): ThreadRecord | undefined {
    const { owner, fence, takeovers } = kept.record;
    const isAlive = this.owners.isAlive(owner, take.now);
    if (!mayTake(take, kept.record, isAlive)) return undefined;
    const died = owner !== null && !isAlive ? 1 : 0;
    kept.record = { ...kept.record, owner: take.owner, fence: fence + 1, takeovers: takeovers + died };
    this.#version++;
    return { ...kept.record };
  }

  runnable(now: number, limit: number, graphs?: readonly string[]): readonly string[] {
    this.#dropIdle();
    return longestWaiting(this.#active, now, graphs, (owner) => this.owners.isAlive(owner, now)).slice(0, limit);
  }

  nextDue(after: number, graphs?: readonly string[]): number | undefined {
    this.#dropIdle();
    return earliestDue(this.#active, after, graphs);
  }

  #dropIdle(): void {
    for (const kept of this.#active) {
      if (kept.removed || waitingSince(kept, Infinity) === Infinity) this.#active.delete(kept);
    }
  }

  leave(thread: string, body: string, at: number, queued: boolean, key?: string): number | undefined {
    const kept = this.#threads.get(thread);
    if (kept === undefined) return undefined;
    acceptMessage(this.name, body, at, key);
    const before = key === undefined ? undefined : kept.keys?.get(key);
    if (before !== undefined) return before.message.id;
    const id = ++this.#messageNumber;
    this.#version++;
    const left: KeptMessage = { message: { id, thread, body, at, queued, key: key ?? null, outcome: null } };
    kept.messages.push(left);
    kept.unread.push(left);
    if (key !== undefined) (kept.keys ??= new Map()).set(key, left);
    this.#active.add(kept);
    this.#messages.set(id, { kept, left });
    return id;
  }

  left(thread: string, key: string): number | undefined {
    return this.#threads.get(thread)?.keys?.get(key)?.message.id;
  }

  messages(thread: string, after = 0): readonly Message[] {
    const kept = this.#threads.get(thread);
    return kept === undefined ? [] : unreadAfter(kept, after).map(({ message }) => message);
  }

  consumed(thread: string, limit: number): readonly Message[] {
    const last = lastConsumed(this.#threads.get(thread)?.messages ?? []).slice(0, limit);
    return last.map(({ message }) => message);
  }

  message(id: number): Message | undefined {
    return this.#messages.get(id)?.left.message;
  }

  // Runtimes that share this store are to each other what connections are to a file.
  version(): number {
    return this.#version;
  }

  changed(asked: readonly Asked[]): readonly Changed[] {
    return asked.flatMap((each) => changeOf(this.#threads.get(each.thread), each, (id) => this.message(id)) ?? []);
  }

  outputs(thread: string, after: number): readonly StoredOutput[] {
    return this.#threads.get(thread)?.outputs?.filter(({ n }) => n > after) ?? [];
  }

  shown(thread: string): number {
    return shownBy(this.#threads.get(thread));
  }

  remove(threads: readonly string[]): number {
    let count = 0;
    this.#version++;
    for (const id of threads) {
      this.sideTables.drop(id);
      const kept = this.#threads.get(id);
      if (kept === undefined) continue;
      this.#threads.delete(id);
      for (const { message } of kept.messages) this.#messages.delete(message.id);
      hide(kept);
      count++;
    }
    this.keptBlobs.keepOnly(blobsUsedBy(this.#threads.values()));
    return count;
  }

  trim(thread: string, before: number): number {
    const kept = this.#threads.get(thread);
    const first = this.snapshot(thread, before);
    if (kept === undefined || first === undefined) return 0;
    kept.floor = first.seq;
    for (const { message } of dropConsumed(kept)) this.#messages.delete(message.id);
    const count = collect(kept);
    this.keptBlobs.keepOnly(blobsUsedBy(this.#threads.values()));
    return count;
  }
}
