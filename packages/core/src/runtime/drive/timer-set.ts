import type { Lanes } from '../../advance/state/lanes.ts';
import type { Cause, Row } from '../../advance/state/row.ts';
import { isDeadline } from '../../advance/held-back.ts';
import { inOrder, laneTimers, type DueTimer } from '../../advance/timers.ts';
import { whenDue, type Clock } from '../../base/clock.ts';
import type { Plan } from '../../compile/plan.ts';

const none: readonly DueTimer[] = [];

/** Causes of rows that stop a lane, or have one that was stopped go on: a subgraph whose lane is stopped does not time out. */
const halts: ReadonlySet<Cause> = new Set(['fail', 'resume', 'begin', 'event', 'edit']);

/**
 * The timers of a thread that is driven here, by lane: retries, sleeps, waits and time limits, as the lanes say. Its driver tells it of
 * each row that was written. The clock is waited on for the earliest alone.
 */
export class TimerSet {
  readonly #plan: Plan;
  readonly #clock: Clock;
  /** Told when something is due. */
  readonly #fire: () => void;
  readonly #byLane = new Map<string, readonly DueTimer[]>();
  #stop: (() => void) | undefined;
  #changed = false;
  /** None of them is earlier. */
  #earliest = Infinity;
  /** When the first deadline is due, where that was asked for since anything changed. */
  #firstDeadline: number | undefined;
  /** When what is due at a time is looked at. */
  #wakesAt: ((at: number) => number) | undefined;

  constructor(plan: Plan, clock: Clock, fire: () => void) {
    this.#plan = plan;
    this.#clock = clock;
    this.#fire = fire;
  }

  /** Looks at the timers of a lane again, which may be gone. What changes counts from {@link follow} on. */
  watch(path: string, lanes: Lanes): void {
    const lane = lanes.get(path);
    const timers = lane === undefined ? none : laneTimers(this.#plan, lane, lanes);
    if (timers.length === 0 && !this.#byLane.has(path)) return;
    this.#firstDeadline = undefined;
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
    this.look(rows, lanes);
    if (this.#changed) this.#schedule();
  }

  /** Looks again at the timers of all lanes that rows may have given others. What changes counts from {@link follow} on. */
  look(rows: readonly Row[], lanes: Lanes): void {
    for (let index = 0; index < rows.length; index += 1) {
      const { lane, cause, opened } = rows[index] as Row;
      // Many rows in a row may be of one lane, which is looked at as it is after all of them.
      if (rows[index + 1]?.lane !== lane) this.watch(lane, lanes);
      if (opened !== undefined) for (const { path } of opened.lanes) this.watch(path, lanes);
      if (halts.has(cause)) for (const path of holdersOf(lane, lanes)) this.watch(path, lanes);
    }
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
    this.#firstDeadline = undefined;
  }

  /** Has what is due be looked at at other times, from now on; undefined where it is when it is due. */
  wakeAt(wakesAt: ((at: number) => number) | undefined): void {
    this.#wakesAt = wakesAt;
    this.#schedule();
  }

  #schedule(): void {
    this.#changed = false;
    this.#stop?.();
    this.#stop = undefined;
    this.#earliest = Infinity;
    let next = Infinity;
    for (const timers of this.#byLane.values()) {
      for (const { at } of timers) {
        this.#earliest = Math.min(this.#earliest, at);
        if (this.#wakesAt !== undefined) next = Math.min(next, this.#wakesAt(at));
      }
    }
    if (this.#wakesAt === undefined) next = this.#earliest;
    if (next === Infinity) return;
    this.#stop = whenDue(this.#clock, next, this.#fire);
  }

  /** What was due by a time, and after another, in order. */
  dueBy(time: number, after: number = -Infinity): readonly DueTimer[] {
    if (time < this.#earliest) return none;
    return [...this.#byLane.values()]
      .flat()
      .filter(({ at }) => at <= time && at > after)
      .toSorted(inOrder);
  }

  /** When the first deadline was due, of those that were by a time. */
  firstDeadline(by: number): number | undefined {
    if (by < this.#earliest) return undefined;
    if (this.#firstDeadline === undefined) {
      this.#firstDeadline = Infinity;
      for (const timers of this.#byLane.values()) this.#firstDeadline = Math.min(this.#firstDeadline, firstOf(timers));
    }
    return this.#firstDeadline <= by ? this.#firstDeadline : undefined;
  }

  /** One is taken. */
  drop({ lane, kind, name }: DueTimer): void {
    this.#firstDeadline = undefined;
    const left = (this.#byLane.get(lane) ?? none).filter((each) => each.kind !== kind || each.name !== name);
    if (left.length === 0) this.#byLane.delete(lane);
    else this.#byLane.set(lane, left);
    this.#changed = true;
  }
}

/** When the first deadline is due of a lane's timers. */
function firstOf(timers: readonly DueTimer[]): number {
  let first = Infinity;
  for (const timer of timers) if (isDeadline(timer)) first = Math.min(first, timer.at);
  return first;
}

function* holdersOf(path: string, lanes: Lanes): Generator<string> {
  for (let at = lanes.get(path)?.parent; at !== undefined; at = lanes.get(at)?.parent) yield at;
}
