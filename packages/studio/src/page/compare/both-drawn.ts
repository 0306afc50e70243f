import type { Marks } from '@cairn/drawing/thread';
import type { Drawn } from '../drawing/drawn.ts';

/** Two walks as one drawing: what only the second has been at or made is marked as the other's. */
export function bothDrawn(one: Marks, two: Marks): Drawn {
  return {
    visited: one.visited,
    taken: one.taken,
    current: new Set([...one.current, ...two.current]),
    failed: new Set([...one.failed, ...two.failed]),
    other: new Set([...two.visited, ...two.taken].filter((each) => !one.visited.has(each) && !one.taken.has(each))),
  };
}
