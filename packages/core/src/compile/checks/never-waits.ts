import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import { entriesOf, fieldsOf } from '../outline/fields.ts';
import type { GraphOutline, NodeOutline } from '../outline/outline.ts';

/** A node without activity is left at once where its `next` always leads on, so nothing can come while a lane is there. */
export function neverWaits(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].filter(isLeftAtOnce).flatMap(({ name, path, fields }) =>
    ['on', 'after']
      .filter((property) => (entriesOf(fields[property]) ?? Object.keys(fieldsOf(fields[property]) ?? {})).length > 0)
      .map((property) => {
        const said = `Node "${name}" never waits, as its "next" leads on at once, so its "${property}" would never be used. Leave one of them out, or give "next" cases that do not always hold.`;
        return mistake('never-waits', `${path}.${property}`, said);
      }),
  );
}

/** Whether it can be told that a lane never stays; lanes that are opened are waited for. */
function isLeftAtOnce({ kind, ways, lists, fork }: NodeOutline): boolean {
  if (kind !== 'wait' || fork !== undefined) return false;
  const isCertain = ways.some((way) => way.kind === 'next' && way.to !== undefined);
  const decides = ({ of, entries }: (typeof lists)[number]): boolean =>
    of === 'choices' || (of === 'cases' && entries.some(({ guarded }) => !guarded));
  return isCertain || lists.some(decides);
}
