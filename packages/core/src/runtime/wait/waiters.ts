/**
 * Who in this process waits for threads to change: one look at the store for all of them.
 *
 * 1. A waiter says what it knows, and is told once the thread differs from that: nothing is missed between two looks.
 * 2. While nothing changes a look is one question to the store, and where anything may have, one more, however many wait; a state is
 *    never read for a look.
 * 3. Who waits for what comes of a message waits nowhere else: the drive here that writes it says so, or the store, once a look.
 * 4. When the runtime is closed all are told the last news, or `runtime/closed`: nobody waits for ever.
 */

import type { Snapshot } from '../../advance/state/snapshot.ts';
import { isOver } from '../../advance/status.ts';
import { platform } from '../../base/platform.ts';
import { problem, type Problem } from '../../base/problem/problem.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import type { Changed, Soon, ThreadRecord } from '../../store/contract/store.ts';
import { refusalOf } from '../environment/command.ts';
import { CommandsGiven } from '../environment/commands-given.ts';
import { lookAt } from './look-at.ts';
import { Readings } from './readings.ts';
import { Standings } from './standings.ts';
import { unlessAborted } from '../../base/unless-aborted.ts';
import { soon } from '../../store/contract/soon.ts';
import { Waited, type Known, type Waiter } from './waited.ts';
import type { WaitersOptions } from './waiters-options.ts';

/** How often it is looked, in milliseconds; a look that failed doubles the time to the next, up to the second number. */
const [interval, longestPause] = [50, 2_000];

/** So many times it is looked at the end whether those who were told something wait for more. */
const lastRounds = 10;

/** How long a store may fail before those who wait are told, in milliseconds. */
const patience = 30_000;

/** All who wait. */
export class Waiters {
  readonly commands: CommandsGiven = new CommandsGiven();
  readonly standings: Standings;
  readonly #options: WaitersOptions;
  readonly #waited = new Map<string, Waited>();
  readonly #readings = new Readings();
  #looks = 0;
  #looking = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  /** When looks began to fail, and how long it is to the next. */
  #failing: { readonly since: number; readonly wait: number } | undefined;
  #isClosed = false;

  constructor(options: WaitersOptions) {
    this.#options = options;
    const there = (id: string, snapshot: Snapshot): Snapshot => {
      // It was deleted since its record was read.
      if (snapshot.seq === 0) throw this.#notFound(id);
      return snapshot;
    };
    this.standings = new Standings((record) => soon(options.read(record), (snapshot) => there(record.id, snapshot)));
  }

  /** A problem `runtime/closed` where nobody can wait any more. */
  mustBeOpen(): void {
    if (this.#isClosed) throw closed();
  }

  /** Whether anybody here waits for a thread. */
  isWaitedFor(id: string): boolean {
    return this.#waited.has(id);
  }

  /** Waits until a thread differs from what is known of it; what it gives calls that off. */
  join(id: string, waiter: Waiter): () => void {
    if (this.#isClosed) {
      waiter.fail(closed());
      return () => undefined;
    }
    return this.#enter(id, (waited) => {
      waited.add(waiter);
      return () => waited.remove(waiter);
    });
  }

  #enter(id: string, add: (waited: Waited) => () => void): () => void {
    let waited = this.#waited.get(id);
    if (waited === undefined) this.#waited.set(id, (waited = new Waited(id, this.#looks)));
    const entered = waited;
    const leave = add(entered);
    // The drive of a thread that is driven here says what comes of it, and how it ends.
    if (entered.isUnread && !this.#options.isDriven(id)) this.#look();
    else this.#wait();
    return () => {
      leave();
      if (entered.isEmpty && this.#waited.get(id) === entered) this.#waited.delete(id);
      if (this.#waited.size === 0) this.#rest();
    };
  }

  /**
   * What came of a message: the problem that it was refused with, or none where it was taken, or where it is queued and waits for
   * something to take it. It is waited for from the call on.
   *
   * Rejects where that cannot be told: the runtime is closed, or nobody can take the thread up.
   */
  answerTo(id: string, message: number, isQueued: boolean, signal?: AbortSignal): Promise<Problem | undefined> {
    if (this.#isClosed) return Promise.reject(closed());
    const ends: (() => void)[] = [];
    const answer = new Promise<Problem | undefined>((resolve, fail) => {
      const tell = (refused: () => Problem | undefined): void => {
        try {
          resolve(refused());
        } catch (error) {
          fail(error);
        }
      };
      ends.push(this.#enter(id, (waited) => waited.write(message, { isQueued, tell, fail })));
    });
    return unlessAborted(answer, signal).finally(() => {
      for (const end of ends) end();
    });
  }

  /** What came of a message is known, or that it is kept, which is all that whoever queued it waits for: who waits for that is told. */
  heardOf(id: string, message: number, refused: Problem | undefined | 'kept'): void {
    if (refused === 'kept') this.#waited.get(id)?.left(message, false);
    else this.#waited.get(id)?.answered(message, () => refused);
  }

  /** A thread's record once it differs from what is known of it. */
  changed(id: string, known: Known | undefined, signal?: AbortSignal): Promise<ThreadRecord> {
    let leave: (() => void) | undefined;
    const changed = new Promise<ThreadRecord>((tell, fail) => {
      leave = this.join(id, { known, rouses: true, tell, fail });
    });
    return unlessAborted(changed, signal).finally(() => leave?.());
  }

  /** The drive of a thread died here, of what will not pass by itself. */
  died(id: string, error: unknown): void {
    this.#waited.get(id)?.failRousing(error);
  }

  /** A thread came to rest here, or something else was done with it: it is looked at now. */
  nudge(id: string): void {
    const waited = this.#waited.get(id);
    if (waited === undefined) return;
    waited.forget();
    this.#look();
  }

  /**
   * Does something with the store for those who wait; {@link close} waits for it. A store that fails for a moment is asked again, for
   * about as long as looks may fail.
   */
  reading<Value>(read: () => Soon<Value>): Soon<Value> {
    return this.#readings.read(read, () => this.mustBeOpen());
  }

  /** Tells the last news, and to all others that the runtime is closed. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    for (const waited of this.#waited.values()) waited.forget();
    for (let rounds = 1; rounds === 1 || (rounds <= lastRounds && this.#hasNews); rounds += 1) {
      await this.#lookOnce().catch(() => undefined);
      await this.#readings.all();
    }
    this.#isClosed = true;
    this.#rest();
    for (const waited of this.#waited.values()) waited.fail(closed());
    await this.#readings.all();
  }

  /** Whether anybody may have something to hear yet. */
  get #hasNews(): boolean {
    if (!this.#readings.isEmpty) return true;
    for (const { isUnread } of this.#waited.values()) if (isUnread) return true;
    return false;
  }

  #rest(): void {
    platform.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failing = undefined;
  }

  #wait(): void {
    if (this.#isClosed || this.#waited.size === 0 || this.#timer !== undefined) return;
    this.#timer = platform.setTimeout(() => {
      this.#timer = undefined;
      this.#looks += 1;
      this.#look();
    }, this.#failing?.wait ?? interval);
    // Who waits keeps the process alive, and says so by itself.
    this.#timer.unref();
  }

  /** Looks, once what is under way in this turn is through. */
  #look(): void {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    void Promise.resolve().then(() => this.#lookAll());
  }

  async #lookAll(): Promise<void> {
    try {
      while (this.#again && !this.#isClosed) {
        this.#again = false;
        await this.#lookOnce();
      }
      this.#failing = undefined;
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#looking = false;
      this.#wait();
    }
  }

  async #lookOnce(): Promise<void> {
    if (this.#waited.size === 0) return;
    const { environment, isDriven } = this.#options;
    const version = await environment.store.version();
    const due = [...this.#waited.values()].filter((waited) => {
      const isDue = waited.isDue(version, this.#looks);
      // A store's version need not tell of what is written here, and a message may be taken long before the thread rests.
      return isDriven(waited.id) ? waited.isOwed : isDue;
    });
    const asked = due.map((waited) => waited.ask(version));
    const looked = await lookAt(environment.store, asked).catch((error: unknown) => {
      for (const waited of due) waited.forget();
      throw error;
    });
    for (const [index, { thread, unread = [] }] of asked.entries()) {
      const waited = due[index];
      if (waited !== undefined) this.#tell(waited, unread, looked.get(thread));
    }
  }

  #tell(waited: Waited, unread: readonly number[], seen: Changed | { readonly error: unknown } | undefined): void {
    if (seen !== undefined && 'error' in seen) return waited.failAsked(unread, seen.error);
    if (seen !== undefined && seen.record === undefined) return waited.failAsked(unread, this.#notFound(waited.id));
    const isDriven = this.#options.isDriven(waited.id);
    const record = waited.saw(seen, this.#looks, () => this.#notFound(waited.id));
    const consumed = new Map(seen?.consumed.map((each) => [each.id, each]));
    for (const id of unread) {
      const left = consumed.get(id);
      if (left === undefined) waited.left(id, isDriven);
      else if (left.outcome === null && waited.isOfAnother(id)) waited.failAnswer(id, this.#notFound(waited.id));
      else waited.answered(id, () => refusalOf(left));
    }
    const hasToGoOn = record !== undefined && ((waited.isOwed && !isDriven) || this.#hasToGoOn(record));
    if (hasToGoOn && waited.isMinded && waited.mayRouse(this.#looks)) void this.#rouse(waited, record);
  }

  #notFound(thread: string): Error {
    return problem('thread/not-found', { thread, store: this.#options.environment.store.name });
  }

  /** Whether somebody has to take the thread up. */
  #hasToGoOn(record: ThreadRecord): boolean {
    const { environment, isOutdated } = this.#options;
    const { status, due } = record;
    if (isOver(status)) return false;
    return status === 'running' || (due !== null && due <= environment.clock.now()) || isOutdated(record);
  }

  async #rouse(waited: Waited, record: ThreadRecord): Promise<void> {
    try {
      const { wake, mustFit } = this.#options;
      await (waited.rouses && wake !== undefined ? wake(record) : mustFit(record, waited.tries));
    } catch (error) {
      if (!isPassing(error) && !this.#isClosed) waited.failTaking(error);
    }
  }

  /** What passes is waited for; what does not, or does not for long, is told. */
  #failed(error: unknown): void {
    const now = performance.now();
    const { since = now, wait = interval } = this.#failing ?? {};
    this.#failing = { since, wait: Math.min(wait * 2, longestPause) };
    const isOutOfTime = !isPassing(error) || now - since >= this.#options.environment.lease;
    if (isOutOfTime) for (const waited of this.#waited.values()) waited.failUnanswered(error);
    if (isPassing(error) && now - since < patience) return;
    for (const waited of this.#waited.values()) waited.fail(error);
  }
}

function closed(): Error {
  return problem('runtime/closed', { what: 'Waiting for a thread' });
}
