import type { ForkOutline } from '../../outline/outline.ts';

/** The entries that each entry of a fork waits for, directly or through others. */
export function allNeeds({ lanes }: ForkOutline): ReadonlyMap<string, ReadonlySet<string>> {
  const direct = new Map(lanes.map(({ to, needs }) => [to, needs.flatMap((need) => need.to ?? [])]));
  const all = new Map<string, ReadonlySet<string>>();
  for (const { to } of lanes) {
    if (to === undefined) continue;
    const needed = new Set(direct.get(to));
    // A set takes what is added while it is gone through.
    for (const name of needed) for (const next of direct.get(name) ?? []) needed.add(next);
    all.set(to, needed);
  }
  return all;
}
