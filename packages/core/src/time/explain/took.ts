import type { Diagram, DiagramEdge } from '../../compile/diagram.ts';
import type { Store } from '../../store/contract/store.ts';
import type { Reading } from '../../store/load.ts';
import { prefixOf } from '../read/active.ts';
import { activeOf } from '../read/active-since.ts';

/** A transition that was taken within a node that hosts something with states. */
export interface Took {
  /** The state that was left, by its name within the node; absent where it was taken whatever was active. */
  readonly from?: string;
  readonly to: string;
  readonly kind: DiagramEdge['kind'];
  /** The event with its guard, or the time. */
  readonly label?: string;
}

/** The transitions that a checkpoint took within the node of a lane, in order, as far as the node tells them. */
export async function tookAt(
  store: Store,
  thread: string,
  at: { readonly seq: number; readonly lane: string },
  reading: Reading,
): Promise<readonly Took[]> {
  const took: Took[] = [];
  for await (const { lane, diagram, taken } of activeOf(store, thread, { from: at.seq, to: at.seq }, { reading }))
    if (lane === at.lane) took.push(...taken.map((edge) => within(diagram, edge)));
  return took;
}

function within({ nodes }: Diagram, { from, to, kind, label }: DiagramEdge): Took {
  const { length } = prefixOf(new Map(nodes.map((node) => [node.id, node])), to);
  // What is left wherever in the node something is has the id of the node.
  const nameOf = (id: string): string => id.slice(length);
  const left = nameOf(from);
  return { ...(left !== '' && { from: left }), to: nameOf(to), kind, ...(label !== undefined && { label }) };
}
