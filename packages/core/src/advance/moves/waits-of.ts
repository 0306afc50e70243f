import { timeOf, toMilliseconds } from '../../base/duration.ts';
import { inWords } from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import type { Changes } from '../../base/change.ts';
import { decide } from '../../compile/author.ts';
import type { GraphPlan, NodePlan, Timer } from '../../compile/plan.ts';
import { changed, type Lane } from '../state/lane.ts';
import type { WaitSaid } from '../state/row.ts';
import type { Snapshot } from '../state/snapshot.ts';
import { isOfGraph, withWaits } from '../state/waits.ts';
import { graphOf, momentOf, placeOf, viewOf, type Turn } from './turn.ts';

/** What a row says of waits, if anything. */
interface Said {
  readonly waits?: readonly WaitSaid[];
}

/** What it takes to decide for a lane. */
type Deciding = Pick<Turn, 'plan' | 'now' | 'asOf'> & { readonly draft: Snapshot };

const nothing: Said = Object.freeze({});

/** Whether any timer of a node or of its graph follows from the state: nearly none does. */
export function hasWaitsAt(graph: GraphPlan, to: string): boolean {
  return graph.after.some(isSaid) || (graph.nodes[to] as NodePlan).after.some(isSaid);
}

/** What the state of a lane says of its waits at the node that it comes to; `lane` is as it is then. */
export function waitsOnEntry(turn: Deciding, lane: Lane, to: string): Said {
  const graph = graphOf(turn, lane);
  const node = graph.nodes[to] as NodePlan;
  if (!hasWaitsAt(graph, to)) return nothing;
  const at = { ...lane, node: to, waits: lane.waits?.filter(isOfGraph) ?? [] };
  return told(waitsSaid(turn, at, node, graph));
}

/** What the state of a lane that stays at its node says of its waits after a change; nothing after one of transient keys alone, which no replay knows. */
export function waitsAfter(turn: Deciding, lane: Lane, changes: Changes | undefined): Said {
  if (changes === undefined) return nothing;
  const graph = graphOf(turn, lane);
  if (!hasWaitsAt(graph, lane.node)) return nothing;
  return told(waitsSaid(turn, changed(lane, changes, undefined), graph.nodes[lane.node] as NodePlan, graph));
}

/** Whether the first lane of a graph has waits to tell of when it starts. */
export function hasTimersAt(turn: Deciding, lane: Lane): boolean {
  const graph = graphOf(turn, lane);
  return graph.after.length > 0 || hasWaitsAt(graph, lane.node);
}

/** What the state of the first lane of a graph says of its waits, the graph's own included. */
export function waitsAtStart(turn: Deciding, lane: Lane): Said {
  const graph = graphOf(turn, lane);
  const node = graph.nodes[lane.node] as NodePlan;
  if (graph.after.length === 0) return waitsOnEntry(turn, lane, lane.node);
  return { waits: [...writtenOf(graph), ...waitsSaid(turn, { ...lane, began: turn.now }, node, graph)] };
}

/** A lane with the waits of today's graph, after a migration: those of timers that are gone are dropped, and new ones asked for. */
export function withTodaysWaits(turn: Deciding, lane: Lane): Lane {
  const graph = graphOf(turn, lane);
  const node = graph.nodes[lane.node] as NodePlan;
  const isGraphs = graph.after.length > 0 && isGraphsLane(turn, lane);
  const names = new Set([...node.after, ...(isGraphs ? graph.after : [])].map(({ name }) => name));
  const waits = lane.waits?.filter(({ name }) => names.has(name)) ?? [];
  const now: Lane = { ...lane, waits, ...(isGraphs && { began: lane.began ?? turn.now }) };
  const written = isGraphs ? writtenOf(graph).filter((said) => isNew(now, said)) : [];
  const said = [...written, ...waitsSaid(turn, now, node, graph)];
  if (said.length === 0 && waits.length === (lane.waits?.length ?? 0)) return lane;
  return withWaits(now, said, { time: turn.now, cause: 'migrate' });
}

function writtenOf({ after }: GraphPlan): readonly WaitSaid[] {
  return after.flatMap(({ name, wait }) => (typeof wait === 'number' ? [{ name, in: wait }] : []));
}

function told(waits: readonly WaitSaid[]): Said {
  return waits.length === 0 ? nothing : { waits };
}

function isSaid({ wait }: Timer): boolean {
  return typeof wait !== 'number';
}

/** All that is said of waits and is not as the lane has it. */
function waitsSaid(turn: Deciding, lane: Lane, node: NodePlan, graph: GraphPlan): readonly WaitSaid[] {
  const own = node.after.map((timer) => saidOf(turn, lane, timer));
  const isGraphs = isGraphsLane(turn, lane);
  const graphs = isGraphs ? graph.after.map((timer) => saidOf(turn, lane, timer)) : [];
  return [...own, ...graphs].filter((said) => said !== undefined).filter((said) => isNew(lane, said));
}

function isNew({ waits }: Lane, said: WaitSaid): boolean {
  return waits?.find(({ name }) => name === said.name)?.said !== (said.in ?? said.at);
}

/** Whether a lane is the one its graph started with, which its graph's own `on` and `after` move. */
export function isGraphsLane(turn: Deciding, lane: Lane): boolean {
  return (
    lane.parent === undefined || lane.began !== undefined || turn.draft.lanes.get(lane.parent)?.fork?.by === 'graph'
  );
}

/** Where a lane's graph is, for messages: empty, or the path of its subgraph. */
export function placeOfGraph({ graph }: Lane): string {
  return graph === '' ? '' : `${graph}:`;
}

/** Where a timer is written, for messages. */
export function placeOfTimer(lane: Lane, timer: Timer): string {
  return isOfGraph(timer) ? `${placeOfGraph(lane)}${timer.place}` : `${placeOf(lane)}.${timer.place}`;
}

function saidOf(turn: Deciding, lane: Lane, timer: Timer): WaitSaid | undefined {
  const { name, wait } = timer;
  if (typeof wait === 'number') return undefined;
  const what = `${placeOfTimer(lane, timer)}.${'at' in wait ? 'at' : 'in'}`;
  const answer = decide('at' in wait ? wait.at : wait.in, what, viewOf(turn, lane), momentOf(turn, lane));
  if (answer === undefined) return { name };
  return 'at' in wait ? { name, at: instantOf(answer, what) } : { name, in: lengthOf(answer, what) };
}

/** The last instant that a date can show. */
const last = 8.64e15;

function instantOf(answer: unknown, what: string): number {
  const time = typeof answer === 'number' ? answer : (timeOf(answer) ?? Number.NaN);
  if (Math.abs(time) <= last) return Math.round(time);
  throw problem('decision/no-time', { what, found: inWords(answer) });
}

function lengthOf(answer: unknown, what: string): number {
  try {
    return toMilliseconds(answer as string | number);
  } catch {
    throw problem('decision/no-time', { what, found: inWords(answer) });
  }
}
