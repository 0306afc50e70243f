import { isDeadline, noteIfLate } from '../../advance/held-back.ts';
import { goesOn, putOff, wasMissed, type Late } from '../../advance/state/late.ts';
import type { Row } from '../../advance/state/row.ts';
import type { Draft, Snapshot } from '../../advance/state/snapshot.ts';
import type { DueTimer } from '../../advance/timers.ts';
import type { Clock } from '../../base/clock.ts';
import type { Plan } from '../../compile/plan.ts';

/** A thread that is driven here, as far as it has to catch up. */
interface Behind {
  readonly driver: { readonly plan: Plan; readonly snapshot: Snapshot };
  readonly timers: {
    /** When the first deadline was due, of those that were by a time. */
    firstDeadline(by: number): number | undefined;
    /** Has what is due be looked at when this says. */
    wakeAt(wakesAt: (at: number) => number): void;
  };
  readonly clock: Pick<Clock, 'now'>;
  /** Whether a run does something for a lane, or one below it, or an answer is being tried. */
  readonly isAtWorkAt: (lane: string) => boolean;
}

/** What waits for a deadline that was missed before it came. */
interface Waiting {
  /** When it came. */
  readonly at: number;
  /** What it is. */
  readonly of: object;
  readonly goOn: () => void;
}

/**
 * How a thread catches up that was taken up after a deadline had passed, as nobody was there. What came and what was due meanwhile is taken
 * in the order of its times, and a deadline is put off while what came before it leads on below it, for as long as that would have had. An
 * intake has one until no deadline that was missed is left; nearly no drive has any.
 *
 * 1. What came after a deadline, now included, waits until that was taken, or holds no more. What a run says does not.
 * 2. How far the thread lags behind is the same for all that was missed, so nothing has less time for what it does than it would have had.
 */
export class CatchUp {
  readonly #thread: Behind;
  /** Deadlines that had passed by then were missed. */
  readonly #began: number;
  /** What was taken first of what was missed, by this process or by one that was cut off in the middle of it. */
  #late: Late | undefined;
  /** In the order in which it came. */
  readonly #waiting: Waiting[] = [];

  constructor(thread: Behind) {
    this.#thread = thread;
    this.#began = thread.clock.now();
    this.#late = thread.driver.snapshot.late;
    this.#wake();
  }

  #wake(): void {
    const late = this.#late;
    this.#thread.timers.wakeAt((at) => (late !== undefined && wasMissed(late, at) ? putOff(late, at) : at));
  }

  /** Whether a deadline that was missed is left, or anything waits for one. */
  get isLeft(): boolean {
    return this.#waiting.length > 0 || this.#first !== undefined;
  }

  get #first(): number | undefined {
    return this.#thread.timers.firstDeadline(this.#began);
  }

  /** Whether a deadline that was missed comes before what came then, or what waits for one does. */
  isBefore(came: number): boolean {
    if (this.#isAnyBefore(came)) return true;
    return this.#thread.timers.firstDeadline(Math.min(this.#began, came)) !== undefined;
  }

  /** What was due by then was missed. */
  get began(): number {
    return this.#began;
  }

  /** Whether something came while nobody was there. */
  isMissed(came: number): boolean {
    return came <= this.#began;
  }

  /** Does something for what came then once no deadline that was missed comes before it. */
  inTurn(goOn: () => void, came: number, of: object = goOn): void {
    if (!this.isBefore(came)) return goOn();
    const after = this.#waiting.findIndex(({ at }) => at > came);
    this.#waiting.splice(after === -1 ? this.#waiting.length : after, 0, { at: came, of, goOn });
  }

  /** It waits no more, and does not go on. */
  drop(of: object): void {
    const at = this.#waiting.findIndex((each) => each.of === of);
    if (at !== -1) this.#waiting.splice(at, 1);
  }

  /** Has what waits go on, in order, up to the first deadline that is left; whether one is. */
  goOn(first: number | undefined = this.#first): boolean {
    while ((this.#waiting[0]?.at ?? Infinity) < (first ?? Infinity)) this.#waiting.shift()?.goOn();
    return first !== undefined;
  }

  /** All that waits goes on: nobody takes anything here any more. */
  close(): void {
    for (const { goOn } of this.#waiting.splice(0)) goOn();
  }

  /** What came then is taken up now. */
  takeUp(came: number): void {
    const late = this.#late;
    if (!this.isMissed(came) || covers(late, came)) return;
    // Where a process was cut off in the middle of catching up, what is due next is due in the time that it was behind by then.
    const as = late !== undefined && this.#isCutOff ? late.came + (came - late.since) : came;
    this.#late = { came: as, since: this.#thread.clock.now() };
    this.#wake();
  }

  /** What came then was taken, and led to rows: they say so where a deadline is put off, for whoever goes on from there could not tell. */
  taken(came: number, draft: Draft, rows: readonly Row[]): void {
    if (this.#late === undefined || !this.isMissed(came) || covers(draft.late, came)) return;
    noteIfLate(this.#thread.driver.plan, draft, rows, this.#late.came);
  }

  /** Of what is due, in order, what is taken now: what was missed does not come before a deadline that is put off, nor before what waits. */
  *takenOf(due: readonly DueTimer[]): Generator<DueTimer, void, undefined> {
    // Where a process was cut off in the middle of it, what was due since takes on what goes on.
    const since = this.#isCutOff ? (this.#late as Late).since : this.#began;
    let isHeldUp = false;
    for (const timer of due) {
      const [isEnd, wasDue] = [isDeadline(timer), timer.at <= since];
      if (wasDue && isHeldUp) continue;
      const waits = (isEnd || wasDue) && (this.#isAnyBefore(timer.at) || (isEnd && this.#isPutOff(timer)));
      if (!waits) yield timer;
      isHeldUp ||= isEnd && waits;
    }
  }

  #isAnyBefore(came: number): boolean {
    return this.#waiting.some(({ at }) => at < came);
  }

  /** Whether a deadline waits for what goes on below it. */
  #isPutOff({ lane: path, at }: DueTimer): boolean {
    const { snapshot } = this.#thread.driver;
    const [late, lane] = [this.#late, snapshot.lanes.get(path)];
    if (late === undefined || lane === undefined || !wasMissed(late, at)) return false;
    if (putOff(late, at) <= this.#thread.clock.now()) return false;
    return this.#thread.isAtWorkAt(path) || goesOn(snapshot.lanes, lane, late);
  }

  /** Whether a deadline is left that was put off before this process took the thread up. */
  get #isCutOff(): boolean {
    const { since } = this.#late ?? { since: Infinity };
    return since < this.#began && this.#thread.timers.firstDeadline(since) !== undefined;
  }
}

/** Whether something came in the time that was missed before what was taken late then. */
function covers(late: Late | undefined, came: number): boolean {
  return late !== undefined && came <= late.since;
}
