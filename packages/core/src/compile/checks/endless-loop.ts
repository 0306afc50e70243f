import { namesOf } from '../../base/problem/listed.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';
import { reach } from './regions/reach.ts';

/** Nodes that only pass on must come to one that works, waits or ends. */
export function endlessLoop(graph: GraphOutline): readonly Mistake[] {
  const told = new Set<string>();
  return [...graph.nodes.values()].flatMap((node) => {
    if (!passes(node) || told.has(node.name)) return [];
    const { nodes, open } = reach(graph, node.ways, (next) => (passes(next) ? next.ways : []));
    const loop = [...graph.nodes.values()].filter(({ name }) => nodes.has(name));
    if (open || !nodes.has(node.name) || !loop.every(passes)) return [];
    for (const { name } of loop) told.add(name);
    const names = namesOf(loop.map(({ name }) => name));
    const said = `From here a lane passes through ${names} without end: none of them works, waits or ends. Lead out of the loop.`;
    return [mistake('endless-loop', `${node.path}.next`, said)];
  });
}

function passes({ kind, waits, fields }: NodeOutline): boolean {
  return kind !== 'final' && kind !== 'run' && kind !== 'graph' && !waits && fields['next'] !== undefined;
}
