import { suggest } from '../../base/problem/nearest.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { found } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';

/** What a lane waits for must be another entry of the same `all`. */
export function unknownLane(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(({ fork }) => {
    const entries = (fork?.lanes ?? []).map(({ to }) => to);
    const known = entries.filter((to) => to !== undefined);
    if (known.length < entries.length || known.some((to) => !graph.nodes.has(to))) return [];
    return (fork?.lanes ?? [])
      .flatMap(({ needs }) => needs)
      .flatMap(({ path, to }) => {
        if (to === undefined || known.includes(to) || !graph.nodes.has(to)) return [];
        const said = `This waits for ${found(to)}, which is not an entry of this \`all\`, so it would never start.`;
        return [mistake('unknown-lane', path, `${said} ${suggest(to, known)}`)];
      });
  });
}
