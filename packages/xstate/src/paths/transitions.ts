import { emptySnapshot, fold, type Plan, type Row, type Snapshot } from '@cairn/core';
import { nodeId } from '../machine/model-events.ts';
import type { GraphPlan, NodePlan } from '../machine/level.ts';

/** A transition of a graph, as far as a record tells it from others: which of several cases led to one node, it does not say. */
export interface Transition {
  /** The id of the node that is left: `investigate.think`; of the node that holds a graph, empty for the whole, where it is left from anywhere in that. */
  readonly from: string;
  /** The id of the node that is come to; absent where the lane stays. */
  readonly to?: string;
  readonly kind: 'next' | 'event' | 'timer' | 'error' | 'lane' | 'join';
  /** The event, or the timer. */
  readonly by?: string;
}

/** Which transitions of a graph were taken. */
export interface Coverage {
  /** All that were never taken, in the order of the graph. */
  readonly missed: readonly Transition[];
  readonly taken: readonly Transition[];
  /** The share that was taken, 0 to 1. */
  readonly ratio: number;
}

/** All transitions of a plan. */
export function transitionsOf(plan: Plan): readonly Transition[] {
  const all = Object.values(plan.graphs).flatMap((graph) => [
    ...handled(graph, graph.at, graph),
    ...Object.values(graph.nodes).flatMap((node) => transitionsAt(graph, node)),
  ]);
  return [...new Map(all.map((transition) => [keyOf(transition), transition])).values()];
}

function transitionsAt(graph: GraphPlan, node: NodePlan): readonly Transition[] {
  const from = nodeId(graph, node.name);
  const way = (kind: Transition['kind'], to: string): Transition => ({ from, to: nodeId(graph, to), kind });
  const { next, onError = [] } = node;
  const failed = [...(next !== undefined && 'then' in next ? (next.onError ?? []) : []), ...onError];
  return [
    ...nextOf(next).map((to) => way('next', to)),
    ...lanesOf(next).map((to) => way('lane', to)),
    ...(next !== undefined && 'then' in next ? [way('join', next.then)] : []),
    ...failed.map(({ to }) => way('error', to)),
    ...handled(graph, from, node),
  ];
}

function nextOf(next: NodePlan['next']): readonly string[] {
  if (next?.kind === 'to') return [next.to];
  if (next?.kind === 'choose') return next.among;
  if (next?.kind !== 'cases') return [];
  return [...next.cases.map(({ to }) => to), ...(next.otherwise === undefined ? [] : [next.otherwise])];
}

function lanesOf(next: NodePlan['next']): readonly string[] {
  if (next?.kind === 'each') return [next.to];
  return next?.kind === 'all' ? next.entries.map(({ to }) => to) : [];
}

function handled(graph: GraphPlan, from: string, { on, after }: Pick<NodePlan, 'on' | 'after'>): readonly Transition[] {
  const by = [
    ...Object.entries(on).map(([name, handlers]) => ['event', name, handlers] as const),
    ...after.map(({ name, handlers }) => ['timer', name, handlers] as const),
  ];
  return by.flatMap(([kind, name, handlers]) =>
    handlers.map(({ to }) => ({ from, ...(to !== undefined && { to: nodeId(graph, to) }), kind, by: name })),
  );
}

function keyOf({ from, to = '', kind, by = '' }: Transition): string {
  return [kind, from, to, by].join('\n');
}

/** Which transitions of a plan histories have taken. */
export class Covering {
  readonly #plan: Plan;
  readonly #taken = new Set<string>();

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Adds what rows took that a thread has had from its first one on. */
  addHistory(thread: string, rows: readonly Row[]): void {
    this.add(emptySnapshot(thread), rows);
  }

  add(before: Snapshot, rows: readonly Row[]): void {
    let at = before;
    for (const row of rows) {
      const graph = this.#plan.graphs[at.lanes.get(row.lane)?.graph ?? ''];
      if (graph !== undefined) for (const key of keysBy(graph, row)) this.#taken.add(key);
      at = fold(at, [row]);
    }
  }

  get coverage(): Coverage {
    const all = transitionsOf(this.#plan);
    const taken = all.filter((each) => this.#taken.has(keyOf(each)));
    const missed = all.filter((each) => !this.#taken.has(keyOf(each)));
    return { missed, taken, ratio: all.length === 0 ? 1 : taken.length / all.length };
  }
}

/** The transitions that a row may be of. Those of a graph are taken from anywhere in it, and a row does not say whose an event's handler was. */
function keysBy(graph: GraphPlan, { cause, from: name, to, label, opened }: Row): readonly string[] {
  const from = nodeId(graph, name);
  if (cause === 'begin') return [];
  const lanes =
    opened === undefined || opened.by === 'graph' ? [] : opened.lanes.map(({ node }) => laneKey(graph, from, node));
  const kind = kinds[cause];
  if (kind === undefined || (to === undefined && kind !== 'event' && kind !== 'timer')) return lanes;
  const target = to === undefined ? {} : { to: nodeId(graph, to) };
  if (kind !== 'event' && kind !== 'timer') return [...lanes, keyOf({ from, ...target, kind })];
  const by = label ?? '';
  const own =
    kind === 'event'
      ? graph.nodes[name]?.on[by]
      : graph.nodes[name]?.after.find((timer) => timer.name === by)?.handlers;
  const isOwn = own?.some((handler) => handler.to === to) === true;
  return [...lanes, keyOf({ from: isOwn ? from : graph.at, ...target, kind, by })];
}

function laneKey(graph: GraphPlan, from: string, to: string): string {
  return keyOf({ from, to: nodeId(graph, to), kind: 'lane' });
}

const kinds: { readonly [Cause in Row['cause']]?: Transition['kind'] } = {
  done: 'next',
  pass: 'next',
  event: 'event',
  timer: 'timer',
  error: 'error',
  join: 'join',
};

/** A transition in words: `review -> cancelled (timer 3d)`. */
export function transitionText({ from, to, kind, by }: Transition): string {
  const where = to === undefined ? 'stays' : `-> ${to}`;
  return `${from === '' ? 'anywhere' : from} ${where} (${by === undefined ? kind : `${kind} ${by}`})`;
}
