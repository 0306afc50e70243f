import type { LanesByPath } from './halted.ts';
import type { Fork, Lane } from './lane.ts';

const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** Where each of a fork's lanes is in their order: kept, for as lanes close this is asked again and again. */
export function placesOf({ lanes }: Pick<Fork, 'lanes'>): ReadonlyMap<string, number> {
  const known = places.get(lanes);
  if (known !== undefined) return known;
  const made = new Map(lanes.map((path, index) => [path, index]));
  places.set(lanes, made);
  return made;
}

/** The paths of the lanes that a lane needs, directly or through others. A lane of `each` names the first alone. */
export function allNeeds(lanes: LanesByPath, { needs }: Lane): ReadonlySet<string> {
  const all = new Set(needs);
  // A set takes what is added while it is gone through.
  for (const path of all) for (const next of lanes.get(path)?.needs ?? []) all.add(next);
  return all;
}

/** The lanes that a lane of a fork needs, directly or through others, in the fork's order. */
export function neededBy(lanes: LanesByPath, fork: Pick<Fork, 'lanes'>, lane: Lane): readonly Lane[] {
  if (lane.needs === undefined) return [];
  const placeOf = placesOf(fork);
  const paths = [...allNeeds(lanes, lane)].toSorted(
    (left, right) => (placeOf.get(left) ?? 0) - (placeOf.get(right) ?? 0),
  );
  return paths.flatMap((path) => lanes.get(path) ?? []);
}

/** Whether a lane of a fork has begun: a `queued` one has not, unless it was put off later, with a `pending` phase. */
export function hasBegun({ phase, pending }: Lane): boolean {
  return phase !== 'queued' || pending !== undefined;
}
