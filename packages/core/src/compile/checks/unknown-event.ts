import { suggest } from '../../base/problem/nearest.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { found } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';

/** An event that something happens on must be declared in the `events` of the graph. */
export function unknownEvent(graph: GraphOutline): readonly Mistake[] {
  const { declared } = graph;
  if (declared === undefined) return [];
  const handled = [...graph.events, ...[...graph.nodes.values()].flatMap(({ events }) => events)];
  return handled.flatMap(({ path, event }) => {
    if (Object.hasOwn(declared, event)) return [];
    const said = `There is no event ${found(event)} in this graph. Declare it in \`events\`. ${suggest(event, Object.keys(declared))}`;
    return [mistake('unknown-event', path, said)];
  });
}
