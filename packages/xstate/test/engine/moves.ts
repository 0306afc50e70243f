import { expect } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { Pair } from './pair.ts';

/** How it goes, the same with XState: who took which event, in order. */
export function movesOf(pair: Pair): readonly string[] {
  const [told, engine] = pair.traces();
  expect(engine).toEqual(told);
  return pair.last.moves.map(({ actor, event, ignored }) => `${actor}:${event.type}${ignored === true ? '?' : ''}`);
}

/** A pair that has begun. */
export function pairOf(make: () => unknown): Pair {
  const pair = new Pair(make as () => AnyStateMachine);
  movesOf(pair);
  return pair;
}
