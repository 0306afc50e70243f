import { Entries, type Entry } from './entries.ts';
import type { Fork, Lane } from './lane.ts';
import type { Draft } from './snapshot.ts';

/** Has all waits of a thread end so much later, in milliseconds; for a fork or a rewind, as though no time had passed since its checkpoint. */
export function postpone(draft: Pick<Draft, 'lanes' | 'late'>, by: number): void {
  if (by === 0) return;
  const { lanes, late } = draft;
  if (late !== undefined) draft.late = { came: late.came + by, since: late.since + by };
  for (const lane of lanes.all()) lanes.put(withInstants(lane, (at) => at + by));
}

/**
 * A lane with each of its instants changed: all that its timers are counted from, and there is no other list of them. When
 * its attempts failed is not one of them: that is over, and nothing waits for it.
 */
function withInstants(lane: Lane, change: (at: number) => number): Lane {
  const { entered, due, journal, fork, waits, began } = lane;
  return {
    ...lane,
    entered: change(entered),
    ...(began !== undefined && { began: change(began) }),
    ...(waits !== undefined && { waits: waits.map((wait) => ({ ...wait, at: change(wait.at) })) }),
    ...(due !== undefined && { due: change(due) }),
    ...(journal !== undefined && { journal: withSleeps(journal, change) }),
    ...(fork !== undefined && { fork: { ...fork, at: change(fork.at) } satisfies Fork }),
  };
}

function withSleeps(journal: Entries, change: (at: number) => number): Entries {
  const changed = (entry: Entry): Entry => (entry.kind === 'sleep' ? { ...entry, until: change(entry.until) } : entry);
  return Entries.of(Array.from(journal, ([key, entry]) => [key, changed(entry)] as const));
}
