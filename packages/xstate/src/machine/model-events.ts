import type { Plan } from '@cairn/core';
import type { GraphPlan, NodePlan } from './level.ts';

/** What an event of a model stands for. */
export type Meaning =
  | { readonly kind: 'event'; readonly name: string }
  /** An attempt of a node's activity ended. */
  | { readonly kind: 'done' | 'error'; readonly graph: string; readonly node: string }
  /** Time has passed: for the lane at a node, or, where there is none, for the first lane of a graph. */
  | { readonly kind: 'timer'; readonly graph: string; readonly node?: string; readonly name: string };

/** What stands before the names of a graph's own timers, in its plan. */
const ofGraph = 'graph: ';

/** Names that events of a model have by themselves, or that XState reads as something else. */
const taken = /^(?:(?:xstate|done|error|retry|timeout|after|event)\.|\*$)|\.\*$/u;

/** The name under which a machine has an event of a graph. */
export function eventType(name: string): string {
  return taken.test(name) ? `event.${name}` : name;
}

/** The id of a node in a plan: `investigate.think`. */
export function nodeId(graph: Pick<GraphPlan, 'at'>, name: string): string {
  return graph.at === '' ? name : `${graph.at}.${name}`;
}

/** The event of a timer of a node: `after.review.3d`. */
export function timerType(graph: Pick<GraphPlan, 'at'>, node: Pick<NodePlan, 'name'>, timer: string): string {
  return `after.${nodeId(graph, node.name)}.${timer}`;
}

/** The event of a timer of a whole graph: `after.30d`, `after.investigate.30d`. */
export function graphTimerType({ at }: Pick<GraphPlan, 'at'>, timer: string): string {
  const name = timer.startsWith(ofGraph) ? timer.slice(ofGraph.length) : timer;
  return at === '' ? `after.${name}` : `after.${at}.${name}`;
}

/** What the events of a plan's model stand for, by their types. */
export function meaningsOf(plan: Plan): ReadonlyMap<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  for (const graph of Object.values(plan.graphs)) {
    for (const node of Object.values(graph.nodes)) addOfNode(meanings, graph, node);
    for (const { name } of graph.after)
      meanings.set(graphTimerType(graph, name), { kind: 'timer', graph: graph.at, name });
    for (const name of Object.keys(graph.events)) meanings.set(eventType(name), { kind: 'event', name });
  }
  return meanings;
}

function addOfNode(meanings: Map<string, Meaning>, graph: GraphPlan, node: NodePlan): void {
  const id = nodeId(graph, node.name);
  const place = { graph: graph.at, node: node.name };
  if (node.kind === 'run')
    for (const kind of ['done', 'error'] as const) meanings.set(`${kind}.${id}`, { kind, ...place });
  for (const { name } of node.after) meanings.set(timerType(graph, node, name), { kind: 'timer', ...place, name });
  if (hasBackoff(node)) meanings.set(`retry.${id}`, { kind: 'timer', ...place, name: 'retry' });
  if (hasTimeout(node)) meanings.set(`timeout.${id}`, { kind: 'timer', ...place, name: 'timeout' });
}

/** Whether time passes at a node between two attempts. */
export function hasBackoff({ kind, retry }: NodePlan): boolean {
  return (kind === 'run' || kind === 'graph') && retry.attempts > 1 && retry.backoff > 0;
}

/** Whether a node's subgraph may take too long. */
export function hasTimeout({ kind, timeout }: NodePlan): boolean {
  return kind === 'graph' && timeout !== undefined;
}
