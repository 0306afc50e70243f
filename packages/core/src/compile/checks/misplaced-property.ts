import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';

/** Properties of a node that mean nothing without one of these others. */
const companions: Readonly<Record<string, readonly string[]>> = {
  input: ['graph'],
  output: ['graph'],
  share: ['graph'],
  cache: ['run'],
  verify: ['run', 'graph'],
  retry: ['run', 'graph'],
  timeout: ['run', 'graph'],
};

/** A property that does nothing at its node was meant for something else. */
export function misplacedProperty(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].filter(({ kind }) => kind !== 'final').flatMap(ofNode);
}

function ofNode({ name, path, fields }: NodeOutline): readonly Mistake[] {
  return Object.entries(companions).flatMap(([property, others]) => {
    if (fields[property] === undefined || others.some((other) => fields[other] !== undefined)) return [];
    const missing = others.map((other) => `"${other}"`).join(' or ');
    const said = `"${property}" does nothing at "${name}", which has no ${missing}. Leave it out, or put it where the work is done.`;
    return [mistake('misplaced-property', `${path}.${property}`, said)];
  });
}
