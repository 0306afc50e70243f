import type { Store } from '../../store/contract/store.ts';
import { activeIn, innermostOf } from './active.ts';
import type { Checkpoint } from './checkpoint.ts';
import { diagramAt } from './diagrams-in-time.ts';

/** The innermost states that are active within the node of a lane, by what they are called there. */
export interface StatesWithin {
  readonly lane: string;
  readonly states: readonly string[];
}

/** The innermost states within the nodes of a checkpoint's lanes, of those that have some, by the graph of its time; needs no graph. */
export async function statesWithin(
  store: Store,
  { thread, seq, lanes }: Pick<Checkpoint, 'thread' | 'seq' | 'lanes'>,
): Promise<readonly StatesWithin[]> {
  const diagram = await diagramAt(store, thread, seq);
  if (diagram === undefined) return [];
  const all = lanes.map((lane) => ({ lane: lane.lane, states: innermostOf(diagram, activeIn(diagram, lane)) }));
  return all.filter(({ states }) => states.length > 0);
}
