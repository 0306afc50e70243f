import { activeStates, type StatesBelow } from '../../compile/active-states.ts';
import type { ActiveAt } from '../../base/drawing.ts';
import type { Diagram } from '../../compile/diagram.ts';
import type { LaneAt } from './checkpoint.ts';

/** The states of a diagram that are active within a lane's node, by their ids, those that hold others before them; needs no graph. */
export function activeIn(
  diagram: Diagram,
  { graph, node, state }: Pick<LaneAt, 'graph' | 'node' | 'state'>,
): readonly string[] {
  const below = holdersIn(diagram).get(holderOf(graph, node));
  return below === undefined ? [] : activeStates(below, state);
}

/** Those of a diagram's active states that hold no other one, by what they are called within their node: `shop.cart`. */
export function innermostOf({ nodes }: Diagram, active: readonly string[]): readonly string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const holding = new Set(active.map((id) => byId.get(id)?.parent));
  return active.flatMap((id) => (holding.has(id) ? [] : [id.slice(prefixOf(byId, id).length)]));
}

/** What the ids of all states within a node begin with, by one of them: `shop.`; empty where it is no state. */
export function prefixOf(byId: ReadonlyMap<string, Diagram['nodes'][number]>, state: string): string {
  let at = byId.get(state);
  while (at?.state !== undefined) at = byId.get(at.parent ?? '');
  return at === undefined ? '' : `${at.id}.`;
}

/** The states of a node, and where it is told what was done within it. */
export interface Holder extends StatesBelow {
  readonly holder: string;
  readonly went?: ActiveAt;
}

const known = new WeakMap<Diagram, ReadonlyMap<string, Holder>>();

/** The nodes that have states, by their ids. */
export function holdersIn(diagram: Diagram): ReadonlyMap<string, Holder> {
  const found =
    known.get(diagram) ??
    new Map(
      diagram.nodes.flatMap(({ id: holder, active, went }) => {
        if (active === undefined) return [];
        const states = diagram.nodes.filter(({ id, state }) => state !== undefined && id.startsWith(`${holder}.`));
        return [[holder, { states, active, holder, ...(went !== undefined && { went }) }] as const];
      }),
    );
  known.set(diagram, found);
  return found;
}

/** The id of a lane's node in a diagram. */
export function holderOf(graph: string, node: string): string {
  return graph === '' ? node : `${graph}.${node}`;
}
