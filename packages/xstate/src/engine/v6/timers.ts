/**
 * The timers of a system while it takes a step.
 *
 * 1. They fire in the order of their times, and those of one time in the order in which they were armed.
 * 2. An actor has one timer of an id: what is armed under it again takes its place.
 */
import type { DurableTimer } from './durable-state.ts';

export class Timers {
  #timers: readonly DurableTimer[];

  constructor(timers: readonly DurableTimer[]) {
    this.#timers = timers;
  }

  get all(): readonly DurableTimer[] {
    return this.#timers;
  }

  arm(timer: DurableTimer): void {
    this.cancel(timer.actor, timer.id);
    this.#timers = [...this.#timers, timer];
  }

  cancel(actor: string, id: string): void {
    this.#timers = this.#timers.filter((timer) => timer.actor !== actor || timer.id !== id);
  }

  cancelAll(actor: string): void {
    this.#timers = this.#timers.filter((timer) => timer.actor !== actor);
  }

  /** Takes out the next that is due. */
  next(now: number): DurableTimer | undefined {
    const next = nextOf(this.#timers);
    if (next === undefined || next.due > now) return undefined;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    return next;
  }
}

/** The one that fires first. */
export function nextOf(timers: readonly DurableTimer[]): DurableTimer | undefined {
  return timers.toSorted((one, other) => one.due - other.due || one.order - other.order)[0];
}
