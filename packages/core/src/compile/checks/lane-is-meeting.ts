import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';

/** A lane cannot start at the node where it is to meet the others. */
export function laneIsMeeting(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(({ fork }) =>
    (fork?.lanes ?? []).flatMap(({ path, to }) => {
      if (to === undefined || to !== fork?.then.to) return [];
      const said = `This lane would start at "${to}", which is where the lanes meet. Start it at another node, or meet at another.`;
      return [mistake('lane-is-meeting', path, said)];
    }),
  );
}
