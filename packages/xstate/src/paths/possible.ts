import { activitiesOf, type DueTimer } from '@cairn/core';
import type { GraphPlan, NodePlan } from '../machine/level.ts';
import { eventType, graphTimerType, nodeId, timerType } from '../machine/model-events.ts';
import type { ModelEvent, Walk } from '../machine/walk.ts';

/** What an activity comes to: an update, an error that it throws, or a function of the state that gives either of them. */
export type Outcome = unknown;

/** What a thread may meet. */
export interface Given {
  /** What activities come to, by the ids of their nodes. One that is not named gives no update, and fails too where its node has `onError`. */
  readonly outcomes?: Readonly<Record<string, readonly Outcome[]>>;
  /** What events carry, by name. One that is not named carries nothing. */
  readonly events?: Readonly<Record<string, readonly unknown[]>>;
}

/** All that may happen next to a thread of a model, in the order of its lanes. */
export function possibleEvents(walk: Walk, given: Given): readonly ModelEvent[] {
  if (walk.status === 'done' || walk.status === 'cancelled') return [];
  const [due] = walk.timers;
  const timer = due === undefined ? undefined : timerEvent(walk, due);
  const timed = timer === undefined ? [] : [timer];
  if (walk.isDue) return timed;
  return [...ends(walk, given), ...sent(walk, given), ...timed];
}

function ends(walk: Walk, { outcomes = {} }: Given): readonly ModelEvent[] {
  const due = activitiesOf(walk.of.plan, walk.snapshot, walk.of.codec);
  return due.flatMap(({ lane, graph, node, state }) => {
    const { at, nodes } = walk.of.plan.graphs[graph] as GraphPlan;
    const id = nodeId({ at }, node);
    const isOneOfMany = due.some((other) => other.lane !== lane && other.graph === graph && other.node === node);
    const place = isOneOfMany ? { lane } : {};
    const listed = Object.hasOwn(outcomes, id) ? (outcomes[id] ?? []) : usual(nodes[node] as NodePlan);
    return listed.map((outcome) =>
      endBy(id, typeof outcome === 'function' ? (outcome as (s: unknown) => unknown)(state) : outcome, place),
    );
  });
}

function usual({ onError = [] }: NodePlan): readonly Outcome[] {
  return onError.length === 0 ? [undefined] : [undefined, new Error('failed')];
}

function endBy(id: string, outcome: unknown, place: Pick<ModelEvent, 'lane'>): ModelEvent {
  if (!(outcome instanceof Error))
    return { type: `done.${id}`, ...(outcome !== undefined && { update: outcome }), ...place };
  const { name, message } = outcome;
  const isFatal = name === 'CairnFatal';
  const code = 'code' in outcome && typeof outcome.code === 'string' ? { code: outcome.code } : {};
  return { type: `error.${id}`, error: { ...(isFatal ? { fatal: true } : { name }), message, ...code }, ...place };
}

/** Events that are taken; where several lanes would take one, it is sent to each. */
function sent(walk: Walk, { events = {} }: Given): readonly ModelEvent[] {
  const names = new Set(Object.values(walk.of.plan.graphs).flatMap((graph) => Object.keys(graph.events)));
  return [...names].flatMap((name) => {
    const payloads = Object.hasOwn(events, name) ? (events[name] ?? []) : [undefined];
    return payloads.flatMap((payload) => {
      const event = { type: eventType(name), ...(payload !== undefined && { payload }) };
      if (walk.take(event) !== undefined) return [event];
      return walk.snapshot.lanes.all().flatMap(({ path: lane, phase }) => {
        const toLane = { ...event, lane };
        return phase === 'closed' || walk.take(toLane)?.walk.rows[0]?.lane !== lane ? [] : [toLane];
      });
    });
  });
}

/** The event of a timer; undefined for what an activity waits for itself. */
function timerEvent(walk: Walk, { lane, kind, name }: DueTimer): ModelEvent | undefined {
  const at = walk.snapshot.lanes.get(lane);
  const graph = at && walk.of.plan.graphs[at.graph];
  const node = at && graph?.nodes[at.node];
  if (graph === undefined || node === undefined) return undefined;
  const type = timerTypeOf(graph, node, { kind, name });
  if (type === undefined) return undefined;
  const isOneOfMany = walk.snapshot.lanes
    .all()
    .some((other) => other.path !== lane && other.node === node.name && other.graph === graph.at);
  return { type, ...(isOneOfMany && { lane }) };
}

function timerTypeOf(
  graph: GraphPlan,
  node: NodePlan,
  { kind, name }: Pick<DueTimer, 'kind' | 'name'>,
): string | undefined {
  if (kind === 'retry' || kind === 'timeout') return `${kind}.${nodeId(graph, node.name)}`;
  if (kind !== 'after') return undefined;
  if (node.after.some((timer) => timer.name === name)) return timerType(graph, node, name);
  return graphTimerType(graph, name);
}
