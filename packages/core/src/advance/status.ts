import { innermostActive } from '../compile/active-states.ts';
import type { Plan } from '../compile/plan.ts';
import { acceptedEvents } from './accepted-events.ts';
import { canMeet } from './state/can-meet.ts';
import { openQuestions, type OpenQuestion } from './journal.ts';
import type { Lane } from './state/lane.ts';
import { mainLane, treeOf, type Snapshot } from './state/snapshot.ts';
import { timersOf } from './timers.ts';

/** How a thread stands. */
export type Status = 'running' | 'waiting' | 'done' | 'failed' | 'cancelled';

/** Whether a thread is over: nothing that comes makes it go on. */
export function isOver(status: Status): status is 'done' | 'cancelled' {
  return status === 'done' || status === 'cancelled';
}

/** How a thread stands, from where its lanes are. */
export function statusOf(snapshot: Snapshot): Status {
  if (snapshot.cancelled !== undefined) return 'cancelled';
  const main = mainLane(snapshot);
  if (main.phase === 'closed') return 'done';
  // Most threads that run are at a node of their first lane: no list of the others is made for them.
  if (isAtWork(main)) return 'running';
  let status: Status = 'waiting';
  let goesOn = false;
  for (const lane of snapshot.lanes.all()) {
    if (isAtWork(lane)) return 'running';
    if (lane.phase === 'backoff' || isAsleep(lane)) goesOn = true;
    if (lane.phase === 'failed' && !isTolerated(snapshot, lane)) status = 'failed';
  }
  return goesOn ? 'waiting' : status;
}

/** Whether a lane goes on without anything from outside, and without time to pass. */
export function isAtWork({ phase }: Lane): boolean {
  return phase === 'running' || phase === 'verifying' || phase === 'passing';
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
  /** Events that something listens to now, at any level; a guard may still refuse one. */
  readonly events: readonly string[];
  readonly questions: readonly OpenQuestion[];
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly due: number | undefined;
  /**
   * Whether it waits for somebody, and not only for time to pass: something takes an event or an answer, at whatever level,
   * and no attempt that failed is about to be made again; or nothing takes it on by itself.
   */
  readonly forSomebody: boolean;
  /** The innermost nodes that lanes are at, and those that host something that has states; those left out that failed and are done without. */
  readonly at: readonly StandsAt[];
}

/** Where a lane is. */
export interface StandsAt {
  readonly lane: string;
  readonly node: string;
  readonly phase: string;
  /** The innermost states that are active within the node, where it hosts something that has states: `["shop.cart", "clock.on"]`. */
  readonly active?: readonly string[];
}

/** What a thread waits for. */
export function standingOf(plan: Plan, snapshot: Snapshot): Standing {
  const lanes = treeOf(snapshot, mainLane(snapshot));
  const active = lanes.filter(
    ({ phase, parent }) => phase !== 'closed' && (phase !== 'queued' || parent === undefined),
  );
  const events = acceptedEvents(plan, snapshot);
  const questions = openQuestions(snapshot);
  const due = timersOf(plan, snapshot)[0]?.at;
  return {
    events,
    questions,
    due,
    forSomebody: forSomebody(active, due, events.length + questions.length),
    at: active.flatMap((lane) => {
      const { path, node, phase } = lane;
      const within = activeAt(plan, lane);
      const isLeftOut =
        phase === 'failed' ? isTolerated(snapshot, lane) : phase === 'open' && within.active === undefined;
      return isLeftOut ? [] : [{ lane: path, node, phase, ...within }];
    }),
  };
}

/** The states that are active within a lane's node. */
function activeAt(plan: Plan, { graph, node, values }: Lane): Pick<StandsAt, 'active'> {
  const drawing = plan.graphs[graph]?.nodes[node]?.drawing;
  const active = drawing === undefined ? [] : innermostActive(drawing, values);
  return active.length === 0 ? {} : { active };
}

/** What failed and is about to be tried again is at work; what sleeps, or waits for a timer, may be gone on with before. */
function forSomebody(lanes: readonly Lane[], due: number | undefined, ways: number): boolean {
  if (due === undefined) return true;
  return ways > 0 && !lanes.some(({ phase }) => phase === 'backoff');
}
