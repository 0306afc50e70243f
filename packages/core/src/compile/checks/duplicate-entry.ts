import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { found } from '../outline/fields.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { listsOf } from './regions/lists.ts';

/** A list of names has each of them once; the lanes of an `all` are told apart by their nodes. */
export function duplicateEntry(graph: GraphOutline): readonly Mistake[] {
  return listsOf(graph).flatMap(({ of, entries }) => {
    const seen = new Set<string>();
    return entries.flatMap(({ path, name }) => {
      if (name === undefined || !seen.has(name)) {
        if (name !== undefined) seen.add(name);
        return [];
      }
      const mend = of === 'lanes' ? 'Leave one out, or open lanes at one node with "each".' : 'Leave one out.';
      return [mistake('duplicate-entry', path, `${found(name)} is in this list twice. ${mend}`)];
    });
  });
}
