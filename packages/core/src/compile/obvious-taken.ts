import type { Drawing } from '../base/drawing.ts';
import { activeStates } from './active-states.ts';

/*
 * Most events do what can be seen: one transition has their name and leaves a state that is active, and that is taken. A row that says nothing else
 * need not say that, so who writes and who reads have one rule for it.
 */

interface Edge {
  readonly id?: string;
  readonly from: string;
  readonly kind: string;
  readonly label?: string;
}

/** The id of the transition that counts as taken by an event where a node's state tells nothing of it; undefined where none does. */
export function obviousTaken(
  { nodes, edges, active }: Drawing,
  values: Readonly<Record<string, unknown>>,
  event: string,
): string | undefined {
  const known = new Set(['', ...nodes.map(({ id }) => id)]);
  // What leads to no state is not drawn.
  const drawn = edges.filter(({ from, to }) => to !== '' && known.has(from) && known.has(to));
  return obviousAmong(drawn, new Set(['', ...activeStates({ states: nodes, active }, values)]), event);
}

/** The same of edges; `from` has what is active, and what is left wherever in the node something is. */
export function obviousAmong(edges: readonly Edge[], from: ReadonlySet<string>, event: string): string | undefined {
  const ids = new Set<string>();
  for (const { id, kind, label = '', from: left } of edges)
    if (id !== undefined && kind === 'event' && from.has(left) && isNamed(label, event)) ids.add(id);
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}

function isNamed(label: string, event: string): boolean {
  return label === event || label === `${event} (stays)` || label.startsWith(`${event} [`);
}
