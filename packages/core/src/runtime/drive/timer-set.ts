import type { Lanes } from '../../advance/state/lanes.ts';
import type { Cause, Row } from '../../advance/state/row.ts';
import { inOrder, laneTimers, type DueTimer } from '../../advance/timers.ts';
import { whenDue, type Clock } from '../../base/clock.ts';
import type { Plan } from '../../compile/plan.ts';

const none: readonly DueTimer[] = [];

/** Causes of rows that stop a lane, or have one that was stopped go on: a subgraph whose lane is stopped does not time out. */
const halts: ReadonlySet<Cause> = new Set(['fail', 'resume', 'begin', 'event', 'edit']);

/**
 * The timers of a thread that is driven here, by lane: retries, sleeps, waits and time limits, as the lanes say. Its driver tells it of
 * each row that was written. The clock is waited on for the earliest alone, and what is due then becomes an input of the driver's.
 */
export class TimerSet {
  readonly #plan: Plan;
  readonly #clock: Clock;
  readonly #fire: (timer: DueTimer) => void;
  readonly #byLane = new Map<string, readonly DueTimer[]>();
  #stop: (() => void) | undefined;
  #changed = false;
  /** None of them is earlier. */
  #earliest = Infinity;

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
    for (const { at } of timers) this.#earliest = Math.min(this.#earliest, at);
    this.#changed = true;
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#byLane.size === 0;
  }

  /** Looks again at the timers of all lanes that rows may have given others, and waits for the earliest. */
  follow(rows: readonly Row[], lanes: Lanes): void {
    for (let index = 0; index < rows.length; index += 1) {
      const { lane, cause, opened } = rows[index] as Row;
      // Many rows in a row may be of one lane, which is looked at as it is after all of them.
      if (rows[index + 1]?.lane !== lane) this.watch(lane, lanes);
      if (opened !== undefined) for (const { path } of opened.lanes) this.watch(path, lanes);
      if (halts.has(cause)) for (const path of holdersOf(lane, lanes)) this.watch(path, lanes);
    }
    if (this.#changed) this.#schedule();
  }

  /** Looks at the timers of all lanes anew, and waits for the earliest. */
  reset(lanes: Lanes): void {
    this.clear();
    for (const { path } of lanes.all()) this.watch(path, lanes);
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
    this.#earliest = Infinity;
    for (const timers of this.#byLane.values()) {
      for (const { at } of timers) this.#earliest = Math.min(this.#earliest, at);
    }
    if (this.#earliest === Infinity) return;
    this.#stop = whenDue(this.#clock, this.#earliest, () => this.fireDue());
  }

  /** Tells where something is due by now, and whether it is. */
  fireDue(): boolean {
    const [due] = this.#dueBy(this.#clock.now());
    if (due !== undefined) this.#fire(due);
    return due !== undefined;
  }

  /** Hands over what was due by a time, in order. */
  takeDue(by: number): readonly DueTimer[] {
    const due = this.#dueBy(by);
    for (const { lane } of due) {
      const left = (this.#byLane.get(lane) ?? none).filter(({ at }) => at > by);
      if (left.length === 0) this.#byLane.delete(lane);
      else this.#byLane.set(lane, left);
      this.#changed = true;
    }
    return due;
  }

  #dueBy(time: number): readonly DueTimer[] {
    if (time < this.#earliest) return none;
    return [...this.#byLane.values()]
      .flat()
      .filter(({ at }) => at <= time)
      .toSorted(inOrder);
  }
}

function* holdersOf(path: string, lanes: Lanes): Generator<string> {
  for (let at = lanes.get(path)?.parent; at !== undefined; at = lanes.get(at)?.parent) yield at;
}
