import type { Plan } from '../compile/plan.ts';
import { canMeet } from './can-meet.ts';
import { openQuestions, type OpenQuestion } from './journal.ts';
import type { Lane } from './lane.ts';
import { mainLane, treeOf, type Snapshot } from './snapshot.ts';
import { timersOf } from './timers.ts';

/** How a thread stands. */
export type Status = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** How a thread stands, from where its lanes are. */
export function statusOf(snapshot: Snapshot): Status {
  if (snapshot.cancelled !== undefined) return 'cancelled';
  const main = mainLane(snapshot);
  if (main.phase === 'closed') return 'done';
  let status: Status = 'waiting';
  let goesOn = false;
  for (const lane of snapshot.lanes.all()) {
    if (lane.phase === 'running' || lane.phase === 'verifying' || lane.phase === 'passing') return 'running';
    if (lane.phase === 'backoff' || isAsleep(lane)) goesOn = true;
    if (lane.phase === 'failed' && !isTolerated(snapshot, lane)) status = 'failed';
  }
  return goesOn ? 'waiting' : status;
}

function isAsleep(lane: Lane): boolean {
  return lane.phase === 'suspended' && lane.journal?.has('sleep') === true;
}

/** Whether those that hold a failed lane may still do without it. */
function isTolerated(snapshot: Snapshot, lane: Lane): boolean {
  const parent = lane.parent === undefined ? undefined : snapshot.lanes.get(lane.parent);
  if (parent === undefined) return false;
  return parent.phase === 'failed' || canMeet(snapshot, parent) || isTolerated(snapshot, parent);
}

/** The lanes whose activity runs. */
export function runningLanes(snapshot: Snapshot): readonly Lane[] {
  return snapshot.lanes.all().filter((lane) => lane.phase === 'running' || lane.phase === 'verifying');
}

/** What a thread waits for, or what stopped it. */
export interface Standing {
  /** Events that would be taken now. */
  readonly events: readonly string[];
  readonly questions: readonly OpenQuestion[];
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due: number | undefined;
  /** Whether it waits for somebody, and not only for time to pass. */
  readonly forSomebody: boolean;
  /** The innermost nodes that lanes are at. */
  readonly at: readonly { readonly lane: string; readonly node: string; readonly phase: string }[];
}

/** What a thread waits for. */
export function standingOf(plan: Plan, snapshot: Snapshot): Standing {
  const lanes = treeOf(snapshot, mainLane(snapshot));
  const active = lanes.filter((lane) => lane.phase !== 'closed' && lane.phase !== 'queued');
  return {
    events: [...new Set(active.flatMap((lane) => eventsAt(plan, snapshot, lane)))],
    questions: openQuestions(snapshot),
    due: timersOf(plan, snapshot)[0]?.at,
    forSomebody: !active.some((lane) => lane.phase === 'backoff') && active.some((lane) => asksSomebody(plan, lane)),
    at: active.flatMap(({ path, node, phase }) => (phase === 'open' ? [] : [{ lane: path, node, phase }])),
  };
}

function asksSomebody(plan: Plan, lane: Lane): boolean {
  if (lane.phase === 'suspended') return lane.journal?.has('ask') === true;
  const node = plan.graphs[lane.graph]?.nodes[lane.node];
  return lane.phase === 'waiting' && node !== undefined && Object.keys(node.on).length > 0;
}

function eventsAt(plan: Plan, snapshot: Snapshot, lane: Lane): readonly string[] {
  const graph = plan.graphs[lane.graph];
  const own = Object.keys(graph?.nodes[lane.node]?.on ?? {});
  const parent = lane.parent === undefined ? undefined : snapshot.lanes.get(lane.parent);
  return parent === undefined || parent.fork?.by === 'graph' ? [...own, ...Object.keys(graph?.on ?? {})] : own;
}
