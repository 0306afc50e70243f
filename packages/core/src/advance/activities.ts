import { noClasses, type Codec } from '../base/value/codec.ts';
import type { Values } from '../base/change.ts';
import { problem } from '../base/problem/problem.ts';
import { perform } from '../compile/author.ts';
import type { NodePlan, Plan } from '../compile/plan.ts';
import type { Baggage } from '../definition/baggage.ts';
import type { Failure } from '../definition/context.ts';
import type { Input } from './moves/input.ts';
import type { Lane } from './state/lane.ts';
import { outputOf } from './moves/meet.ts';
import { metOrNot } from './moves/shared.ts';
import { baggageOf, type Snapshot } from './state/snapshot.ts';
import { runningLanes } from './status.ts';
import { graphOf, nodeOf, viewOf } from './moves/turn.ts';
import { parseUpdate } from './moves/update.ts';
import { failedInput, refusalIn } from './moves/judge.ts';

/**
 * An attempt that is due at a lane: what a driver runs, and how it tells `advance` what became of it.
 *
 * It is due until an input takes its lane on. Steps, questions and sleeps are inputs as well; what was recorded of them is in
 * `journal`, and how a context makes inputs of them is the driver's own matter.
 */
export interface DueActivity {
  /** The lane's path. */
  readonly lane: string;
  /** Where the lane's graph is in the plan. */
  readonly graph: string;
  readonly node: string;
  /** How often the lane has come to this node, this time included. */
  readonly visit: number;
  /** Counted from 1. */
  readonly attempt: number;
  /** What its function is given. */
  readonly state: Values;
  /** The attempts of this visit that failed. */
  readonly failures: readonly Failure[];
  readonly journal: Lane['journal'];
  /** What went along with the last input that came to the lane. */
  readonly context: Baggage;
  /**
   * Calls the node's function and its `verify`; of a subgraph that ended, `output` and `verify`. Gives the update, which
   * {@link done} takes; what it throws is for {@link failed}.
   */
  run(context?: unknown): Promise<unknown>;
  /** The input for an attempt that ended well; a problem `value/invalid`, for example, where the update does not fit. */
  done(update: unknown, codec: Codec): Input;
  /** The input for an attempt that failed; whether another may follow is the node's to say. */
  failed(error: unknown, now: number): Input;
}

/** The attempts that are due, to be run side by side by whoever drives a thread with `advance` alone. */
export function activitiesOf(plan: Plan, snapshot: Snapshot, codec: Codec = noClasses): readonly DueActivity[] {
  return runningLanes(snapshot).map((lane) => activityOf(plan, snapshot, lane, codec));
}

function activityOf(plan: Plan, snapshot: Snapshot, lane: Lane, given: Codec): DueActivity {
  const { path, graph, node: name, attempt, failures, journal } = lane;
  const node = nodeOf({ plan }, lane);
  const holder = metOrNot(snapshot, lane, graphOf({ plan }, lane), given);
  const state = viewOf({ plan }, holder ?? lane);
  return {
    lane: path,
    graph,
    node: name,
    visit: lane.visits[name] ?? 1,
    attempt,
    state,
    failures,
    journal,
    context: baggageOf(snapshot, lane),
    run: async (context) => {
      if (holder === undefined) return undefined;
      const update = await (lane.phase === 'verifying' || node.run === undefined
        ? outputOf({ plan, draft: snapshot, now: snapshot.time }, holder)
        : perform(node.run, state, context));
      await verify(node, update, state, context);
      return update;
    },
    done: (update, codec) => ({
      type: 'done',
      lane: path,
      ...parseUpdate(graphOf({ plan }, lane), update, `node "${name}"`, codec, {
        lane: holder ?? lane,
        writes: node.writes,
      }),
    }),
    failed: (error, now) => failedInput(node, lane, error, now),
  };
}

async function verify(node: NodePlan, update: unknown, state: Values, context: unknown): Promise<void> {
  if (node.verify === undefined) return;
  const reason = refusalIn(await perform(node.verify, update ?? {}, state, context));
  if (reason !== undefined) throw problem('activity/refused', { node: node.name, reason, update });
}
