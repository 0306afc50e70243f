import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { platform } from '../../base/platform.ts';
import { whenDue } from '../../base/clock.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { isEndOfLooking, isEndOfStore } from '../../store/contract/end-of-store.ts';
import { isPassing } from '../../store/contract/is-passing.ts';
import type { AgendaOptions, Working } from './agenda-options.ts';
import { Outage } from './outage.ts';
import { isElsewhere, isOfTheThread, isUnfit, Setbacks } from './setbacks.ts';
import { WorkPoll } from './work-poll.ts';
import { ownWork, workOfStore, type WorkSource } from './work-source.ts';

/** How long after a thread came to rest it is looked whether others wrote, once for all that rest meanwhile, in milliseconds. */
const soon = 20;

/**
 * Sees to threads that have something to do and that nobody drives: stranded ones, and those whose time has come.
 *
 * 1. Every alarm has a net: however it was set, it is looked again now and then.
 * 2. What could not be done is done again only after a pause, which grows.
 */
export class Agenda {
  readonly #options: AgendaOptions;
  readonly #poll: WorkPoll;
  readonly #setbacks: Setbacks;
  #source: WorkSource;
  #working: Working | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopTimer: (() => void) | undefined;
  /** When the next look is set for. */
  #due = Infinity;
  /** The work's version at the last look; undefined where that look left something out. */
  #looked: number | undefined;
  readonly #outage: Outage;
  #open = false;
  #check: NodeJS.Timeout | undefined;
  /** What stops the look that is set for a thread, by its id: there is one. */
  readonly #laters = new Map<string, () => void>();

  constructor(options: AgendaOptions) {
    const { store, clock } = options.environment;
    this.#options = options;
    this.#setbacks = new Setbacks(clock);
    this.#outage = new Outage(clock);
    this.#poll = new WorkPoll(store, () => void (this.#outage.isPause || this.look()));
    this.#source = workOfStore(store, options.graphs);
  }

  /** Begins to look, once what is under way in this turn of the event loop is through. */
  start(): void {
    this.#open = true;
    this.#poll.start('net');
    platform.setImmediate(() => this.look());
  }

  /** Sees only to what was driven here before. */
  startWithOwn(): void {
    this.#source = ownWork();
    this.start();
  }

  /** Looks for what other processes leave too, again and again, until it is closed. */
  work(working: Working): void {
    this.#working = working;
    this.#source = workOfStore(this.#options.environment.store, this.#options.graphs);
    this.#looked = undefined;
    this.start();
    this.#poll.start('work');
  }

  /** Looks for threads to drive, and sets the time for the next look. */
  look(): void {
    if (!this.#open) return;
    this.#again = true;
    if (this.#looking !== undefined) return;
    this.#looking = this.#lookAll().finally(() => {
      this.#looking = undefined;
      if (this.#again) this.look();
    });
    this.#looking.catch((error: unknown) => this.#lookLater(error));
  }

  /**
   * A thread came to rest here, and goes on by itself at `due`. What is left to do is known from the last look, unless there
   * was no room then or others wrote since.
   */
  rested(id: string, due: number): void {
    this.#setbacks.clear(id);
    this.#laters.get(id)?.();
    this.#laters.delete(id);
    this.attend(id, due);
    if (!this.#open) return;
    if (this.#looked === undefined || this.#looking !== undefined) {
      this.look();
      return;
    }
    // Asking the store each time was a tenth of a turn of a conversation.
    this.#check ??= platform.setTimeout(() => this.#checkNow(), soon).unref();
  }

  /** Sees to it that a thread goes on at `due`. */
  attend(id: string, due: number): void {
    this.#source.note(id, due);
    if (this.#open && due < this.#due) this.#setFor(due);
  }

  /** Sees to a thread no more, unless it is driven here again. */
  forget(id: string): void {
    this.#source.note(id, Infinity);
    this.#laters.get(id)?.();
    this.#laters.delete(id);
  }

  /** A thread was lost to others: it is looked at again, and not at once where that was so before. */
  lost(id: string): void {
    this.#lookAfter(this.#setbacks.note(id, 'lost'), id, () => this.look());
  }

  /** A thread's drive died, or let go of it for others: it is taken up again after a pause. */
  died(id: string, error: unknown): void {
    // It may still be owned here, and then no look would find it.
    this.#lookAfter(
      this.#setbacks.note(id, isUnfit(error) ? 'unfit' : 'died', error),
      id,
      () => void this.#take(id).then(() => this.look()),
    );
  }

  /** Whether a thread is left alone for a while, for its drives died or were lost. */
  isResting(id: string): boolean {
    return this.#setbacks.isResting(id);
  }

  /** What a thread's drive died of, where it is left alone for that. */
  diedOf(id: string): unknown {
    return this.#setbacks.causeOf(id, 'died');
  }

  /** Throws what is in the way of a thread that its last drive here left to others. */
  mustFit(id: string): void {
    const unfit = this.#setbacks.causeOf(id, 'unfit');
    if (unfit !== undefined) throw unfit as Error;
  }

  #lookAfter(pause: number, id: string, look: () => void): void {
    if (!this.#open) return;
    if (pause === 0) {
      this.look();
      return;
    }
    this.#laters.get(id)?.();
    const stop = this.#options.environment.clock.after(pause, () => {
      this.#laters.delete(id);
      look();
    });
    this.#laters.set(id, stop);
  }

  /** Looks if others wrote since the last look. */
  #checkNow(): void {
    this.#check = undefined;
    if (this.#open) this.#lookIfWritten().catch((error: unknown) => this.#lookLater(error));
  }

  async #lookIfWritten(): Promise<void> {
    if ((await this.#source.version()) !== this.#looked) this.look();
  }

  /** Looks, for nobody writes that an owner died, and resolves when all that was due has been taken up. */
  async settled(): Promise<void> {
    this.look();
    while (this.#looking !== undefined) await this.#looking;
  }

  /** What is in the way of threads that could not be taken up, by id. */
  get left(): ReadonlyMap<string, unknown> {
    return this.#setbacks.left;
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#poll.stop();
    platform.clearTimeout(this.#check);
    this.#check = undefined;
    this.#stopTimer?.();
    for (const stop of this.#laters.values()) stop();
    this.#laters.clear();
    await this.settled().catch(() => undefined);
    this.#working = undefined;
  }

  async #lookAll(): Promise<void> {
    const { clock } = this.#options.environment;
    let now = clock.now();
    while (this.#again && this.#open) {
      this.#again = false;
      this.#looked = undefined;
      now = clock.now();
      // Whoever comes to rest makes room, and has this look again.
      if (this.#room <= 0) return;
      const version = await this.#source.version();
      const { taken, missed } = await this.#takeAll(now);
      if (taken > 0) {
        this.#again = true;
        // Neither a store that answers at once nor what it takes up lets anybody else have a turn.
        await turnOfEventLoop();
      } else if (!missed) this.#looked = version;
      // Where nothing is left that failed, the store answers.
      if (this.#setbacks.size === 0) this.#outage.end();
    }
    if (this.#open) await this.#sleep(now);
  }

  /** Takes up what there is and room for, past what cannot be; `missed` where something is left that may be taken later. */
  async #takeAll(now: number): Promise<{ readonly taken: number; readonly missed: boolean }> {
    const tried = new Set<string>();
    let taken = 0;
    let missed = false;
    // The room may have been taken meanwhile; whether anything is left is to be known all the same.
    for (let limit = Math.max(1, this.#room + this.#setbacks.size); ; limit *= 2) {
      const ids = await this.#source.runnable(now, limit);
      for (const id of ids) {
        if (!this.#open || this.#room <= 0) return { taken, missed: true };
        if (tried.has(id)) continue;
        tried.add(id);
        if (this.#setbacks.has(id)) continue;
        if (await this.#take(id)) taken += 1;
        else missed ||= !this.#setbacks.has(id);
      }
      if (ids.length >= limit) continue;
      this.#setbacks.keep(tried);
      return { taken, missed };
    }
  }

  #lookLater(error: unknown): void {
    if (!this.#open) return;
    if (isEndOfLooking(error)) this.#working?.fail(error);
    const pause = this.#noteOutage(error);
    if (pause === undefined) return;
    this.#stopTimer?.();
    this.#due = Infinity;
    this.#stopTimer = this.#options.environment.clock.after(pause, () => this.look());
  }

  /** Gives the pause after it, where none is under way. */
  #noteOutage(error: unknown): number | undefined {
    const pause = this.#outage.note();
    if (pause !== undefined) this.#options.environment.events.tell({ type: 'failing', error });
    return pause;
  }

  get #room(): number {
    return (this.#working?.concurrency ?? this.#options.concurrency) - this.#options.driven();
  }

  /** Whether the thread was taken up. One that is driven here already was lost to others: its driver ends when it sees that. */
  async #take(id: string): Promise<boolean> {
    if (!this.#open) return false;
    try {
      const taken = await this.#options.take(id);
      if (taken === 'later') return false;
      this.#source.note(id, Infinity);
      if (taken === undefined) return false;
      this.#outage.end();
      taken.ended.catch((error: unknown) => {
        if (isEndOfStore(error)) this.#working?.fail(error);
      });
      return true;
    } catch (error) {
      if (isElsewhere(error)) {
        this.#source.note(id, Infinity);
        this.#setbacks.clear(id);
      }
      if (isElsewhere(error) || isProblem(error, 'runtime/closed')) return false;
      if (isOfTheThread(error)) this.#setbacks.note(id, 'left', error);
      else this.died(id, error);
      if (isEndOfStore(error)) this.#working?.fail(error);
      else if (isPassing(error)) this.#noteOutage(error);
      else this.#options.environment.events.tell({ type: 'refused', thread: id, error });
      return false;
    }
  }

  /** Sets the alarm for the next that comes due; what was due at the last look and was not taken then has the net. */
  async #sleep(looked: number): Promise<void> {
    const due = await this.#source.nextDue(looked);
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#due = Infinity;
    if (due !== undefined && this.#open) this.#setFor(due);
  }

  #setFor(due: number): void {
    this.#stopTimer?.();
    this.#due = due;
    this.#stopTimer = whenDue(this.#options.environment.clock, due, () => this.look());
  }
}
