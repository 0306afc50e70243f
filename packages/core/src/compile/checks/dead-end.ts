import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';

/** A node ends its lane, leads on, or waits for something that does. */
export function deadEnd(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].filter(isDeadEnd).map(({ name, path, kind }) => {
    const what =
      kind === 'run' || kind === 'graph'
        ? `When the activity of node "${name}" is done, nothing leads on.`
        : `Node "${name}" does nothing, waits for nothing and leads nowhere.`;
    return mistake('dead-end', path, `${what} Give it a "next", an "on" or an "after", or make it { final: true }.`);
  });
}

/** Whether a lane that is done at a node can go nowhere. */
function isDeadEnd({ kind, fields, waits, ways }: NodeOutline): boolean {
  const unreadable = ways.some(({ to }) => to === undefined);
  return kind !== 'final' && fields['next'] === undefined && !waits && !unreadable;
}
