import type { Lane } from '../../advance/state/lane.ts';

/**
 * Which run of an attempt's function begins with a lane that stands so, counted from 1, as far as its journal tells: each wait that was
 * asked for ended a run. One that a crash ended before anything was recorded has left nothing.
 */
export function runNumber({ journal }: Pick<Lane, 'journal'>): number {
  let waits = 0;
  let isOpen = false;
  let isEmpty = true;
  for (const [, { kind }] of journal ?? []) {
    isEmpty = false;
    if (kind === 'answer' || kind === 'slept') waits += 1;
    else if (kind === 'ask' || kind === 'sleep') isOpen = true;
  }
  return isEmpty ? 1 : 1 + Math.max(1, waits + (isOpen ? 1 : 0));
}
