import { mistakeInNeeds, orderByNeeds, type NeedingEntry } from '../../base/order-by-needs.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Writable } from '../../base/writable.ts';
import { decide } from '../../compile/author.ts';
import type { Author, EachPlan } from '../../compile/plan.ts';
import { openedLane } from '../state/opening.ts';
import type { Lane } from '../state/lane.ts';
import type { OpenedLane } from '../state/row.ts';
import { momentOf, nodeOf, placeOf, viewOf, type Turn } from './turn.ts';

/** An `each` that opens lanes; `origin` is the path before their ids. */
interface Opening {
  readonly lane: Lane;
  /** The lane that opens them, as they see it. */
  readonly after: Lane;
  readonly origin: string;
  readonly next: EachPlan & { readonly id: Author };
}

/**
 * Lanes named by their ids, each after those that it needs; one that needs others is `queued`.
 *
 * A problem `lanes/invalid-id` or `lanes/invalid-needs` where they cannot be.
 */
export function namedLanes(
  turn: Turn,
  opening: Opening,
  lanes: readonly OpenedLane[],
): readonly Writable<OpenedLane>[] {
  const { lane, origin } = opening;
  const entries = lanes.map((each) => said(turn, opening, each));
  const found = mistakeInNeeds(entries) ?? mistakenForSubgraph(turn, lane, entries);
  if (found !== undefined) {
    const { of, ...facts } = found;
    const at = { where: `${placeOf(lane)}.next.${of}`, ...facts };
    throw of === 'id' ? problem('lanes/invalid-id', at) : problem('lanes/invalid-needs', at);
  }
  const named = entries as readonly NeedingEntry[];
  const order = orderByNeeds(named);
  const placeOfId = new Map(order.map((index, place) => [(named[index] as NeedingEntry).id, place]));
  return order.map((index) => {
    const { id, needs } = named[index] as NeedingEntry;
    const each = { ...(lanes[index] as OpenedLane), path: `${origin}/${id}` };
    if (needs.length === 0) return each;
    const inOrder = [...new Set(needs)].toSorted(
      (left, right) => (placeOfId.get(left) as number) - (placeOfId.get(right) as number),
    );
    return { ...each, phase: 'queued', needs: inOrder.map((other) => `${origin}/${other}`) };
  });
}

/** The id and the needs that a lane's first state says. */
function said(
  turn: Turn,
  { lane, after, next }: Opening,
  each: OpenedLane,
): { readonly id: unknown; readonly needs: unknown } {
  const row = { seq: turn.draft.seq + 1, time: turn.now, cause: 'open' } as const;
  const state = viewOf(turn, openedLane(after, { by: 'each', graph: lane.graph }, each, row));
  const moment = momentOf(turn, lane);
  const id = decide(next.id, `${placeOf(lane)}.next.id`, state, moment);
  const needs = next.needs && decide(next.needs, `${placeOf(lane)}.next.needs`, state, moment);
  return { id, needs: needs ?? [] };
}

/** An id such as `search.1`, where the node has a subgraph too: a lane within that may have the same path, and so the same idempotency keys. */
function mistakenForSubgraph(
  turn: Turn,
  lane: Lane,
  entries: readonly { readonly id: unknown }[],
): ReturnType<typeof mistakeInNeeds> {
  if (nodeOf(turn, lane).kind !== 'graph') return undefined;
  const one = entries.find(({ id }) => /\.\d+$/u.test(id as string));
  return one && { of: 'id', id: `"${String(one.id)}"`, why: 'which could be the path of a lane of its subgraph' };
}
