import { isProblem } from '../base/problem.ts';
import type { DriveEnd } from './driver.ts';
import type { Environment } from './environment.ts';
import { WorkPoll } from './work-poll.ts';
import type { WorkerEvent } from './worker-event.ts';

/** How long a store that could not be read or written is left alone, in milliseconds. */
const pause = 2_000;

/** How long after a thread came to rest it is looked whether others wrote, once for all that rest meanwhile, in milliseconds. */
const soon = 20;

/** What an agenda is given. */
export interface AgendaOptions {
  readonly environment: Environment;
  /** Takes a thread up; gives how its drive ends once it is driven here, and nothing where it was driven here before. */
  readonly take: (id: string) => Promise<{ readonly ended: Promise<DriveEnd> } | undefined>;
  /** How many threads are driven here. */
  readonly driven: () => number;
  /** How many threads are driven at once before no more are taken up. */
  readonly concurrency: number;
}

/** How a worker goes through an agenda. */
export interface Working {
  readonly concurrency: number;
  readonly tell: (event: WorkerEvent) => void;
}

/** Sees to threads that have something to do and that nobody drives: stranded ones, and those whose time has come. */
export class Agenda {
  readonly #options: AgendaOptions;
  readonly #poll: WorkPoll;
  #working: Working | undefined;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopTimer: (() => void) | undefined;
  /** When the next look is set for. */
  #due = Infinity;
  /** The store's version at the last look; undefined where that look left something out. */
  #looked: number | undefined;
  #open = false;
  #check: NodeJS.Timeout | undefined;
  readonly #laters = new Set<() => void>();
  /** Threads that could not be taken up here; they are left to others, or to whoever asks for them. */
  readonly #left = new Map<string, unknown>();

  constructor(options: AgendaOptions) {
    this.#options = options;
    this.#poll = new WorkPoll(options.environment.store, () => this.look());
  }

  /** Begins to look, once what is under way in this turn of the event loop is through. */
  start(): void {
    this.#open = true;
    setImmediate(() => this.look());
  }

  /** Looks for what other processes leave too, again and again, until it is closed. */
  work(working: Working): void {
    this.#working = working;
    this.#poll.start();
    this.start();
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
  rested(due: number): void {
    if (!this.#open) return;
    if (this.#looked === undefined || this.#looking !== undefined) {
      this.look();
      return;
    }
    if (due < this.#due) this.#setFor(due);
    // Asking the store each time was a tenth of a turn of a conversation.
    this.#check ??= setTimeout(() => this.#checkNow(), soon).unref();
  }

  /** Looks if others wrote since the last look. */
  #checkNow(): void {
    this.#check = undefined;
    if (this.#open) this.#lookIfWritten().catch((error: unknown) => this.#lookLater(error));
  }

  async #lookIfWritten(): Promise<void> {
    if ((await this.#options.environment.store.version()) !== this.#looked) this.look();
  }

  /** Takes a thread up again after a pause: its store could not be read or written. */
  later(id: string): void {
    const stop = this.#options.environment.clock.after(pause, () => {
      this.#laters.delete(stop);
      void this.#take(id);
    });
    this.#laters.add(stop);
  }

  /** Resolves when all that was due has been taken up. */
  async settled(): Promise<void> {
    if (this.#open && this.#looked === undefined) this.look();
    if (this.#check !== undefined) await this.#lookIfWritten();
    while (this.#looking !== undefined) await this.#looking;
  }

  /** What went wrong with threads that could not be taken up, by id. */
  get left(): ReadonlyMap<string, unknown> {
    return this.#left;
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#poll.stop();
    clearTimeout(this.#check);
    this.#check = undefined;
    this.#stopTimer?.();
    for (const stop of this.#laters) stop();
    this.#laters.clear();
    await this.settled().catch(() => undefined);
    this.#working = undefined;
  }

  async #lookAll(): Promise<void> {
    const { environment } = this.#options;
    let now = environment.clock.now();
    while (this.#again && this.#open) {
      this.#again = false;
      this.#looked = undefined;
      now = environment.clock.now();
      // Whoever comes to rest makes room, and has this look again.
      if (this.#room <= 0) return;
      const version = await environment.store.version();
      const ids = await environment.store.runnable(now, this.#room + this.#left.size);
      let taken = 0;
      for (const id of ids) {
        if (this.#left.has(id) || !this.#open || this.#room <= 0) continue;
        if (await this.#take(id)) taken += 1;
      }
      if (taken > 0) this.#again = true;
      else if (ids.every((id) => this.#left.has(id))) this.#looked = version;
    }
    if (this.#open) await this.#sleep(now);
  }

  #lookLater(error: unknown): void {
    if (!this.#open) return;
    this.#working?.tell({ type: 'failing', error });
    this.#stopTimer?.();
    this.#due = Infinity;
    this.#stopTimer = this.#options.environment.clock.after(pause, () => this.look());
  }

  get #room(): number {
    return (this.#working?.concurrency ?? this.#options.concurrency) - this.#options.driven();
  }

  /** Whether the thread was taken up. One that is driven here already was lost to others: its driver ends when it sees that. */
  async #take(id: string): Promise<boolean> {
    const tell = this.#working?.tell;
    try {
      const taken = await this.#options.take(id);
      if (taken === undefined) return false;
      tell?.({ type: 'taken', thread: id });
      taken.ended.then(
        (end) => tell?.(eventOf(id, end)),
        (error: unknown) => tell?.({ type: 'broken', thread: id, error }),
      );
      return true;
    } catch (error) {
      if (
        isProblem(error, 'thread/busy') ||
        isProblem(error, 'thread/not-found') ||
        isProblem(error, 'runtime/closed')
      ) {
        return false;
      }
      if (isOfTheThread(error)) this.#left.set(id, error);
      else this.later(id);
      tell?.({ type: 'refused', thread: id, error });
      return false;
    }
  }

  /** What was due at the last look and was not taken then is left to others; a worker looks again anyway. */
  async #sleep(looked: number): Promise<void> {
    const due = await this.#options.environment.store.nextDue();
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#due = Infinity;
    if (due !== undefined && due > looked && this.#open) this.#setFor(due);
  }

  #setFor(due: number): void {
    const { clock } = this.#options.environment;
    this.#stopTimer?.();
    this.#due = due;
    this.#stopTimer = clock.after(Math.max(0, due - clock.now()), () => this.look());
  }
}

/** Whether it is the thread that is in the way, and not a store that may be read again in a while. */
function isOfTheThread(error: unknown): boolean {
  return isProblem(error) && !error.code.startsWith('store/');
}

function eventOf(thread: string, end: DriveEnd): WorkerEvent {
  if (end === 'stale') return { type: 'lost', thread };
  return end === 'yielded' ? { type: 'released', thread } : { type: 'rested', thread, status: end };
}
