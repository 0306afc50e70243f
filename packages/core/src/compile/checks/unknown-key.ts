import { suggest } from '../../base/problem/nearest.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { fieldsOf, found } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { sharesOf, writesOf } from '../outline/read-node.ts';

/** A key that a node declares to write, or to share, must be a key of the state. */
export function unknownKey(graph: GraphOutline): readonly Mistake[] {
  if (fieldsOf(graph.fields['state']) === undefined) return [];
  const known = Object.keys(graph.keys);
  return [...graph.nodes.values()]
    .flatMap((node) => [...writesOf(node), ...sharesOf(node)])
    .flatMap(({ path, name }) => {
      if (name === undefined || known.includes(name)) return [];
      return [mistake('unknown-key', path, `There is no key ${found(name)} in the state. ${suggest(name, known)}`)];
    });
}
