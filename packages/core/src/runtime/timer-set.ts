import type { Lane } from '../advance/lane.ts';
import { laneTimers, type DueTimer } from '../advance/timers.ts';
import type { Clock } from '../base/clock.ts';
import type { Plan } from '../compile/plan.ts';

const none: readonly DueTimer[] = [];

/** The timers of a thread that is being driven: one wait of the clock for the earliest of them. */
export class TimerSet {
  readonly #plan: Plan;
  readonly #clock: Clock;
  readonly #fire: (timer: DueTimer) => void;
  readonly #byLane = new Map<string, readonly DueTimer[]>();
  #stop: (() => void) | undefined;
  #changed = false;

  constructor(plan: Plan, clock: Clock, fire: (timer: DueTimer) => void) {
    this.#plan = plan;
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Looks at a lane's timers again; undefined for a lane that is gone. What changes counts from {@link arm} on. */
  watch(path: string, lane: Lane | undefined): void {
    const timers = lane === undefined ? none : laneTimers(this.#plan, lane);
    if (timers.length === 0 && !this.#byLane.has(path)) return;
    if (timers.length === 0) this.#byLane.delete(path);
    else this.#byLane.set(path, timers);
    this.#changed = true;
  }

  /** Waits for the earliest of the timers as they are now. */
  arm(): void {
    if (this.#changed) this.#schedule();
  }

  clear(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#byLane.clear();
  }

  #schedule(): void {
    this.#changed = false;
    this.#stop?.();
    this.#stop = undefined;
    let earliest = Infinity;
    for (const timers of this.#byLane.values()) for (const { at } of timers) earliest = Math.min(earliest, at);
    if (earliest === Infinity) return;
    this.#stop = this.#clock.after(Math.max(0, earliest - this.#clock.now()), () => this.fireDue());
  }

  /** Fires what is due by now. */
  fireDue(): void {
    const now = this.#clock.now();
    const due = [...this.#byLane.values()].flat().filter(({ at }) => at <= now);
    for (const [path, timers] of this.#byLane) {
      const left = timers.filter(({ at }) => at > now);
      if (left.length === 0) this.#byLane.delete(path);
      else this.#byLane.set(path, left);
    }
    this.#schedule();
    for (const timer of due.toSorted((left, right) => left.at - right.at)) this.#fire(timer);
  }
}
