import type { Ended } from '../observe/event.ts';
import type { RunEnd, RunLife } from './run-life.ts';

const ways: Readonly<Record<Exclude<RunEnd, 'throw' | 'stopped'>, Ended>> = {
  return: { how: 'done' },
  left: { how: 'left' },
  'let-go': { how: 'released' },
  lost: { how: 'lost' },
};

const waiting: Ended = { how: 'waiting' };

function endedBy(life: RunLife, error: unknown): Ended | undefined {
  if (life.phase === 'aside') return waiting;
  if (life.phase !== 'over') return undefined;
  return life.by === 'throw' || life.by === 'stopped' ? { how: 'failed', error } : ways[life.by];
}

/** Listeners for the end of a run: over, or put aside. */
export class RunEnds {
  #hear: readonly ((ended: Ended) => void)[] = [];

  add(hear: (ended: Ended) => void, life: RunLife, error: unknown): void {
    this.#hear = [...this.#hear, hear];
    this.tell(life, error);
  }

  /** Tells them once it has ended, and then no more; `error` is what it failed by, where it did. */
  tell(life: RunLife, error: unknown): void {
    const ended = endedBy(life, error);
    if (ended === undefined) return;
    const told = this.#hear;
    this.#hear = [];
    for (const hear of told) hear(ended);
  }
}
