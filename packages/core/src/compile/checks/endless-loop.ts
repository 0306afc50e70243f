import { namesOf } from '../../base/problem/listed.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';
import { onLoops } from './regions/loops.ts';
import { reach } from './regions/reach.ts';

/** Nodes that only pass on must come to one that works, waits or ends. */
export function endlessLoop(graph: GraphOutline): readonly Mistake[] {
  const escaping = escapes(graph);
  const isCaught = (node: NodeOutline) => passes(node) && !escaping.has(node.name);
  const loops = onLoops(graph, isCaught);
  const told = new Set<string>();
  return [...graph.nodes.values()].flatMap((node) => {
    if (!loops.has(node.name) || told.has(node.name)) return [];
    // What was told before is not gone through again.
    const { nodes } = reach(graph, node.ways, (next) => (told.has(next.name) ? [] : next.ways));
    const loop = [...nodes];
    for (const name of loop) told.add(name);
    const said = `From here a lane passes through ${namesOf(loop)} without end: none of them works, waits or ends. Lead out of the loop.`;
    return [mistake('endless-loop', `${node.path}.next`, said)];
  });
}

/** The nodes from which one comes to a node that does not only pass on, or to one that is not known, each looked at once. */
function escapes(graph: GraphOutline): ReadonlySet<string> {
  const before = new Map<string, string[]>();
  const due: string[] = [];
  for (const node of graph.nodes.values()) {
    if (!passes(node)) due.push(node.name);
    for (const { to } of node.ways) {
      if (to === undefined || !graph.nodes.has(to)) due.push(node.name);
      else {
        const known = before.get(to) ?? [];
        known.push(node.name);
        before.set(to, known);
      }
    }
  }
  const found = new Set<string>();
  for (let name = due.pop(); name !== undefined; name = due.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const each of before.get(name) ?? []) due.push(each);
  }
  return found;
}

function passes({ kind, waits, fields }: NodeOutline): boolean {
  return kind !== 'final' && kind !== 'run' && kind !== 'graph' && !waits && fields['next'] !== undefined;
}
