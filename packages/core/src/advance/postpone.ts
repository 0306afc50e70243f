import { Entries, type Entry } from './entries.ts';
import type { Lane } from './lane.ts';
import type { Lanes } from './lanes.ts';

/** Has all that waits for time wait so much longer, in milliseconds: while a thread stood still, its clock did too. */
export function postpone(lanes: Lanes, by: number): void {
  if (by === 0) return;
  for (const lane of lanes.all()) lanes.put(postponed(lane, by));
}

function postponed(lane: Lane, by: number): Lane {
  const { entered, due, journal } = lane;
  return {
    ...lane,
    entered: entered + by,
    ...(due !== undefined && { due: due + by }),
    ...(journal !== undefined && { journal: postponedSleeps(journal, by) }),
  };
}

function postponedSleeps(journal: Entries, by: number): Entries {
  const later = (entry: Entry): Entry => (entry.kind === 'sleep' ? { ...entry, until: entry.until + by } : entry);
  return Entries.of(Array.from(journal, ([key, entry]) => [key, later(entry)] as const));
}
