import { view, type Lane } from '../../advance/state/lane.ts';
import type { WholeRow } from '../../advance/state/whole-row.ts';
import type { Change, Changes } from '../../base/change.ts';
import { isProblem } from '../../base/problem/problem.ts';
import { parse, perform } from '../../compile/author.ts';
import type { GraphPlan, KeyPlan, NodePlan, Plan } from '../../compile/plan.ts';
import { isSame } from '../../base/value/same.ts';

/** Why today's `verify` refuses what an activity gave, if it does, as far as it can be asked. */
export function verdictOn(plan: Plan, row: WholeRow, lane: Lane | undefined): string | undefined {
  const graph = lane && plan.graphs[lane.graph];
  const node = lane && graph?.nodes[lane.node];
  if (row.cause !== 'done' || node === undefined || !canBeAsked(node)) return undefined;
  const update = updateOf(graph as GraphPlan, row.changes ?? {});
  return update === undefined ? undefined : verdictOf(graph as GraphPlan, update, lane as Lane);
}

/**
 * Why a node's `verify` refuses an update that no activity gave just now, if it does. It is only asked where it answers at
 * once, from the update and the state alone: one that waits or takes the context may reach for the world, which is another today.
 */
export function verdictOf(graph: GraphPlan, update: unknown, lane: Lane): string | undefined {
  const node = graph.nodes[lane.node];
  if (node === undefined || !canBeAsked(node)) return undefined;
  let said: unknown;
  try {
    said = perform(node.verify as NonNullable<NodePlan['verify']>, update, view(lane, graph), undefined);
  } catch (error) {
    said = error instanceof Error ? error.message : String(error);
  }
  if (said instanceof Promise) said.catch(() => undefined);
  if (said === false) return 'it gave no reason';
  return typeof said === 'string' ? said : undefined;
}

function canBeAsked({ verify }: NodePlan): boolean {
  return verify !== undefined && verify.length <= 2 && !isAsync(verify);
}

function isAsync(verify: unknown): boolean {
  return Object.prototype.toString.call(verify) === '[object AsyncFunction]';
}

/** The update that changes came from; undefined where it cannot be told, as a schema made something else of it. */
function updateOf(graph: GraphPlan, changes: Changes): Readonly<Record<string, unknown>> | undefined {
  if (Object.values(graph.keys).some(({ kind }) => kind === 'transient')) return undefined;
  const update: Record<string, unknown> = {};
  for (const key in changes) {
    const plan = graph.keys[key];
    const parts = plan && partsOf(plan, changes[key] as Change);
    if (plan === undefined || parts === undefined || !parts.every((part) => isTakenAsItIs(plan, part)))
      return undefined;
    update[key] = valueOf(plan, changes[key] as Change);
  }
  return update;
}

function partsOf({ kind }: KeyPlan, change: Change): readonly unknown[] | undefined {
  if ('reduce' in change) return change.reduce.length === 1 ? change.reduce : undefined;
  if ('set' in change) return kind === 'set' ? [change.set] : undefined;
  if ('append' in change) return change.append;
  if ('add' in change) return [];
  if ('union' in change) return change.union;
  if ('merge' in change) return Object.values(change.merge);
  return 'upsert' in change && change.remove === undefined ? change.upsert : undefined;
}

function valueOf(_plan: KeyPlan, change: Change): unknown {
  if ('reduce' in change) return change.reduce[0];
  if ('set' in change) return change.set;
  if ('append' in change) return change.append;
  if ('add' in change) return change.add;
  if ('union' in change) return change.union;
  if ('merge' in change) return change.merge;
  return 'upsert' in change ? change.upsert : change.local;
}

function isTakenAsItIs({ schema }: KeyPlan, value: unknown): boolean {
  if (schema === undefined) return true;
  try {
    return isSame(parse(schema, value, ''), value);
  } catch (error) {
    if (!isProblem(error)) throw error;
    return false;
  }
}
