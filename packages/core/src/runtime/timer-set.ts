import type { Lanes } from '../advance/lanes.ts';
import type { Cause, Row } from '../advance/row.ts';
import { laneTimers, type DueTimer } from '../advance/timers.ts';
import { whenDue, type Clock } from '../base/clock.ts';
import type { Plan } from '../compile/plan.ts';

const none: readonly DueTimer[] = [];

/** Causes of rows that stop a lane, or have one that was stopped go on: a subgraph whose lane is stopped does not time out. */
const halts: ReadonlySet<Cause> = new Set(['fail', 'resume', 'begin', 'event', 'edit']);

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

  /** Looks at the timers of a lane again, which may be gone. What changes counts from {@link follow} on. */
  watch(path: string, lanes: Lanes): void {
    const lane = lanes.get(path);
    const timers = lane === undefined ? none : laneTimers(this.#plan, lane, lanes);
    if (timers.length === 0 && !this.#byLane.has(path)) return;
    if (timers.length === 0) this.#byLane.delete(path);
    else this.#byLane.set(path, timers);
    this.#changed = true;
  }

  /** Looks again at the timers of all lanes that rows may have given others, and waits for the earliest. */
  follow(rows: readonly Row[], lanes: Lanes): void {
    for (const { lane, cause, opened } of rows) {
      this.watch(lane, lanes);
      for (const { path } of opened?.lanes ?? []) this.watch(path, lanes);
      if (halts.has(cause)) for (const path of holdersOf(lane, lanes)) this.watch(path, lanes);
    }
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
    this.#stop = whenDue(this.#clock, earliest, () => this.fireDue());
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

function* holdersOf(path: string, lanes: Lanes): Generator<string> {
  for (let at = lanes.get(path)?.parent; at !== undefined; at = lanes.get(at)?.parent) yield at;
}
