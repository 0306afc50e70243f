import { combine, type Change, type Changes, type Values } from '../../base/change.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { GraphPlan } from '../../compile/plan.ts';
import { conflictOf, sharedChanges } from '../state/joined.ts';
import { changed, type Lane } from '../state/lane.ts';
import { childrenOf, type Snapshot } from '../state/snapshot.ts';
import { reduceChanges } from './update.ts';

/** A lane whose subgraph has ended, as what follows from that sees it. */
export interface Met {
  /** The lane with what the subgraph changed of the keys that they share. */
  readonly lane: Lane;
  /** What folding cannot tell of that, so that the row has to: results of reducers, where the holder's value changed meanwhile, and keys decided by hand. */
  readonly own: Changes | undefined;
}

/** A lane whose subgraph is at its end, with what it shares; a problem `state/conflict` where an event, a timer, an edit or a fork set the same key meanwhile. */
export function met(snapshot: Snapshot, lane: Lane, graph: GraphPlan, codec: Codec): Met {
  const shared = sharedChanges(snapshot, lane);
  if (shared === undefined) return { lane, own: undefined };
  const conflict = conflictOf(lane, childrenOf(snapshot, lane));
  if (conflict !== undefined) throw problem('state/conflict', { ...conflict, node: lane.node });
  const own: Record<string, Change> = {};
  for (const key in shared) {
    const change = shared[key] as Change;
    if (lane.decided?.includes(key) === true) own[key] = { set: lane.values[key] };
    else if ('reduce' in change && Object.hasOwn(lane.fork?.written ?? {}, key))
      own[key] = anew(graph, lane.values, { [key]: { reduce: change.reduce, set: undefined } }, codec);
  }
  const told = Object.keys(own).length === 0 ? undefined : own;
  return { lane: changed(lane, told === undefined ? shared : combine([shared, told]), undefined), own: told };
}

/**
 * The lane for `verify` to see; undefined where {@link met} throws: then nothing is verified, and the lane fails with that problem once
 * the run is over.
 */
export function metOrNot(snapshot: Snapshot, lane: Lane, graph: GraphPlan, codec: Codec): Lane | undefined {
  try {
    return met(snapshot, lane, graph, codec).lane;
  } catch {
    return undefined;
  }
}

/** What a reducer makes of the subgraph's updates where the holder's value is another by now. */
function anew(graph: GraphPlan, values: Values, updates: Changes, codec: Codec): Change {
  const [reduced] = Object.values(reduceChanges(graph, values, updates, codec) ?? {});
  return { reduce: [], set: (reduced as { readonly set: unknown }).set };
}

/** A row's changes after what {@link met} has to tell. */
export function afterMet(own: Changes | undefined, changes: Changes | undefined): Changes | undefined {
  if (own === undefined || changes === undefined) return own ?? changes;
  return combine([own, changes]);
}
