import { elapsedOn, type Clock } from '../../base/clock.ts';
import { isProblem } from '../../base/problem/problem.ts';

/**
 * What was in the way of a thread that could not be driven: its own state (`left` to others, or to whoever asks for it), what
 * its activities need and this runtime lacks (`unfit`), a drive that `died`, or somebody who had it meanwhile (`lost`).
 */
export type Setback = 'left' | 'unfit' | 'died' | 'lost';

interface Standing {
  readonly setback: Setback;
  readonly error: unknown;
  /** How often in a row. */
  readonly times: number;
  /** Until when it is left alone, as passes on the clock. */
  readonly until: number;
}

/** The first pause and the longest, in milliseconds; each is twice as long as the one before. */
const pauses: Readonly<Record<Setback, { readonly first: number; readonly longest: number }>> = {
  left: { first: 60_000, longest: 3_600_000 },
  unfit: { first: 60_000, longest: 3_600_000 },
  died: { first: 2_000, longest: 300_000 },
  lost: { first: 500, longest: 60_000 },
};

/** The pause after the `times`-th setback in a row. A thread that was lost once is looked at again at once. */
export function pauseAfter(setback: Setback, times: number): number {
  const { first, longest } = pauses[setback];
  const doubled = times - (setback === 'lost' ? 2 : 1);
  return doubled < 0 ? 0 : Math.min(longest, first * 2 ** Math.min(doubled, 30));
}

/**
 * Threads that could not be driven here: each is left alone for a pause, which grows with every setback of its kind in a row. The agenda
 * notes setbacks, and passes over those whose pause is not over.
 */
export class Setbacks {
  readonly #clock: Clock;
  readonly #of = new Map<string, Standing>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a setback; gives the pause, in milliseconds. */
  note(id: string, setback: Setback, error?: unknown): number {
    const before = this.#of.get(id);
    const times = before?.setback === setback ? before.times + 1 : 1;
    const pause = pauseAfter(setback, times);
    this.#of.set(id, { setback, error, times, until: elapsedOn(this.#clock) + pause });
    return pause;
  }

  /** Whether a thread is left alone now. */
  has(id: string): boolean {
    const standing = this.#of.get(id);
    return standing !== undefined && standing.until > elapsedOn(this.#clock);
  }

  /** Whether a thread is left alone though whoever asks for it would be told nothing new by trying. */
  isResting(id: string): boolean {
    return this.#of.get(id)?.setback !== 'left' && this.has(id);
  }

  /** What is in the way of a thread that is left alone for a setback of a kind. */
  causeOf(id: string, setback: Setback): unknown {
    const standing = this.#of.get(id);
    return standing?.setback === setback && this.has(id) ? standing.error : undefined;
  }

  /** The thread went on. */
  clear(id: string): void {
    this.#of.delete(id);
  }

  /** Forgets threads that were left to others and are listed no more: those dealt with them. One that is tried again is not listed either. */
  keep(listed: ReadonlySet<string>): void {
    for (const [id, { setback }] of this.#of) {
      if (!listed.has(id) && (setback === 'left' || (setback === 'unfit' && this.has(id)))) this.#of.delete(id);
    }
  }

  /** How many are known. */
  get size(): number {
    return this.#of.size;
  }

  /** What is in the way of threads that are left, by id. */
  get left(): ReadonlyMap<string, unknown> {
    const left = [...this.#of].filter(([, { setback }]) => setback === 'left' || setback === 'unfit');
    return new Map(left.map(([id, { error }]) => [id, error]));
  }
}

/** Whether somebody else has a thread, or nobody any more, for it is gone or at its end. */
export function isElsewhere(error: unknown): boolean {
  return isProblem(error, 'thread/over') || isProblem(error, 'thread/busy') || isProblem(error, 'thread/not-found');
}

/** Whether a drive ended because this runtime lacks what the thread's activities need. */
export function isUnfit(error: unknown): boolean {
  return isProblem(error, 'activity/unknown-graph');
}

/** Whether it is the thread that is in the way, and not a store that may be read again in a while. */
export function isOfTheThread(error: unknown): boolean {
  return isProblem(error) && !error.code.startsWith('store/');
}
