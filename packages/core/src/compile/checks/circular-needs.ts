import { namesOf } from '../../base/problem/listed.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { ForkOutline, GraphOutline } from '../outline/outline.ts';

/** Lanes cannot wait for each other, nor one for itself. */
export function circularNeeds(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(({ fork }) => (fork === undefined ? [] : ofFork(fork)));
}

function ofFork({ lanes, needed: needs }: ForkOutline): readonly Mistake[] {
  const told = new Set<string>();
  return lanes.flatMap(({ to, needs: direct }) => {
    if (to === undefined || told.has(to) || needs.get(to)?.has(to) !== true) return [];
    const circle = [...needs.keys()].filter(
      (name) => needs.get(to)?.has(name) === true && needs.get(name)?.has(to) === true,
    );
    for (const name of circle) told.add(name);
    const at = direct.find((need) => need.to !== undefined && circle.includes(need.to));
    if (at === undefined) return [];
    const names = namesOf(circle);
    const said =
      circle.length === 1
        ? `Entry ${names} waits for itself, so it would never start. Leave it out of its own "needs".`
        : `The entries ${names} wait for each other, so none would ever start. Let one of them start without the others.`;
    return [mistake('circular-needs', at.path, said)];
  });
}
