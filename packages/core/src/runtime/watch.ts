import type { Row } from '../advance/state/row.ts';
import { isOver, type Status } from '../advance/status.ts';
import { problem } from '../base/problem/problem.ts';
import type { Plan } from '../compile/plan.ts';
import { loadRows } from '../store/load.ts';
import type { ThreadRecord } from '../store/contract/store.ts';
import type { Happening, ThreadEvent } from './observe/event.ts';
import { Heard, type HeardAlone, numberOf, withoutNumber } from './wait/heard.ts';
import { newestLeft, owedTo } from './wait/left-before.ts';
import { outputsOf } from './wait/shown-here.ts';
import { placeIn } from './wait/place.ts';
import { Ring, type Placed } from './wait/ring.ts';
import type { Runtime } from './runtime.ts';
import { isReached } from './wait/standings.ts';
import { ToldStatus } from './wait/told-status.ts';
import type { WatchOptions } from './wait/watch-options.ts';
import { unlessAborted } from '../base/unless-aborted.ts';

/** So many checkpoints are read at once. */
const page = 50;

/** What happens to a thread, in order, heard from the moment this is made. */
export class Watch implements AsyncIterableIterator<ThreadEvent, void, undefined> {
  readonly #runtime: Runtime;
  readonly #plan: Plan;
  readonly #id: string;
  readonly #options: WatchOptions;
  readonly #heard = new Heard();
  readonly #ring: Ring;
  readonly #unlisten: () => void;
  readonly #events: AsyncGenerator<ThreadEvent, void, undefined>;
  #wake: (() => void) | undefined;
  #isStopped = false;
  /** Whether the thread was driven here when its newest record was there, so that its rest was not told from that. */
  #isUntold = false;
  /** Whether the thread was driven here, or a command to it under way, when it was last asked whether the watch is at its end. */
  #isHeldBack = false;
  /** No checkpoint up to here is to be handed out any more. */
  #seen = 0;
  /** The newest checkpoint that was handed out. */
  #told = 0;
  /** The last checkpoint that was there at the call: what came before it came before this listened. */
  #began = 0;
  #shownBefore = 0;
  readonly #status = new ToldStatus();
  /** The newest message that was left for the thread at the call, and the one that it has to take yet before it is at rest. */
  readonly #newestLeft: Promise<number>;
  #owed: number | undefined;

  constructor(runtime: Runtime, plan: Plan, id: string, options: WatchOptions) {
    this.#runtime = runtime;
    this.#plan = plan;
    this.#id = id;
    this.#options = options;
    const { environment, waiters } = runtime;
    const stored = (after: number) => waiters.reading(() => environment.store.outputs(id, after));
    const showing = () => runtime.driving(id)?.log.outputs;
    this.#ring = new Ring(id, environment.codec, outputsOf(stored, showing));
    this.#shownBefore = showing()?.count ?? 0;
    this.#unlisten = runtime.listen(id, (event) => {
      this.#heard.hear(event);
      this.#wake?.();
    });
    // Before the record: what was left by now is taken as that says, or is there yet.
    this.#newestLeft = Promise.resolve(newestLeft(runtime, id));
    // It begins where the thread is now, whenever the first event is asked for.
    const record = Promise.resolve(waiters.reading(() => runtime.record(id)));
    // After it, so that what was shown before a checkpoint is known with that.
    const shown = record.then(() => waiters.reading(() => environment.store.shown(id)));
    for (const each of [this.#newestLeft, record, shown]) each.catch(() => undefined);
    this.#events = this.#follow(record, shown);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The next event. Who asks for it waits, and so keeps the process alive. */
  next(): Promise<IteratorResult<ThreadEvent, void>> {
    return this.#runtime.alive.during(unlessAborted(this.#events.next(), this.#options.signal));
  }

  /** Hears no more; whoever waits for an event is told that there is none. */
  async return(): Promise<IteratorResult<ThreadEvent, void>> {
    this.#stop();
    await this.#events.return();
    return { done: true, value: undefined };
  }

  #stop(): void {
    this.#isStopped = true;
    this.#unlisten();
    this.#wake?.();
  }

  async *#follow(reading: Promise<ThreadRecord>, shown: Promise<number>): AsyncGenerator<ThreadEvent, void, undefined> {
    try {
      let record = await this.#begin(reading, shown);
      while (!this.#isStopped) {
        this.#options.signal?.throwIfAborted();
        yield* this.#handOut(record.head);
        if (!this.#heard.isEmpty) continue;
        if (this.#isStopped) return;
        if (await this.#isThrough(record)) {
          if (this.#status.isOwed) yield this.#event({ type: 'status', thread: this.#id, status: record.status });
          return;
        }
        const next = await this.#next(record);
        // Another thread has its id by now.
        if (next.created !== record.created)
          throw problem('thread/not-found', { thread: this.#id, store: this.#runtime.environment.store.name });
        if (next !== record) yield* this.#tellRest((record = next));
      }
    } finally {
      this.#stop();
    }
  }

  async #begin(reading: Promise<ThreadRecord>, shown: Promise<number>): Promise<ThreadRecord> {
    const record = await reading;
    this.#ring.known = this.#shownBefore = Math.max(this.#shownBefore, await shown);
    const place = placeIn(record, this.#options.from);
    // What was heard since the call is news, though the record may show it already, and so is what a drive here has yet to tell.
    const told = this.#runtime.driving(this.#id)?.log.told ?? Infinity;
    const old = Math.min(record.head, this.#heard.oldest - 1, told);
    this.#began = old;
    this.#seen = place?.seq ?? old;
    this.#status.begin(old === record.head ? record.status : 'running', this.#seen < old);
    await this.#ring.begin(place ?? { seq: old, n: undefined });
    if (place?.n === undefined) this.#ring.beginBy(this.#heard.firstShown);
    return record;
  }

  /** All that there is to hand out. What is in the store comes at its place; it may have been written in another process. */
  async *#handOut(head: number): AsyncGenerator<ThreadEvent, void, undefined> {
    for (;;) {
      if (this.#seen < Math.min(head, this.#began)) yield* this.#readUpTo(Math.min(head, this.#began));
      const { first, firstShown } = this.#heard;
      // What was shown before the call comes before all that was heard since.
      if (first !== undefined && this.#ring.hasEarlier(firstShown))
        yield* this.#tellAll(await this.#ring.earlier(this.#seen + 1, firstShown));
      if (first === undefined) {
        const count = this.#heard.takeMissed();
        if (count > 0) yield this.#event({ type: 'missed', thread: this.#id, count });
        const newest = Math.max(head, this.#heard.newest);
        this.#ring.known = Math.max(this.#ring.known, this.#heard.lastShown);
        if (newest > this.#seen) yield* this.#readUpTo(newest);
        else if (this.#ring.hasMore) yield* this.#tellAll(await this.#ring.earlier(this.#seen + 1, Infinity));
        else return;
      } else if (first.type !== 'checkpoint') {
        this.#heard.take();
        yield* this.#tell(first);
      } else if (first.seq <= this.#seen) this.#heard.take();
      else if (first.seq > this.#seen + 1 || first.whole === undefined) yield* this.#readUpTo(first.seq);
      else {
        this.#heard.take();
        yield* this.#tellRow(first.whole);
      }
    }
  }

  async *#readUpTo(last: number): AsyncGenerator<ThreadEvent, void, undefined> {
    while (this.#seen < last) {
      const rows = await this.#read({ from: this.#seen + 1, to: last, limit: page });
      // Rows first: what was shown before one of them is there by then.
      if (this.#ring.known > 0) await this.#ring.refresh();
      for (const row of rows) {
        for (const event of this.#heard.takeUpTo(row.seq)) yield* this.#tell(event);
        yield* this.#tellAll(this.#ring.before(row.seq));
        yield* this.#tellRow({ type: 'checkpoint', thread: this.#id, ...row });
      }
      // A history that was cut has less than was asked for.
      if (rows.length < page) this.#seen = last;
    }
  }

  async #read(query: { from: number; to: number; limit: number }): Promise<readonly Row[]> {
    const { environment, waiters } = this.#runtime;
    this.#options.signal?.throwIfAborted();
    waiters.mustBeOpen();
    return waiters.reading(() => loadRows(environment.store, this.#id, environment, query));
  }

  *#tellRow(row: Extract<Happening, { type: 'checkpoint' }>): Generator<ThreadEvent, void, undefined> {
    if (row.seq > this.#began) yield* this.#tellStatus('running');
    this.#seen = row.seq;
    this.#told = row.seq;
    yield this.#event(row);
  }

  async *#tell(heard: HeardAlone): AsyncGenerator<ThreadEvent, void, undefined> {
    if (heard.type === 'status') return yield* this.#tellStatus(heard.status);
    const n = numberOf(heard);
    if (n !== undefined) {
      if (n > this.#ring.told + 1) await this.#ring.refresh();
      yield* this.#tellAll(this.#ring.before(Infinity, n));
      // It was told from the store.
      if (n <= this.#ring.told) return;
      yield* this.#tellAll(this.#ring.upTo(n));
    }
    // It happened since the call, whether the store keeps it or not.
    yield* this.#tellStatus('running');
    yield* this.#tellAll([{ event: withoutNumber(heard), n: n ?? this.#ring.told }]);
  }

  *#tellAll(events: Iterable<Placed>): Generator<ThreadEvent, void, undefined> {
    for (const { event, n } of events) {
      if (n > this.#shownBefore) yield* this.#tellStatus('running');
      this.#ring.told = n;
      yield this.#event(event);
    }
  }

  /** An event, with the place after it. */
  #event<Told extends Happening>(event: Told): Told & { readonly id: string } {
    return { ...event, id: `${this.#seen}.${this.#ring.told}` };
  }

  /** Where a thread came to rest in another process, that is known from its record. */
  async *#tellRest(record: ThreadRecord): AsyncGenerator<ThreadEvent, void, undefined> {
    yield* this.#handOut(record.head);
    if (record.status === 'running' || !this.#isUpTo(record)) return;
    // The drive tells its rest by itself, unless others take the thread from it: then the record is read again.
    this.#isUntold = this.#runtime.driving(this.#id) !== undefined;
    if (!this.#isUntold) yield* this.#tellStatus(record.status);
  }

  /** A status is told once, and that a thread was taken up before what it then does. */
  *#tellStatus(status: Status): Generator<ThreadEvent, void, undefined> {
    if (this.#status.isNews(status)) yield this.#event({ type: 'status', thread: this.#id, status });
  }

  /** Whether all there is by a record was handed out, and the record is not older than that. */
  #isUpTo({ head }: ThreadRecord): boolean {
    return head <= this.#seen && head >= Math.max(this.#told, this.#heard.newest);
  }

  /** Whether the thread is where the watch ends, and all that led there was handed out. */
  async #isThrough(record: ThreadRecord): Promise<boolean> {
    this.#owed = undefined;
    const { waiters, options } = this.#runtime;
    const isDriven = this.#runtime.driving(this.#id) !== undefined;
    this.#isHeldBack = this.#isUntold || isDriven || waiters.commands.isUnderWay(this.#id);
    const { until = 'settled' } = this.#options;
    if (until === 'stopped' || this.#isHeldBack || !this.#isUpTo(record)) return false;
    if (record.status === 'running' && (options.drive || record.owner !== null)) return false;
    const standing = await waiters.reading(() => waiters.standings.standing(this.#plan, record));
    // A state may be newer than the record that it was read for; how the thread rests is told from the record of that.
    if (standing.seq > record.head || !isReached(standing, until) || !this.#heard.isEmpty) return false;
    return !(await this.#isOwed(record)) && this.#heard.isEmpty;
  }

  /** Whether the thread rests only until somebody who drives it has looked at what was left for it. */
  async #isOwed(record: ThreadRecord): Promise<boolean> {
    const newest = await this.#newestLeft;
    if (newest === 0 || isOver(record.status)) return false;
    const { waiters } = this.#runtime;
    const state = await waiters.reading(() => waiters.standings.state(record));
    this.#owed = await owedTo(this.#runtime, this.#plan, state, newest);
    if (this.#owed !== undefined) return true;
    // Nothing is owed any more, by what the thread was: it may have taken it since.
    const { head } = await waiters.reading(() => this.#runtime.record(this.#id));
    return head !== record.head;
  }

  /** Waits until something is heard, or the thread is another than it was. */
  #next(record: ThreadRecord): Promise<ThreadRecord> {
    const { waiters } = this.#runtime;
    // What held the watch back may be over without a change; then it is asked anew whether the watch is at its end.
    const known = this.#isHeldBack && !waiters.commands.isUnderWay(this.#id) ? undefined : record;
    const minds = this.#options.until !== 'stopped';
    const ends: (() => void)[] = [];
    const waiting = new Promise<ThreadRecord>((tell, fail) => {
      const wake = (): void => tell(record);
      if (!this.#heard.isEmpty || this.#isStopped) {
        wake();
        return;
      }
      this.#wake = wake;
      const told = (next: ThreadRecord, shown = 0): void => {
        this.#ring.known = Math.max(this.#ring.known, shown);
        tell(next);
      };
      if (this.#owed !== undefined) {
        const over = new AbortController();
        ends.push(() => over.abort('over'));
        waiters.answerTo(this.#id, this.#owed, false, over.signal).then(wake, fail);
      }
      ends.push(
        waiters.commands.onceDone(this.#id, wake),
        waiters.join(this.#id, { known, rouses: false, minds, shown: this.#ring.known, tell: told, fail }),
      );
    });
    return unlessAborted(waiting, this.#options.signal).finally(() => {
      this.#wake = undefined;
      for (const end of ends) end();
    });
  }
}
