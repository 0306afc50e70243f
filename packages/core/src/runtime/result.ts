import type { OpenQuestion } from '../advance/journal.ts';
import { mainLane, treeOf, type Snapshot } from '../advance/state/snapshot.ts';
import { standingOf, statusOf, type Standing } from '../advance/status.ts';
import { handOut } from '../base/value/hand-out.ts';
import type { Plan } from '../compile/plan.ts';
import type { Failure } from '../definition/context.ts';
import type { Facts } from '../definition/facts.ts';
import type { QuestionKey } from '../definition/question.ts';
import { failedLanes, type FailedAt } from './drive/summary.ts';

/** The names of the events of a graph, where it is known. */
type EventName<F extends Facts> = unknown extends F['events'] ? string : keyof F['events'] & string;

/** A question of a graph, by a key that it declares where it declares any; what another thread's end answers has a key of its own. */
type QuestionOf<F extends Facts> =
  | (OpenQuestion<QuestionKey<F['questions']>> & { readonly child?: never })
  | (OpenQuestion & { readonly child: string });

/** How a thread stands once nothing of it runs. */
export type Result<F extends Facts = Facts> =
  | Done<F>
  | {
      readonly status: 'waiting';
      readonly thread: string;
      readonly seq: number;
      readonly state: F['stored'];
      /** Events that something listens to now, at any level; a guard may still refuse one. */
      readonly events: readonly EventName<F>[];
      readonly questions: readonly QuestionOf<F>[];
      /** When it goes on by itself, in milliseconds since 1970. */
      readonly due: number | undefined;
      /** Whether something takes an event or an answer, at any level, or nothing else takes it on; time alone does otherwise. */
      readonly forSomebody: boolean;
      readonly at: Standing['at'];
    }
  | {
      readonly status: 'failed';
      readonly thread: string;
      readonly seq: number;
      readonly state: F['stored'];
      readonly failed: readonly FailedAt[];
    }
  | {
      readonly status: 'cancelled';
      readonly thread: string;
      readonly seq: number;
      readonly state: F['stored'];
      readonly reason: string;
    };

/** A thread that reached a final node: which one, and the state it ended with. */
export interface Done<F extends Facts = Facts> {
  readonly status: 'done';
  readonly thread: string;
  readonly seq: number;
  readonly outcome: F['outcome'];
  readonly state: F['stored'];
}

/** How a thread stands at this moment: what a {@link Result} says of one at rest, and as much of one that runs. */
export type Now<F extends Facts = Facts> = (Result<F> | Running<F>) & {
  /** What was spent of each limit. */
  readonly spent: Readonly<Record<string, number>>;
  /** The attempts that failed of what its lanes are at, those that were made again since included. */
  readonly failures: readonly (Failure & { readonly lane: string; readonly node: string })[];
};

/** A thread of which something runs: what it takes meanwhile, and where its lanes are. */
export interface Running<F extends Facts = Facts> extends Omit<Standing, 'forSomebody' | 'questions'> {
  readonly status: 'running';
  readonly thread: string;
  readonly seq: number;
  readonly state: F['stored'];
  readonly questions: readonly QuestionOf<F>[];
  /** It goes on by itself. */
  readonly forSomebody: false;
}

/** How a thread stands, as its caller sees it; undefined while something of it runs. */
export function resultOf(plan: Plan, snapshot: Snapshot): Result | undefined {
  const main = mainLane(snapshot);
  const { thread, seq } = snapshot;
  const facts = { thread, seq, state: stateOf(snapshot) };
  const status = statusOf(snapshot);
  switch (status) {
    case 'running':
      return undefined;
    case 'done':
      return { status, ...facts, outcome: main.node };
    case 'failed':
      return { status, ...facts, failed: failedLanes(snapshot) };
    case 'cancelled':
      return { status, ...facts, reason: snapshot.cancelled ?? '' };
    case 'waiting':
      return { status, ...facts, ...standingOf(plan, snapshot) };
  }
}

/** How a thread stands now; `isAtWork` where something of it runs though its lanes only wait. */
export function nowIn(plan: Plan, snapshot: Snapshot, isAtWork: boolean): Now {
  const { thread, seq, spent } = snapshot;
  const beside = { spent, failures: failuresIn(snapshot) };
  const result = isAtWork ? undefined : resultOf(plan, snapshot);
  if (result !== undefined) return { ...result, ...beside };
  const running = { ...standingOf(plan, snapshot), forSomebody: false } as const;
  return { status: 'running', thread, seq, state: stateOf(snapshot), ...running, ...beside };
}

function failuresIn(snapshot: Snapshot): Now['failures'] {
  return treeOf(snapshot, mainLane(snapshot)).flatMap(({ path, node, failures }) =>
    failures.map((failure) => ({ ...failure, lane: path, node })),
  );
}

/** A thread's state: the values of its first lane. */
function stateOf(snapshot: Snapshot): Readonly<Record<string, unknown>> {
  const { values } = mainLane(snapshot);
  const state: Record<string, unknown> = { ...values };
  for (const key in state) state[key] = handOut(state[key]);
  return Object.freeze(state);
}
