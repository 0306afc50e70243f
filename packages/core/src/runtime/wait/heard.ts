import type { Happening, Published } from '../observe/event.ts';

/** So many events are kept for a reader that is behind, and so many checkpoints among them whole. */
const [most, mostWhole] = [1_000, 16];

/** A checkpoint that was heard: itself, or, behind many others, only where it stands; the store has it. */
export interface HeardCheckpoint {
  readonly type: 'checkpoint';
  readonly seq: number;
  readonly whole: Extract<Happening, { type: 'checkpoint' }> | undefined;
}

export type HeardEvent = HeardCheckpoint | HeardAlone;

/** What is heard beside checkpoints. */
export type HeardAlone = Exclude<Published, { type: 'checkpoint' }>;

/**
 * What was heard of a thread and not handed out yet.
 *
 * 1. It stays small behind a reader that is slow: what the store has is not kept, and what it does not have is counted.
 * 2. Once something was left out, all is left out until everything before it was handed out, so that order is kept.
 */
export class Heard {
  readonly #events: HeardEvent[] = [];
  #whole = 0;
  #missed = 0;
  #isFull = false;
  /** The first checkpoint that was heard, and the newest. */
  oldest: number = Infinity;
  newest = 0;
  /** The first output with a number that was heard, and the last. */
  firstShown: number = Infinity;
  lastShown = 0;

  hear(event: Published): void {
    if (event.type === 'checkpoint') {
      this.oldest = Math.min(this.oldest, event.seq);
      this.newest = Math.max(this.newest, event.seq);
    }
    const n = numberOf(event);
    if (n !== undefined) {
      this.firstShown = Math.min(this.firstShown, n);
      this.lastShown = Math.max(this.lastShown, n);
    }
    this.#isFull ||= this.#events.length >= most;
    if (this.#isFull) {
      // A thread's status is told from its record, too, and outputs with a number from the store.
      if (event.type !== 'checkpoint' && event.type !== 'status' && numberOf(event) === undefined) this.#missed += 1;
    } else this.#events.push(event.type === 'checkpoint' ? this.#keep(event) : event);
  }

  /** Whether nothing is left to hand out. */
  get isEmpty(): boolean {
    return this.#events.length === 0 && !this.#isFull;
  }

  /** The oldest. */
  get first(): HeardEvent | undefined {
    return this.#events[0];
  }

  take(): void {
    const event = this.#events.shift();
    if (event?.type === 'checkpoint' && event.whole !== undefined) this.#whole -= 1;
  }

  /** Takes what was heard before a checkpoint, and the checkpoint, where it was heard. */
  takeUpTo(seq: number): readonly HeardAlone[] {
    const before: HeardAlone[] = [];
    const at = this.#events.findIndex((event) => event.type === 'checkpoint' && event.seq === seq);
    for (let left = at + 1; left > 0; left -= 1) {
      const event = this.#events[0];
      if (event !== undefined && event.type !== 'checkpoint') before.push(event);
      this.take();
    }
    return before;
  }

  /** How many events were left out that no store has; all before them was handed out. */
  takeMissed(): number {
    const missed = this.#missed;
    this.#missed = 0;
    this.#isFull = false;
    return missed;
  }

  #keep(event: Extract<Published, { type: 'checkpoint' }>): HeardCheckpoint {
    const whole = this.#whole < mostWhole ? event : undefined;
    if (whole !== undefined) this.#whole += 1;
    return { type: 'checkpoint', seq: event.seq, whole };
  }
}

/** Which of those that the store keeps an output is, where it is one. */
export function numberOf(event: HeardEvent | Published): number | undefined {
  return 'n' in event ? event.n : undefined;
}

/** An event as it is handed out. */
export function withoutNumber(event: HeardAlone): Happening {
  if (!('n' in event)) return event;
  const { n: _n, ...told } = event;
  return told;
}
