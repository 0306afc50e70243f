import { replaces, type Change, type Changes, type Values } from '../../base/change.ts';
import { openingOf } from '../../base/opening-change.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Writable } from '../../base/writable.ts';
import { decide, holds } from '../../compile/author.ts';
import type { AllPlan, Author, EachPlan, GraphPlan, NodePlan } from '../../compile/plan.ts';
import { openedLane, valuesToBeginWith } from '../state/opening.ts';
import type { Fork, Lane } from '../state/lane.ts';
import type { Opened, OpenedLane } from '../state/row.ts';
import { failMapping } from './fail.ts';
import { limitOf, needOf } from './how-many.ts';
import { namedLanes } from './named-lanes.ts';
import { graphOf, momentOf, nodeOf, phaseAt, placeOf, record, viewOf, type Told, type Turn } from './turn.ts';
import { parseInput, parseUpdate, reduceChanges } from './update.ts';
import { hasTimersAt, hasWaitsAt, waitsAtStart, waitsOnEntry } from './waits-of.ts';

/** Where the lanes that a lane opens now come from: `gather.1`, below its own path. */
function originOf(lane: Lane): string {
  const visit = `${lane.node}.${lane.visits[lane.node] ?? 1}`;
  return lane.path === '' ? visit : `${lane.path}/${visit}`;
}

/** Opens the lanes of an `all` or an `each`; `after` is the lane with what `told` changes. */
export function openLanes(turn: Turn, lane: Lane, after: Lane, next: AllPlan | EachPlan, told: Told): void {
  const limit = next.kind === 'each' ? limitOf(turn, lane, after, next) : Infinity;
  const of = { by: next.kind, graph: lane.graph, ...(comesAndGoes(next) && { comes: true as const }) };
  const lanes = withTheirWaits(turn, after, of, lanesOf(turn, lane, after, next, limit));
  const opened: Opened = {
    ...of,
    then: next.then,
    need: needOf(turn, lane, after, next, lanes.length),
    ...(limit < Infinity && typeof (next as EachPlan).limit === 'function' && { limit }),
    lanes,
  };
  record(turn, { ...told, lane: lane.path, from: lane.node, phase: 'open', opened });
  lookAfter(turn, lane.path, lanes);
}

function lanesOf(turn: Turn, lane: Lane, after: Lane, next: AllPlan | EachPlan, limit: number): readonly OpenedLane[] {
  if (next.kind === 'all') return listedLanes(turn, lane, next);
  if (comesAndGoes(next) && isEnough(turn, lane, next.until, after)) return [];
  return computedLanes(turn, lane, after, next, limit);
}

/** An `each` whose lanes come and go. */
export type Coming = EachPlan & Required<Pick<EachPlan, 'until' | 'onClosed'>>;

/** Whether lanes come and go, as long as the state says that it is not enough. */
export function comesAndGoes(next: AllPlan | EachPlan): next is Coming {
  return next.kind === 'each' && next.until !== undefined;
}

/** Whether a lane's state says that its lanes need not go on; `after` is the lane with what it is about to change. */
export function isEnough(turn: Turn, lane: Lane, until: Author, after: Lane = lane): boolean {
  return holds(until, `${placeOf(lane)}.next.until`, viewOf(turn, after), momentOf(turn, lane));
}

/** Of lanes that come and go: those that the state lists by now and that are not open begin, those that it lists no longer are over. */
export function comeAndGo(turn: Turn, lane: Lane, next: EachPlan): void {
  const open = new Set((lane.fork as Fork).lanes);
  const listed = computedLanes(turn, lane, lane, next, Infinity);
  const more = listed.filter(({ path }) => !open.has(path));
  for (const { path } of listed) open.delete(path);
  const cancelled = [...open];
  if (more.length === 0 && cancelled.length === 0) return;
  const of = { by: 'each', graph: lane.graph, comes: true } as const;
  const lanes = withTheirWaits(turn, lane, of, more);
  const opened: Opened = { ...of, then: next.then, need: lanes.length, lanes };
  record(turn, {
    lane: lane.path,
    from: lane.node,
    cause: 'open',
    phase: 'open',
    ...(lanes.length > 0 && { opened }),
    ...(cancelled.length > 0 && { note: { cancelled } }),
  });
  lookAfter(turn, lane.path, lanes);
}

/** Lanes with what their state says of their waits; `parent` opens them. Those that are queued are asked when they begin. */
function withTheirWaits(
  turn: Turn,
  parent: Lane,
  of: Pick<Opened, 'by' | 'graph' | 'shares' | 'comes'>,
  lanes: readonly OpenedLane[],
): readonly OpenedLane[] {
  const row = { seq: turn.draft.seq + 1, time: turn.now, cause: 'open' } as const;
  return lanes.map((lane) => {
    if (lane.phase === 'queued') return lane;
    const opened = openedLane(parent, of, lane, row);
    const hasAny = of.by === 'graph' ? hasTimersAt(turn, opened) : hasWaitsAt(graphOf(turn, opened), lane.node);
    if (!hasAny) return lane;
    return { ...lane, ...(of.by === 'graph' ? waitsAtStart(turn, opened) : waitsOnEntry(turn, opened, lane.node)) };
  });
}

/** Has the turn look at the opened lanes that can go on, then at the lane that opened them. */
function lookAfter(turn: Turn, parent: string, lanes: readonly OpenedLane[]): void {
  for (const { path, phase } of lanes) if (phase !== 'queued' && phase !== 'waiting') turn.due.push(path);
  turn.due.push(parent);
}

function listedLanes(turn: Turn, lane: Lane, next: AllPlan): readonly OpenedLane[] {
  const graph = graphOf(turn, lane);
  const origin = originOf(lane);
  return next.entries.map(({ to, needs }) => {
    const phase = phaseAt(graph.nodes[to] as NodePlan);
    if (needs.length === 0) return { path: `${origin}/${to}`, node: to, phase };
    return { path: `${origin}/${to}`, node: to, phase: 'queued', needs: needs.map((name) => `${origin}/${name}`) };
  });
}

function computedLanes(turn: Turn, lane: Lane, after: Lane, next: EachPlan, limit: number): readonly OpenedLane[] {
  const graph = graphOf(turn, lane);
  const where = `${placeOf(lane)}.next.each`;
  const entries = decide(next.each, where, viewOf(turn, after), momentOf(turn, lane));
  if (!Array.isArray(entries)) throw problem('lanes/not-a-list', { where, found: typeof entries });
  const phase = phaseAt(graph.nodes[next.to] as NodePlan);
  const origin = originOf(lane);
  const lanes = entries.map((entry: unknown, index): Writable<OpenedLane> => {
    const by = { lane: { ...after, path: `${origin}/${index}` }, at: turn };
    const { changes, transient } = parseUpdate(graph, entry, `${where}[${index}]`, turn.codec, by);
    const { seed, rest } = splitSeed(reduceChanges(graph, valuesToBeginWith(after), changes, turn.codec));
    const opened: Writable<OpenedLane> = { path: `${origin}/${index}`, node: next.to, phase };
    if (rest !== undefined) opened.changes = rest;
    if (seed !== undefined) opened.seed = seed;
    if (transient !== undefined) opened.transient = transient;
    return opened;
  });
  const { id } = next;
  const named = id === undefined ? lanes : namedLanes(turn, { lane, after, origin, next: { ...next, id } }, lanes);
  return limit < lanes.length ? queuedBeyond(limit, named) : named;
}

/** Lanes that were just made, of which no more than so many begin at once. */
function queuedBeyond(limit: number, lanes: readonly Writable<OpenedLane>[]): readonly OpenedLane[] {
  let begin = 0;
  for (const lane of lanes) {
    if (lane.phase !== 'queued') begin += 1;
    if (begin > limit) lane.phase = 'queued';
  }
  return lanes;
}

/** Parts the plain keys that an entry sets, which are its lane's alone and not merged at the join, from the rest. */
function splitSeed(changes: Changes | undefined): { readonly seed?: Values; readonly rest?: Changes } {
  let seed: Record<string, unknown> | undefined;
  let rest: Record<string, Change> | undefined;
  for (const key in changes) {
    const change = changes[key] as Change;
    if ('set' in change && replaces(change)) (seed ??= {})[key] = change.set;
    else (rest ??= {})[key] = change;
  }
  return { ...(seed && { seed }), ...(rest && { rest }) };
}

/** Opens the lane of a node's subgraph, started with what `input` makes of the state. */
export function openSubgraph(turn: Turn, lane: Lane): void {
  const node = nodeOf(turn, lane);
  const graph = turn.plan.graphs[node.child as string] as GraphPlan;
  try {
    const by = { lane: { ...lane, path: originOf(lane) }, at: turn };
    const input = node.input && decide(node.input, `${placeOf(lane)}.input`, viewOf(turn, lane), momentOf(turn, lane));
    const { changes, transient } = parseInput(graph, input, turn.codec, by, node.share);
    const phase = phaseAt(graph.nodes[graph.start] as NodePlan);
    const child: OpenedLane = {
      path: originOf(lane),
      node: graph.start,
      phase,
      ...(changes && { changes: openingOf(changes, lane.values, turn.codec.protects) }),
      ...(transient && { transient }),
    };
    const of = { by: 'graph' as const, graph: graph.at, ...(node.share && { shares: node.share }) };
    const opened: Opened = { ...of, need: 1, lanes: withTheirWaits(turn, lane, of, [child]) };
    record(turn, { lane: lane.path, from: lane.node, cause: 'open', phase: 'open', opened });
    lookAfter(turn, lane.path, opened.lanes);
  } catch (error) {
    failMapping(turn, lane, error, 'running');
  }
}
