import type { Snapshot } from '../../advance/state/snapshot.ts';
import { mainLane, treeOf } from '../../advance/state/snapshot.ts';
import { standingOf, type Standing, type Status } from '../../advance/status.ts';
import { encode } from '../../base/value/encode.ts';
import type { Codec } from '../../base/value/codec.ts';
import type { Writable } from '../../base/writable.ts';
import type { NodePlan, Plan } from '../../compile/plan.ts';
import type { Failure } from '../../definition/context.ts';
import type { Rest } from './to-write.ts';
import { withPart } from '../../store/text/row-text.ts';

/** A failed lane, for lists. */
export interface FailedAt {
  readonly lane: string;
  readonly node: string;
  readonly name: string;
  readonly message: string;
  readonly code?: string;
}

/** What a list shows of a thread at rest: the outcome, the failures, or what it waits for. */
export interface Summary {
  readonly at: readonly { readonly lane: string; readonly node: string }[];
  readonly outcome?: string;
  readonly reason?: string;
  readonly failed?: readonly FailedAt[];
  readonly events?: readonly string[];
  readonly questions?: Standing['questions'];
}

/** So many lanes are named in a list. */
const most = 20;

/** How a thread comes to rest, as its record shows it; `seen` is the newest message that was looked at, 0 where there was none. */
export function restOf(plan: Plan, snapshot: Snapshot, status: Status, codec: Codec, seen = 0): Rest {
  const node = plainNode(plan, snapshot);
  const known = node && plainSummaries.get(node);
  if (known !== undefined) return { status, due: null, summary: known, ...(seen !== 0 && { seen }) };
  const standing = standingOf(plan, snapshot);
  const due = status === 'waiting' || status === 'failed' ? (standing.due ?? null) : null;
  const summary = summaryOf(snapshot, standing, status, codec);
  if (node !== undefined) plainSummaries.set(node, summary);
  return seen === 0 ? { status, due, summary } : { status, due, summary, seen };
}

/** Summaries of threads at plain nodes: to make one again took a twentieth of a conversation's turn. */
const plainSummaries = new WeakMap<NodePlan, string>();

/** The node from which follows all that is told of a thread: of one lane, at its end or where it waits for events alone. */
function plainNode(plan: Plan, snapshot: Snapshot): NodePlan | undefined {
  const { phase, node: name, graph, fork, waits } = mainLane(snapshot);
  if (fork !== undefined || snapshot.cancelled !== undefined) return undefined;
  const node = plan.graphs[graph]?.nodes[name];
  if (phase === 'closed') return node;
  return phase === 'waiting' && waits === undefined && node?.after.length === 0 ? node : undefined;
}

/** A thread's summary as JSON text. */
function summaryOf(snapshot: Snapshot, standing: Standing, status: Status, codec: Codec): string {
  const at = standing.at.slice(0, most).map(({ lane, node }) => ({ lane, node }));
  const summary: Writable<Summary> = { at };
  if (status === 'done') summary.outcome = mainLane(snapshot).node;
  if (snapshot.cancelled !== undefined) summary.reason = snapshot.cancelled;
  if (status === 'failed') summary.failed = failedLanes(snapshot);
  if (standing.events.length > 0) summary.events = standing.events;
  const text = JSON.stringify(summary);
  // Only what a question says may be more than JSON can write.
  const { questions } = standing;
  return questions.length === 0 ? text : withPart(text, 'questions', encode(questions.slice(0, most), codec));
}

/** The lanes that failed, in the order declared, with their last failure. */
export function failedLanes(snapshot: Snapshot): readonly FailedAt[] {
  return treeOf(snapshot, mainLane(snapshot))
    .filter((lane) => lane.phase === 'failed')
    .slice(0, most)
    .map(({ path, node, stopped }) => failedAt(path, node, stopped));
}

function failedAt(lane: string, node: string, failure: Failure | undefined): FailedAt {
  const { name = 'Error', message = 'It failed.', code } = failure ?? {};
  return { lane, node, name, message, ...(code !== undefined && { code }) };
}
