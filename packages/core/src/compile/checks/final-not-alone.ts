import { namesOf } from '../../base/problem/listed.ts';
import type { Mistake } from '../../base/problem/mistake.ts';
import { mistake } from '../mistake.ts';
import type { GraphOutline } from '../outline/outline.ts';

const allowed = ['final', 'label', 'description'];

/** A lane ends at a final node, so nothing else can happen there. */
export function finalNotAlone(graph: GraphOutline): readonly Mistake[] {
  return [...graph.nodes.values()].flatMap(({ name, path, fields, kind }) => {
    const others = Object.keys(fields).filter((field) => fields[field] !== undefined && !allowed.includes(field));
    if (kind !== 'final' || others.length === 0) return [];
    const listed = namesOf(others);
    const said = `Node "${name}" is final, so its ${listed} would never be used. Leave that out, or "final".`;
    return [mistake('final-not-alone', `${path}.final`, said)];
  });
}
