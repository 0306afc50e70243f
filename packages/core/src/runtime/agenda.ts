import type { Environment } from './environment.ts';

/** How long a thread that could not be written is left alone, in milliseconds. */
const pause = 2_000;

/** What an agenda is given. */
export interface AgendaOptions {
  readonly environment: Environment;
  /** Takes a thread up; resolves when it is driven. */
  readonly wake: (id: string) => Promise<void>;
  /** How many more threads may be taken up now. */
  readonly room: () => number;
}

/** Sees to threads that have something to do and that nobody drives: stranded ones, and those whose time has come. */
export class Agenda {
  readonly #options: AgendaOptions;
  #looking: Promise<void> | undefined;
  #again = false;
  #stopTimer: (() => void) | undefined;
  #open = false;
  /** Threads that could not be taken up here; they are left to others, or to whoever asks for them. */
  readonly #left = new Map<string, unknown>();

  constructor(options: AgendaOptions) {
    this.#options = options;
  }

  /** Begins to look. */
  start(): void {
    this.#open = true;
    this.look();
  }

  /** Looks for threads to drive, and sets the time for the next look. */
  look(): void {
    if (!this.#open) return;
    this.#again = true;
    this.#looking ??= this.#lookAll().finally(() => {
      this.#looking = undefined;
      if (this.#again) this.look();
    });
    this.#looking.catch(() => undefined);
  }

  /** Takes a thread up again after a pause: its store could not be written. */
  later(id: string): void {
    if (!this.#open) return;
    this.#options.environment.clock.after(pause, () => {
      if (this.#open) void this.#take(id);
    });
  }

  /** Resolves when all that was due has been taken up. */
  async settled(): Promise<void> {
    while (this.#looking !== undefined) await this.#looking;
  }

  /** What went wrong with threads that could not be taken up, by id. */
  get left(): ReadonlyMap<string, unknown> {
    return this.#left;
  }

  async close(): Promise<void> {
    this.#open = false;
    this.#stopTimer?.();
    await this.settled().catch(() => undefined);
  }

  async #lookAll(): Promise<void> {
    const { environment, room } = this.#options;
    while (this.#again && this.#open) {
      this.#again = false;
      if (room() <= 0) return;
      const ids = await environment.store.runnable(environment.clock.now(), room() + this.#left.size);
      const todo = ids.filter((id) => !this.#left.has(id));
      for (const id of todo) await this.#take(id);
      if (todo.length > 0) this.#again = true;
    }
    if (this.#open) await this.#sleep();
  }

  async #take(id: string): Promise<void> {
    try {
      await this.#options.wake(id);
    } catch (error) {
      this.#left.set(id, error);
    }
  }

  async #sleep(): Promise<void> {
    const { store, clock } = this.#options.environment;
    const due = await store.nextDue();
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    if (due === undefined || !this.#open) return;
    this.#stopTimer = clock.after(Math.max(1, due - clock.now()), () => this.look());
  }
}
