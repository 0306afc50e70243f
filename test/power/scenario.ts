import type { AnyGraph } from '@cairn/core';
import type { Store } from '@cairn/core/store';
import type { VirtualClock } from '@cairn/testing';

/** What happens while the power goes out. */
export interface Scenario {
  /** The threads that it makes. */
  readonly threads: readonly string[];
  /** So many writes it takes at least; with fewer it would not do what it is there for. */
  readonly leastWrites: number;
  /** A graph whose activities wait by a clock. */
  graph(clock: VirtualClock): AnyGraph;
  /** Takes the threads to their end, as a client that may die at any time and knows only what it reads; gives the end as text. */
  play(graph: AnyGraph, store: Store, clock: VirtualClock): Promise<string>;
}

/** At most so many waits of the clock pass before a thread counts as stuck. */
const patience = 500;

/** Lets time pass, and calls `turn` in between until it gives something. */
export async function untilIt<Result>(clock: VirtualClock, turn: () => Promise<Result | undefined>): Promise<Result> {
  for (let count = 0; count < patience; count += 1) {
    await clock.advance(count === 0 ? 0 : (clock.pending[0] ?? clock.now()) - clock.now());
    const result = await turn();
    if (result !== undefined) return result;
  }
  throw new Error('It is stuck.');
}
