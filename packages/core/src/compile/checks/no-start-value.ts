import { namesOf } from '../../base/problem/listed.ts';
import { isProblem } from '../../base/problem/problem.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { isSchema, type Schema } from '../../definition/schema.ts';
import { parse } from '../author.ts';
import { mistake } from '../mistake.ts';
import { attempt } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';
import { sharesOf } from '../outline/read-node.ts';

/** A subgraph whose keys need a value at the start must be given one. */
export function noStartValue(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(ofNode);
}

function ofNode(node: NodeOutline): readonly Mistake[] {
  const { name, path, fields, child } = node;
  if (child === undefined || fields['input'] !== undefined) return [];
  const shared = sharesOf(node).map((key) => key.name);
  const needed = Object.entries(child.keys).filter(([key, entry]) => !shared.includes(key) && needsValue(entry));
  if (needed.length === 0) return [];
  const keys = namesOf(needed.map(([key]) => key));
  const said = `Graph "${child.name}" needs ${keys} to start with, and node "${name}" gives it nothing. Add an \`input\` that does, or make the schema optional.`;
  return [mistake('no-start-value', `${path}.input`, said)];
}

/** Whether a key cannot be left out at the start; what a schema cannot say at once is given the benefit of the doubt. */
function needsValue(key: unknown): boolean {
  if (attempt(() => isSchema(key)) !== true) return false;
  try {
    parse(key as Schema, undefined, '');
    return false;
  } catch (error) {
    return attempt(() => isProblem(error, 'value/invalid')) === true;
  }
}
