/** The part of a supervision that one task goes through, in a lane of its own. */
import type { Failure, Limits, Moment, Schema } from '@cairn/core';
import { unfitJudgement, type Judgement } from '../kit/judgement.ts';
import { unfit } from '../kit/unfit.ts';
import { usedUp } from '../kit/used-up.ts';
import { workedBy, type Worker, type WorkerPolicy } from '../kit/worker.ts';
import { within, type Budget } from './budget.ts';
import type { Assignment } from './task.ts';

/** What a worker is given. */
export interface Assigned<Goal, Brief, Result> {
  readonly goal: Goal;
  readonly task: Assignment<Brief>;
  /** What came of the tasks that it needs, by id. */
  readonly results: Readonly<Record<string, Result>>;
  /** Why it is tried again: what was wrong with the earlier tries, oldest first. */
  readonly rejected: readonly string[];
}

/** What whoever reviews is given. */
export interface Reviewed<Goal, Brief, Result> {
  readonly goal: Goal;
  readonly task: Assignment<Brief>;
  readonly result: Result;
  /** What came of the tasks that it needs, by id. */
  readonly results: Readonly<Record<string, Result>>;
  readonly rejected: readonly string[];
}

/** A try that came to nothing: it failed, or was rejected. */
export interface Rejection {
  /** Which plan the task was of, counted from 1. */
  readonly plan: number;
  readonly task: string;
  readonly worker: string;
  readonly reason: string;
}

/** What a lane knows. */
export interface LaneState {
  readonly goal: unknown;
  readonly plans: number;
  readonly results: Readonly<Record<string, {}>>;
  readonly task: Assignment<{}>;
  readonly rejected: readonly string[];
  readonly found?: { readonly result: {} } | undefined;
}

/** What {@link delegationNodes} are made of. */
export interface Delegating {
  readonly workers: Readonly<Record<string, Worker<Assigned<unknown, {}, {}>, {}, never>>>;
  readonly budgets: Readonly<Record<string, Budget | undefined>>;
  /** Those of all together. */
  readonly limits: Limits;
  readonly result: Schema;
  readonly review: Worker<Reviewed<unknown, {}, {}>, Judgement, never> | undefined;
  readonly tries: number;
  readonly policy: WorkerPolicy | undefined;
}

/** The nodes of a lane: from `assign`, by a worker and a review, to `collect`. */
export function delegationNodes(of: Delegating): object {
  const names = Object.keys(of.workers);
  return {
    assign: {
      next: {
        choose: (s: LaneState, moment: Moment) =>
          inTheWay(s, of, moment) === undefined ? `work-${s.task.worker}` : 'blocked',
        among: ['blocked', ...names.map((name) => `work-${name}`)],
      },
    },
    blocked: {
      run: (s: LaneState, ctx: Pick<Moment, 'left'>) => dropped(s, inTheWay(s, of, ctx) ?? ''),
      next: 'collect',
    },
    ...Object.fromEntries(names.map((name) => [`work-${name}`, workNode(name, of)])),
    ...(of.review && { review: reviewNode(of.review, of.limits) }),
    accept: {
      run: ({ task, found }: LaneState) => ({ results: { [task.id]: found?.result } }),
      next: 'collect',
    },
    again: {
      next: [
        {
          when: ({ rejected }: LaneState) => rejected.length < of.tries,
          to: 'assign',
          label: 'with the reason',
        },
        'drop',
      ],
    },
    drop: {
      run: (s: LaneState) => dropped(s, s.rejected.at(-1) ?? ''),
      next: 'collect',
    },
  };
}

function workNode(name: string, { workers, budgets, limits, result, review, policy }: Delegating): object {
  const worker = workers[name] as Worker<never, {}, never>;
  const budget = budgets[name];
  const given = ({ goal, task, results, rejected }: LaneState) => ({
    goal,
    task,
    results: neededOf(task, results),
    rejected,
  });
  const place = {
    given,
    into: (found: {}) => ({ found: { result: found } }),
    unfit: (found: unknown) => unfit(result, found),
    // A function that has a budget is held to the limits as it is counted.
    limits: 'graph' in worker || budget === undefined ? limits : undefined,
    ...(policy && { policy }),
  };
  const onError = {
    to: 'again',
    update: (s: LaneState, { message }: Failure) => rejection(message, s),
  };
  const counting = { name, budget: budget ?? {}, limits };
  const isFound = ({ found }: LaneState) => found !== undefined;
  return {
    label: name,
    ...workedBy(within(counting, worker), place as never),
    onError,
    next: [{ when: isFound, to: review === undefined ? 'accept' : 'review', label: 'a result' }, 'again'],
  };
}

function reviewNode(review: Worker<Reviewed<unknown, {}, {}>, Judgement, never>, limits: Limits): object {
  const place = {
    given: ({ goal, task, found, results, rejected }: LaneState) => ({
      goal,
      task,
      result: found?.result ?? {},
      results: neededOf(task, results),
      rejected,
    }),
    into: (judged: Judgement, s: LaneState) => (judged.ok ? {} : rejection(judged.reason, s)),
    unfit: unfitJudgement,
    limits,
    policy: { retry: { attempts: 2 } },
  };
  return {
    ...workedBy(review, place),
    onError: {
      to: 'again',
      update: (s: LaneState, { message }: Failure) => rejection(`It could not be reviewed: ${message}`, s),
    },
    next: [{ when: ({ found }: LaneState) => found !== undefined, to: 'accept', label: 'accepted' }, 'again'],
  };
}

function rejection(reason: string, { plans, task, rejected }: LaneState) {
  return {
    found: undefined,
    rejected: [...rejected, reason],
    rejections: [{ plan: plans, task: task.id, worker: task.worker, reason }],
  };
}

function dropped({ plans, task }: LaneState, reason: string) {
  return { dropped: [{ plan: plans, task: task.id, worker: task.worker, reason }] };
}

/** Why a task cannot be begun, in words: what it needs came to nothing, a limit is used up, or its worker's budget is. */
function inTheWay(
  { task, results }: LaneState,
  { budgets, limits }: Delegating,
  { left }: Pick<Moment, 'left'>,
): string | undefined {
  const lacks = (task.needs ?? []).filter((id) => !Object.hasOwn(results, id));
  if (lacks.length > 0) return `it needs ${lacks.join(', ')}, of which nothing came`;
  const used = usedUp(limits, { left });
  if (used !== undefined) return `the limit of ${used} is used up`;
  const spent = Object.keys(budgets[task.worker] ?? {}).find((what) => left(`${task.worker}.${what}`) <= 0);
  return spent === undefined ? undefined : `the budget of ${task.worker} for ${spent} is used up`;
}

function neededOf({ needs = [] }: Assignment<{}>, results: LaneState['results']): LaneState['results'] {
  return Object.fromEntries(needs.flatMap((id) => (Object.hasOwn(results, id) ? [[id, results[id] ?? {}]] : [])));
}
