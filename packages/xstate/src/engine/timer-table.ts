/**
 * The timers of a system while it takes a step.
 *
 * 1. They fire in the order of their times, and those of one time in the order in which they were armed.
 * 2. Cancelling is XState's: of two armed by one actor under one id the later one is cancelled, and once one of them fired none is.
 */
import type { ActorMark, Timer } from './machine-state.ts';

export interface Arming {
  readonly source: string;
  readonly target: ActorMark;
  readonly event: unknown;
  readonly id?: string;
  readonly due: number;
  readonly delay?: number;
}

export class TimerTable {
  #timers: Timer[];

  constructor(timers: readonly Timer[]) {
    this.#timers = [...timers];
  }

  get all(): readonly Timer[] {
    return this.#timers;
  }

  arm(arming: Arming, order: number): void {
    if (arming.id !== undefined) this.#loosen(arming.source, arming.id);
    this.#timers.push({ order, ...arming });
  }

  cancel(source: string, id: string): void {
    this.#timers = this.#timers.filter((timer) => !isHeld(timer, source) || timer.id !== id);
  }

  cancelAll(source: string): void {
    this.#timers = this.#timers.filter((timer) => !isHeld(timer, source));
  }

  /** Takes out the next that is due. */
  next(now: number): Timer | undefined {
    const next = earliest(this.#timers);
    if (next === undefined || next.due > now) return undefined;
    this.#timers = this.#timers.filter((timer) => timer !== next);
    if (next.id !== undefined) this.#loosen(next.source, next.id);
    return next;
  }

  #loosen(source: string, id: string): void {
    this.#timers = this.#timers.map((timer) =>
      isHeld(timer, source) && timer.id === id ? { ...timer, loose: true } : timer,
    );
  }
}

/** The one that fires first. */
export function earliest(timers: readonly Timer[]): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (first === undefined || timer.due < first.due || (timer.due === first.due && timer.order < first.order)) {
      first = timer;
    }
  }
  return first;
}

function isHeld(timer: Timer, source: string): boolean {
  return timer.source === source && timer.loose !== true;
}
