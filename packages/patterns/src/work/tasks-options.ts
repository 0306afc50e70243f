import type { InferOutput, Schema, ServiceDefinitions, ServicesOf } from '@cairn/core';
import type { PatternOptions } from '../kit/pattern.ts';
import type { Worker, WorkerPolicy } from '../kit/worker.ts';

/** One of the tasks of a plan. */
export interface Task<What> {
  /** A name that no other has, without "/". */
  readonly id: string;
  /** Tasks that are done before it begins. Where one of them is not, it is skipped. */
  readonly needs?: readonly string[] | undefined;
  /** Tasks that it waits for, and goes on without where they are not done. */
  readonly wants?: readonly string[] | undefined;
  /** What there is to do. */
  readonly what: What;
}

/** What was tried, and failed. */
export interface TriedWay {
  /** `work`, or the name of a fall-back. */
  readonly way: string;
  readonly reason: string;
}

/** What became of a task. */
export type TaskResult<Result> =
  | {
      readonly status: 'done';
      readonly result: Result;
      /** `work`, or the name of the fall-back that did it. */
      readonly way: string;
      readonly tried: readonly TriedWay[];
    }
  | { readonly status: 'failed'; readonly tried: readonly TriedWay[] }
  /** It needs what is not done. */
  | { readonly status: 'skipped'; readonly missing: readonly string[] };

/** What whoever makes a plan is given. */
export interface Planning<Goal> {
  readonly goal: Goal;
}

/** What whoever does a task is given. */
export interface Working<Goal, What, Result> {
  readonly goal: Goal;
  readonly task: Task<What>;
  /** What the tasks found that it needs or wants, by their ids: what it wants may not be there. */
  readonly results: Readonly<Record<string, Result>>;
}

/** What {@link tasks} is made of. */
export interface TasksOptions<
  Name extends string,
  Goal extends Schema,
  What extends Schema,
  Result extends Schema,
  Services extends ServiceDefinitions,
  Plan,
  Work,
> extends PatternOptions<Name, Services> {
  readonly goal: Goal;
  /** What a task says that there is to do. */
  readonly what: What;
  /** What a task finds. */
  readonly result: Result;
  /**
   * The tasks; or who makes them of the goal. A plan that cannot be one, as it needs what is not there or goes in a circle, is refused, and made
   * again with the reason in `ctx.failures`, three times where `retry` says nothing else.
   */
  readonly plan:
    | readonly Task<InferOutput<What>>[]
    | (Plan & Worker<Planning<InferOutput<Goal>>, readonly Task<InferOutput<What>>[], ServicesOf<Services>>);
  /** Does a task. What it throws after its own `retry` is the end of this way, and of no other task. */
  readonly work: Work &
    Worker<
      Working<InferOutput<Goal>, InferOutput<What>, InferOutput<Result>>,
      InferOutput<Result>,
      ServicesOf<Services>
    >;
  /** What is tried when `work` has failed, one after another, by name: another source, what was found last time, a guess. */
  readonly fallbacks?: Readonly<
    Record<
      string,
      Worker<
        Working<InferOutput<Goal>, InferOutput<What>, InferOutput<Result>>,
        InferOutput<Result>,
        ServicesOf<Services>
      >
    >
  >;
  /** How many tasks are at work at a time; no limit by default. */
  readonly limit?: number;
}

/** How often a plan is made where nothing else is said. */
export const planning: WorkerPolicy = { retry: { attempts: 3 } };

/** What {@link tasks} is told, without its types. */
export interface ErasedTasks extends PatternOptions<string, ServiceDefinitions> {
  readonly goal: Schema;
  readonly what: Schema;
  readonly result: Schema;
  readonly plan: readonly Task<unknown>[] | Worker<never, unknown>;
  readonly work: Worker<never, unknown>;
  readonly fallbacks?: Readonly<Record<string, Worker<never, unknown>>>;
  readonly limit?: number;
}
