import { isProblem, problem } from '../base/problem/problem.ts';
import { seal } from '../base/value/seal.ts';
import { decide, holds, parse } from '../compile/author.ts';
import type { GraphPlan, Handler } from '../compile/plan.ts';
import { acceptedEvents } from './accepted-events.ts';
import type { Input } from './moves/input.ts';
import { besideLanes } from './state/joined.ts';
import type { Lane } from './state/lane.ts';
import { failedForGood } from './moves/judge.ts';
import { isListening, listeningBelow } from './listening.ts';
import { moveTo } from './moves/move.ts';
import { Recorded } from './moves/recorded.ts';
import { mainLane } from './state/snapshot.ts';
import {
  facts,
  graphOf,
  laneAt,
  laneNamed,
  momentOf,
  nodeOf,
  placeOf,
  record,
  viewOf,
  type Turn,
} from './moves/turn.ts';
import { parseUpdate, reduceChanges } from './moves/update.ts';
import { isGraphsLane, placeOfGraph, waitsAfter } from './moves/waits-of.ts';

type EventInput = Extract<Input, { type: 'event' }>;

/** Who takes an event: a lane, by a handler of its node or of its graph. */
interface Acceptor {
  readonly lane: Lane;
  readonly handler: Handler;
  readonly payload: unknown;
  readonly where: string;
}

/** An event on offer, and what came of that so far. */
interface Offering {
  readonly event: EventInput;
  /** What each graph makes of the payload: checked once, however many lanes the graph has. */
  readonly payloads: Map<string, Payload>;
  /** Handlers whose guards refused. */
  readonly tried: string[];
}

/** What a graph makes of a payload, or the problem where that does not fit its schema. */
type Payload = { readonly value: unknown } | { readonly misfit: unknown };

/**
 * Offers an event, deepest first: to a lane's node, then outward to the nodes that hold it, each graph's own `on` coming
 * after the nodes of that graph. Each lane is looked at once.
 *
 * A graph takes only a payload that fits its schema. A problem `value/invalid` when it fits none that would take it,
 * `event/not-accepted` when nobody takes it, `event/ambiguous` when two lanes would and none holds the other.
 */
export function offerEvent(turn: Turn, event: EventInput): void {
  const offering: Offering = { event, payloads: new Map(), tried: [] };
  const [acceptor, ...others] = acceptorsOf(turn, offering);
  if (acceptor === undefined) throw refusalOf(turn, offering);
  if (others.length > 0) {
    throw problem('event/ambiguous', { event: event.name, lanes: [acceptor, ...others].map(({ lane }) => lane.path) });
  }
  accept(turn, offering, acceptor);
}

/** The lanes that would take an event; a problem, as where one of them is meant, when none would. */
export function lanesFor(turn: Turn, event: EventInput): readonly string[] {
  const offering: Offering = { event, payloads: new Map(), tried: [] };
  const acceptors = acceptorsOf(turn, offering);
  if (acceptors.length === 0) throw refusalOf(turn, offering);
  return acceptors.map(({ lane }) => lane.path);
}

/** Who takes an event: somebody below the lane that it is for, else that lane, else the nearest of those that hold it. */
function acceptorsOf(turn: Turn, offering: Offering): readonly Acceptor[] {
  const within = offering.event.lane;
  const top = within === undefined ? mainLane(turn.draft) : laneNamed(turn, within);
  if (!isListening(top)) return [];
  const below = acceptorsBelow(turn, top, offering);
  for (let lane = holderOf(turn, top); below.length === 0 && lane !== undefined; lane = holderOf(turn, lane)) {
    const acceptor = acceptorAt(turn, lane, offering);
    if (acceptor !== undefined) return [acceptor];
  }
  return below;
}

function holderOf(turn: Turn, { parent }: Lane): Lane | undefined {
  return parent === undefined ? undefined : laneAt(turn, parent);
}

function acceptorsBelow(turn: Turn, lane: Lane, offering: Offering): readonly Acceptor[] {
  const below: Acceptor[] = [];
  for (const child of listeningBelow(turn.draft, lane)) below.push(...acceptorsBelow(turn, child, offering));
  if (below.length > 0) return below;
  const own = acceptorAt(turn, lane, offering);
  return own === undefined ? below : [own];
}

/** Why nobody takes an event: no schema fits, or nothing listens, or guards refused. */
function refusalOf(turn: Turn, { event: { name }, payloads, tried }: Offering): unknown {
  for (const payload of payloads.values()) if ('misfit' in payload && tried.length === 0) return payload.misfit;
  const accepted = acceptedEvents(turn.plan, turn.draft).filter((each) => each !== name);
  const asked = turn.draft.lanes.all().flatMap(asksOf);
  const failed = turn.draft.lanes.all().filter(({ phase }) => phase === 'failed');
  const why = failed.map(({ node, stopped }) => `node "${node}": ${stopped?.message ?? 'it failed'}`);
  return problem('event/not-accepted', {
    event: name,
    accepted,
    tried,
    ...(asked.length > 0 && { asked }),
    ...(why.length > 0 && { failed: why }),
    ...(why.length > 0 && failed.every((lane) => failedForGood(nodeOf(turn, lane), lane)) && { final: true }),
  });
}

/** The questions that are open in a lane. */
function asksOf({ phase, journal }: Lane): readonly string[] {
  if (phase !== 'suspended' && phase !== 'running') return [];
  return [...(journal ?? [])].flatMap(([key, { kind }]) => (kind === 'ask' ? [key] : []));
}

function acceptorAt(turn: Turn, lane: Lane, offering: Offering): Acceptor | undefined {
  const { name } = offering.event;
  const graph = graphOf(turn, lane);
  const own = nodeOf(turn, lane).on[name];
  const graphs = isGraphsLane(turn, lane) ? graph.on[name] : undefined;
  if (own === undefined && graphs === undefined) return undefined;
  const payload = payloadFor(turn, graph, offering);
  if ('misfit' in payload) return undefined;
  const { tried } = offering;
  return (
    firstHandler(turn, lane, own, payload.value, `${placeOf(lane)}.on.${name}`, tried) ??
    firstHandler(turn, lane, graphs, payload.value, `${placeOfGraph(lane)}on.${name}`, tried)
  );
}

function payloadFor(turn: Turn, graph: GraphPlan, { event, payloads }: Offering): Payload {
  let payload = payloads.get(graph.at);
  if (payload === undefined) payloads.set(graph.at, (payload = parsedFor(turn, graph, event)));
  return payload;
}

function parsedFor(turn: Turn, graph: GraphPlan, event: EventInput): Payload {
  if (event.payload instanceof Recorded) return { value: event.payload.value };
  const schema = graph.events[event.name];
  const path = `event.${event.name}`;
  try {
    return { value: seal(schema === undefined ? event.payload : parse(schema, event.payload, path), path, turn.codec) };
  } catch (error) {
    if (!isProblem(error, 'value/invalid')) throw error;
    return { misfit: error };
  }
}

function firstHandler(
  turn: Turn,
  lane: Lane,
  handlers: readonly Handler[] | undefined,
  payload: unknown,
  where: string,
  tried: string[],
): Acceptor | undefined {
  for (const handler of handlers ?? []) {
    const { when } = handler;
    if (when === undefined || holds(when, `${where}.when`, viewOf(turn, lane), payload, momentOf(turn, lane)))
      return { lane, handler, payload, where };
    tried.push(handler.label === undefined ? where : `${where} (${handler.label})`);
  }
  return undefined;
}

function accept(turn: Turn, { event, tried }: Offering, { lane, handler, payload, where }: Acceptor): void {
  const told = {
    cause: 'event' as const,
    label: event.name,
    ...updateBy(turn, lane, handler, where, payload),
    note: { value: payload, to: event.lane ?? '', ...(tried.length > 0 && { tried }) },
  };
  if (handler.to !== undefined) {
    moveTo(turn, lane, handler.to, told);
    return;
  }
  const note = { ...told.note, ...besideLanes(lane, told.changes) };
  const { waits } = waitsAfter(turn, lane, told.changes);
  const fact = { lane: lane.path, from: lane.node, phase: lane.phase, ...kept(lane), ...told, note };
  record(turn, waits === undefined ? fact : { ...fact, waits });
  lookAgain(turn, lane);
}

/** What a handler's `update` changes; an event's is given the payload too. */
export function updateBy(
  turn: Turn,
  lane: Lane,
  { update }: Handler,
  where: string,
  ...payload: readonly unknown[]
): ReturnType<typeof facts> {
  if (update === undefined) return {};
  const graph = graphOf(turn, lane);
  const made = decide(update, `${where}.update`, viewOf(turn, lane), ...payload, momentOf(turn, lane));
  const { changes, transient } = parseUpdate(graph, made, where, turn.codec, { lane, at: turn });
  return facts(reduceChanges(graph, lane.values, changes, turn.codec), transient);
}

/** What a lane that stays as it is keeps of a wait that it is in. */
export function kept(lane: Lane): { due?: number } {
  return lane.due === undefined ? {} : { due: lane.due };
}

/** After a change, `next` of a node that waits is looked at again, and of one whose lanes come and go. */
export function lookAgain(turn: Turn, lane: Lane): void {
  if (lane.phase === 'waiting' || (lane.phase === 'open' && lane.fork?.came !== undefined)) turn.due.push(lane.path);
}
