import { problem } from '../base/problem.ts';
import { seal } from '../base/seal.ts';
import { decide, parse } from '../compile/author.ts';
import type { GraphPlan, Handler } from '../compile/plan.ts';
import { acceptedEvents } from './accepted-events.ts';
import type { Input } from './input.ts';
import { besideLanes } from './joined.ts';
import { view, type Lane } from './lane.ts';
import { moveTo } from './move.ts';
import { Recorded } from './recorded.ts';
import { treeOf, mainLane, type Snapshot } from './snapshot.ts';
import { facts, graphOf, laneAt, nodeOf, placeOf, record, type Turn } from './turn.ts';
import { parseUpdate, reduceChanges } from './update.ts';

type EventInput = Extract<Input, { type: 'event' }>;

/** Who takes an event: a lane, by a handler of its node or of its graph. */
interface Acceptor {
  readonly lane: Lane;
  readonly handler: Handler;
  readonly payload: unknown;
  readonly where: string;
}

/**
 * Offers an event, deepest first: to a lane's node, then outward to the nodes that hold it, each graph's own `on` coming
 * after the nodes of that graph.
 *
 * A problem `event/not-accepted` when nobody takes it, `event/ambiguous` when two lanes would and none holds the other.
 */
export function offerEvent(turn: Turn, event: EventInput): void {
  const acceptors = new Map<string, Acceptor>();
  const tried: string[] = [];
  const seen = new Set<string>();
  for (const leaf of leavesOf(turn.draft, event.lane)) {
    const acceptor = firstAcceptor(turn, leaf, event, seen, tried);
    if (acceptor !== undefined) acceptors.set(acceptor.lane.path, acceptor);
  }
  const deepest = [...acceptors.values()].filter(({ lane }) => !holdsAny(lane, acceptors));
  const [acceptor, other] = deepest;
  if (acceptor === undefined) {
    throw problem('event/not-accepted', { event: event.name, accepted: acceptedEvents(turn.plan, turn.draft), tried });
  }
  if (other !== undefined) {
    throw problem('event/ambiguous', { event: event.name, lanes: deepest.map(({ lane }) => lane.path) });
  }
  accept(turn, event, acceptor, tried);
}

function holdsAny(lane: Lane, acceptors: ReadonlyMap<string, Acceptor>): boolean {
  const prefix = lane.path === '' ? '' : `${lane.path}/`;
  for (const path of acceptors.keys()) {
    if (path !== lane.path && path.startsWith(prefix)) return true;
  }
  return false;
}

/** The innermost lanes that are not at their end; those below `within` where it is given. */
function leavesOf(snapshot: Snapshot, within?: string): readonly Lane[] {
  const top = within === undefined ? mainLane(snapshot) : snapshot.lanes.get(within);
  if (top === undefined)
    throw problem('lane/not-found', {
      lane: within ?? '',
      lanes: treeOf(snapshot, mainLane(snapshot)).map((lane) => lane.path),
    });
  return treeOf(snapshot, top).filter(
    (lane) => lane.phase !== 'closed' && lane.phase !== 'queued' && lane.phase !== 'open',
  );
}

function firstAcceptor(
  turn: Turn,
  leaf: Lane,
  event: EventInput,
  seen: Set<string>,
  tried: string[],
): Acceptor | undefined {
  let lane: Lane | undefined = leaf;
  while (lane !== undefined && !seen.has(lane.path)) {
    seen.add(lane.path);
    const acceptor = acceptorAt(turn, lane, event, tried);
    if (acceptor !== undefined) return acceptor;
    lane = lane.parent === undefined ? undefined : laneAt(turn, lane.parent);
  }
  return undefined;
}

function acceptorAt(turn: Turn, lane: Lane, event: EventInput, tried: string[]): Acceptor | undefined {
  const graph = graphOf(turn, lane);
  const own = nodeOf(turn, lane).on[event.name];
  const graphs = isGraphsLane(turn, lane) ? graph.on[event.name] : undefined;
  if (own === undefined && graphs === undefined) return undefined;
  const payload = payloadFor(turn, graph, event);
  return (
    firstHandler(lane, own, payload, `${placeOf(lane)}.on.${event.name}`, tried) ??
    firstHandler(lane, graphs, payload, `${lane.graph === '' ? '' : `${lane.graph}:`}on.${event.name}`, tried)
  );
}

/** Whether a lane is the one its graph started with, which its graph's own `on` moves. */
function isGraphsLane(turn: Turn, lane: Lane): boolean {
  return lane.parent === undefined || laneAt(turn, lane.parent).fork?.by === 'graph';
}

function payloadFor(turn: Turn, graph: GraphPlan, event: EventInput): unknown {
  if (event.payload instanceof Recorded) return event.payload.value;
  const schema = graph.events[event.name];
  const path = `event.${event.name}`;
  return seal(schema === undefined ? event.payload : parse(schema, event.payload, path), path, turn.codec);
}

function firstHandler(
  lane: Lane,
  handlers: readonly Handler[] | undefined,
  payload: unknown,
  where: string,
  tried: string[],
): Acceptor | undefined {
  for (const handler of handlers ?? []) {
    const holds = handler.when === undefined || decide(handler.when, `${where}.when`, view(lane), payload) === true;
    if (holds) return { lane, handler, payload, where };
    tried.push(handler.label === undefined ? where : `${where} (${handler.label})`);
  }
  return undefined;
}

function accept(
  turn: Turn,
  event: EventInput,
  { lane, handler, payload, where }: Acceptor,
  tried: readonly string[],
): void {
  const told = {
    cause: 'event' as const,
    label: event.name,
    ...updateBy(turn, lane, handler, payload, where),
    note: { value: payload, ...(tried.length > 0 && { tried }) },
  };
  if (handler.to !== undefined) {
    moveTo(turn, lane, handler.to, told);
    return;
  }
  const note = { ...told.note, ...besideLanes(lane, told.changes) };
  record(turn, { lane: lane.path, from: lane.node, phase: lane.phase, ...kept(lane), ...told, note });
  lookAgain(turn, lane);
}

/** What a handler's `update` changes. */
export function updateBy(
  turn: Turn,
  lane: Lane,
  { update }: Handler,
  payload: unknown,
  where: string,
): ReturnType<typeof facts> {
  if (update === undefined) return {};
  const graph = graphOf(turn, lane);
  const made = decide(update, `${where}.update`, view(lane), payload);
  const { changes, transient } = parseUpdate(graph, made, where, turn.codec);
  return facts(reduceChanges(graph, lane.values, changes, turn.codec), transient);
}

/** What a lane that stays as it is keeps of a wait that it is in. */
export function kept(lane: Lane): { due?: number } {
  return lane.due === undefined ? {} : { due: lane.due };
}

/** After a change, `next` of a node that waits is looked at again. */
export function lookAgain(turn: Turn, lane: Lane): void {
  if (lane.phase === 'waiting') turn.due.push(lane.path);
}
