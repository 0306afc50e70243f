import { fold, type Lane, type Plan, type Row, type Snapshot } from '@cairn/core';
import { LaneTree, type LaneView } from './lane-tree.ts';
import { extra, heldPath, lanesPath, shapeOf, type GraphPlan } from './level.ts';

/** A lane's way from one state of the model to another. */
export interface Move {
  /** The path of the lane. */
  readonly lane: string;
  /** The names of the states around, joined by dots. */
  readonly at: string;
  /** The path of the state that is left, joined by dots. */
  readonly from: string;
  /** The path of the state that is entered. */
  readonly to: string;
  /** What led to it; rows that follow from others have causes of their own. */
  readonly cause: Row['cause'];
}

/** The lanes of a snapshot, as the states of a model tell of them. */
export function modelLanes(plan: Plan, snapshot: Snapshot): LaneTree {
  return new LaneTree(plan, 'model', snapshot.lanes.all().map(viewOf));
}

function viewOf({ path, graph, node, phase }: Lane): LaneView {
  return { lane: path, graph, node, phase };
}

/** Where rows lead the states of a model, one after another. */
export function movesOf(plan: Plan, before: Snapshot, rows: readonly Row[]): readonly Move[] {
  let at = before;
  return rows.flatMap((row) => {
    const from = at;
    at = fold(at, [row]);
    return row.cause === 'start' ? [] : movesBy(plan, row, from, at);
  });
}

function movesBy(plan: Plan, row: Row, before: Snapshot, after: Snapshot): readonly Move[] {
  const lane = before.lanes.get(row.lane);
  const lanes = modelLanes(plan, before);
  const view = lanes.get(row.lane);
  if (lane === undefined || view === undefined) return [];
  const path = lanes.pathOf(view);
  if (path === undefined) return [];
  const { cause } = row;
  const move = (from: readonly string[], to: readonly string[]): Move => {
    return { lane: row.lane, at: path.join('.'), from: from.join('.'), to: to.join('.'), cause };
  };
  if (row.to !== undefined) {
    const hasMet = row.phase === 'closed' && lanes.isOfFork(view) && thenOf(plan, lanes, view) === row.to;
    return [move([...path, row.from], [...path, hasMet ? extra.met : row.to])];
  }
  const own = [...path, row.from];
  if (row.opened !== undefined) return openings(plan, row, own, { lanes: modelLanes(plan, after), move });
  if (cause === 'begin' && lane.phase === 'queued') return [move([...path, extra.notBegun], own)];
  const isGone = lane.fork?.by === 'graph' && after.lanes.get(row.lane)?.fork === undefined;
  if (isGone) return [move(own, [...heldPath({ node: lanes.nodeOf(view), path: own }, 'model'), extra.notBegun])];
  return [];
}

/** Where the lanes of a lane's fork meet. */
function thenOf(plan: Plan, lanes: LaneTree, view: LaneView): string | undefined {
  const { graph, node } = lanes.parentOf(view) as LaneView;
  const next = (plan.graphs[graph] as GraphPlan).nodes[node]?.next;
  return next !== undefined && 'then' in next ? next.then : undefined;
}

interface Making {
  /** The lanes with those that were opened. */
  readonly lanes: LaneTree;
  readonly move: (from: readonly string[], to: readonly string[]) => Move;
}

/** How the states go on where a lane opens others, or its subgraph. */
function openings(plan: Plan, row: Row, own: readonly string[], { lanes, move }: Making): readonly Move[] {
  const { by, graph, lanes: opened } = row.opened as NonNullable<Row['opened']>;
  const node = lanes.nodeOf(lanes.get(row.lane) as LaneView);
  if (by === 'graph') return opened.map((lane) => move(own, [...heldPath({ node, path: own }, 'model'), lane.node]));
  if (by === 'each' || graph === undefined) return [];
  const opens = shapeOf(node, 'model') === 'forks' ? [] : [move(own, lanesPath({ node, path: own }, 'model'))];
  const begin = opened.flatMap(({ path, node: entry, phase }) => {
    const around = lanes.pathOf(lanes.get(path) as LaneView) ?? [];
    return phase === 'queued' ? [] : [move([...around, extra.notBegun], [...around, entry])];
  });
  return [...opens, ...begin];
}
