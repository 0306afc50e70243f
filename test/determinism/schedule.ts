import type { Clock } from '@cairn/core';

/** When things happen: a schedule delays every activity and every step by an amount of its own. */
export interface Schedule {
  /** What an activity waits for before it goes on; undefined where it goes on at once, without a promise. */
  pause(): Promise<void> | undefined;
  /** Whether whoever waits to be answered is answered now. */
  answersNow(): boolean;
}

/** The schedule of a seed: some go on at once, some after the promises that wait, some after up to 60 milliseconds. */
export function scheduleOf(seed: number, clock: Clock): Schedule {
  const random = randomOf(seed);
  return {
    pause() {
      const kind = random() % 8;
      if (kind === 0) return undefined;
      if (kind === 1) return Promise.resolve();
      if (kind === 2) return new Promise((resolve) => setImmediate(resolve));
      const wait = random() % 60;
      return new Promise((resolve) => clock.after(wait, resolve));
    },
    answersNow: () => random() % 2 === 0,
  };
}

/** A generator of numbers from 0 to 2^32 - 1 (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}
