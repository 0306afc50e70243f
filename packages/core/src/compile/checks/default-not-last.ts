import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';
import { listsOf } from './regions/lists.ts';

/** Of cases and handlers the first that holds is taken, so one that always holds must be the last. */
export function defaultNotLast(graph: GraphOutline): readonly Mistake[] {
  return listsOf(graph).flatMap(({ of, entries }) => {
    if (of !== 'cases' && of !== 'handlers') return [];
    const at = entries.findIndex(({ guarded }) => !guarded);
    const entry = entries[at];
    if (entry === undefined || at === entries.length - 1) return [];
    const said =
      'This always holds, so nothing after it is ever tried. Move it to the end, or give it a "when" that may not hold.';
    return [mistake('default-not-last', entry.path, said)];
  });
}
