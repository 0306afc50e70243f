/**
 * Steps that are kept for longer than a visit, by the node that did them.
 *
 * 1. What a visit found once it finds again, however often its function runs: what a turn kept goes when its lane moves on.
 * 2. A turn's steps are their lane's alone, until somebody outside has it go on. That may be in the middle of a visit: what is done from then on is
 *    of the next turn.
 * 3. A thread's go the way of the state: a lane finds those of the lanes that hold it as well, and where it closes and its fork meets, or
 *    its subgraph is done, its holder has them; of several lanes' under one key that of the first in their order. So it does not depend
 *    on the pace of lanes what is found, and what lanes that were lost had done is lost with them.
 */

import { Entries, type Entry } from './entries.ts';
import type { KeptSteps, Lane } from './lane.ts';
import { childrenOf, type Snapshot } from './snapshot.ts';

/** For how long a step is kept beyond its visit. */
export type Keeping = 'turn' | 'thread';

type ByPlace = NonNullable<KeptSteps['thread']>;

/** The key of a node's steps; no name of a node has a slash. */
function placeOf({ graph, node }: Pick<Lane, 'graph' | 'node'>): string {
  return `${graph}/${node}`;
}

/** What a lane keeps once its node has done a step. */
export function withStep(lane: Lane, per: Keeping, key: string, entry: Entry): KeptSteps {
  const part = per === 'turn' && lane.kept?.next !== undefined ? 'next' : per;
  const before = lane.kept?.[part];
  const place = placeOf(lane);
  return { ...lane.kept, [part]: { ...before, [place]: (before?.[place] ?? Entries.of([])).put(key, entry) } };
}

/** What a lane keeps once its lanes have met, or its subgraph is done. */
export function withStepsOfLanes(snapshot: Snapshot, holder: Lane): KeptSteps | undefined {
  let thread = holder.kept?.thread;
  for (const { phase, kept } of childrenOf(snapshot, holder)) {
    if (phase === 'closed' && kept?.thread !== undefined) thread = together(thread, kept.thread);
  }
  return thread === undefined ? holder.kept : { ...holder.kept, thread };
}

/** What is kept in both, of one key what is in the first. */
function together(first: ByPlace | undefined, second: ByPlace): ByPlace {
  const all = { ...first };
  for (const [place, entries] of Object.entries(second)) {
    let here = all[place] ?? Entries.of([]);
    for (const [key, entry] of entries) if (here.get(key) === undefined) here = here.put(key, entry);
    all[place] = here;
  }
  return all;
}

/** What a lane keeps that moves on. */
export function keptOnMove({ turn, next, ...kept }: KeptSteps): KeptSteps {
  const now = next ?? turn;
  return now === undefined ? kept : { ...kept, turn: now };
}

/** What a lane keeps once an input from outside begins a new turn; `moves` says whether that takes the lane from its node. */
export function keptInNewTurn({ turn, next, ...kept }: KeptSteps, moves: boolean): KeptSteps {
  if (moves || turn === undefined) return kept;
  return { ...kept, turn: next === undefined ? turn : together(turn, next), next: {} };
}

/** Steps that a run finds. */
export interface FoundSteps {
  readonly turn: readonly Entries[];
  readonly thread: readonly Entries[];
}

/** What the node of a lane has done before that is kept, from the inside out; undefined where that is nothing, as nearly always. */
export function stepsKeptFor({ lanes }: Pick<Snapshot, 'lanes'>, lane: Lane): FoundSteps | undefined {
  let thread: Entries[] | undefined;
  for (let at: Lane | undefined = lane; at !== undefined;) {
    if (at.kept !== undefined) {
      thread ??= [];
      const own = at.kept.thread?.[placeOf(lane)];
      if (own !== undefined) thread.push(own);
    }
    at = at.parent === undefined ? undefined : lanes.get(at.parent);
  }
  if (thread === undefined) return undefined;
  const { turn, next } = lane.kept ?? {};
  return { thread, turn: [turn, next].flatMap((steps) => steps?.[placeOf(lane)] ?? []) };
}

/** A step that is kept for so long; undefined where there is none. */
export function stepKept(found: FoundSteps | undefined, per: Keeping, key: string): Entry | undefined {
  return found?.[per].find((entries) => entries.get(key) !== undefined)?.get(key);
}

/** What is kept, under the places that its nodes have after a migration; steps of nodes that `placeNow` does not know are dropped. */
export function stepsMoved(
  kept: KeptSteps,
  placeNow: (graph: string, node: string) => Pick<Lane, 'graph' | 'node'> | undefined,
): KeptSteps {
  const moved = (steps: ByPlace): ByPlace =>
    Object.fromEntries(
      Object.entries(steps).flatMap(([place, entries]) => {
        const slash = place.lastIndexOf('/');
        const now = placeNow(place.slice(0, slash), place.slice(slash + 1));
        return now === undefined ? [] : [[placeOf(now), entries] as const];
      }),
    );
  return Object.fromEntries(Object.entries(kept).map(([per, steps]) => [per, moved(steps as ByPlace)]));
}
