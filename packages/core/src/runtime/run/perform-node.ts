import { view, type Lane } from '../../advance/state/lane.ts';
import { outputOf } from '../../advance/moves/meet.ts';
import { metOrNot } from '../../advance/moves/shared.ts';
import type { Snapshot } from '../../advance/state/snapshot.ts';
import { refusalIn } from '../../advance/moves/judge.ts';
import { problem } from '../../base/problem/problem.ts';
import { perform } from '../../compile/author.ts';
import type { GraphPlan, NodePlan, Plan } from '../../compile/plan.ts';
import type { Context } from '../../definition/context.ts';
import type { Soon } from '../../store/contract/store.ts';
import type { Environment } from '../environment/environment.ts';
import { refusedUpdate } from './refused-update.ts';

/** What of an attempt its node's functions need. */
export interface Attempted {
  readonly lane: Lane;
  readonly listener: { readonly plan: Plan };
  readonly graph: GraphPlan;
  readonly node: NodePlan;
  readonly environment: Environment;
  /** Called before `verify` is. */
  verifies(): void;
}

/** Calls a node's function, then `verify` with its update, and gives that; a problem `activity/refused` where `verify` refuses. */
export function performNode(attempted: Attempted, context: Context): unknown {
  const { node, lane } = attempted;
  const state = view(lane, attempted.graph);
  const update = perform(node.run as NonNullable<NodePlan['run']>, state, context);
  if (node.verify === undefined) return update;
  return update instanceof Promise
    ? update.then((made) => verify(attempted, made, state, context))
    : verify(attempted, update, state, context);
}

/** The same where the node's subgraph has ended: its `output` is verified. Undefined where what it shared is in conflict, which `advance` tells. */
export function performOutput(attempted: Attempted, snapshot: Snapshot, context: Context): unknown {
  const { lane, listener, graph, environment } = attempted;
  const at = { plan: listener.plan, draft: snapshot, now: snapshot.time };
  const holder = metOrNot(snapshot, lane, graph, environment.codec);
  if (holder === undefined) return undefined;
  return verify(attempted, outputOf(at, holder), view(holder, graph), context);
}

function verify(attempted: Attempted, update: unknown, state: unknown, context: Context): unknown {
  const { node, graph, environment } = attempted;
  attempted.verifies();
  const refusal = refusalOf(node, update, state, context);
  const accept = (reason: string | undefined): unknown => {
    if (reason === undefined) return update;
    const kept = refusedUpdate(graph, update, environment.codec);
    throw problem('activity/refused', { node: node.name, reason, update: kept });
  };
  return refusal instanceof Promise ? refusal.then(accept) : accept(refusal);
}

/** Why `verify` refuses an update; undefined where it accepts. */
export function refusalOf(
  { verify: asked }: NodePlan,
  update: unknown,
  state: unknown,
  context: Context,
): Soon<string | undefined> {
  const answer = perform(asked as NonNullable<NodePlan['verify']>, update ?? {}, state, context);
  return answer instanceof Promise ? answer.then(refusalIn) : refusalIn(answer);
}
