import type {
  AppendKey,
  InferOutput,
  LocalKey,
  MergeKey,
  Schema,
  ServiceDefinitions,
  ServicesOf,
  SumKey,
} from '@cairn/core';
import type { z } from 'zod';
import type { Judgement } from '../kit/judgement.ts';
import type { PatternGraph, PatternOptions } from '../kit/pattern.ts';
import type { Giving, Hint } from '../kit/told.ts';
import type { AnyOf, Worker, WorkerPolicy, WorkersBy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import type { AskingNode, PersonOptions } from '../people/person.ts';
import type { Budget } from './budget.ts';
import type { Assigned, Rejection, Reviewed } from './delegation.ts';
import type { Assignment } from './task.ts';

/** What whoever plans is given. */
export interface Managing<Goal, Brief, Result> {
  readonly goal: Goal;
  /** The names of the workers. */
  readonly workers: readonly string[];
  /** The plan before this one; empty at first. */
  readonly before: readonly Assignment<Brief>[];
  /** What was accepted so far, by the ids of tasks: it stays, and may be needed. */
  readonly results: Readonly<Record<string, Result>>;
  /** What came to nothing in the plan before, and why. */
  readonly dropped: readonly Rejection[];
  /** What was wrong with plans that were made since, oldest first. */
  readonly refused: readonly string[];
  /** What people advised, newest last. */
  readonly hints: readonly string[];
}

/** What a supervision is told, whoever plans. */
export interface SupervisingOptions<
  Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Briefed extends Hint,
  Result extends Schema,
  Given extends Hint,
  Services extends ServiceDefinitions,
  Workers,
  Review,
> extends PatternOptions<Name, Services> {
  readonly goal: Goal;
  /** What a task says to its worker. */
  readonly brief: Brief & Giving<Briefed>;
  /** What a worker gives. */
  readonly result: Result & Giving<Given>;
  /** Accepts a result, or says why not; without it each result is accepted. */
  readonly review?: Review &
    Worker<Reviewed<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>, Judgement, ServicesOf<Services>>;
  /** The most that each worker may use, over the whole thread. */
  readonly budgets?: { readonly [Each in keyof NoInfer<Workers>]?: Budget };
  /** What holds for a worker that says nothing else. */
  readonly policy?: WorkerPolicy;
  /** How often a task is tried before it is dropped; 2 by default. */
  readonly tries?: number;
  /** How many tasks are at work at a time; as many as the plan allows, by default. */
  readonly limit?: number;
  /** How many tasks one worker is at work at, at a time; 1 by default. Its budget is passed by no more than the calls in flight. */
  readonly atOnce?: number;
  /** How people are asked; `'nobody'` has it end as `abandoned` at once. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (about: Unfinished<InferOutput<Goal>, NoInfer<Given>>) => Notice;
      });
}

/** What a supervision is made of. */
export interface SupervisionOptions<
  Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Briefed extends Hint,
  Result extends Schema,
  Given extends Hint,
  Services extends ServiceDefinitions,
  Workers,
  Plan,
  Review,
> extends SupervisingOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Workers, Review> {
  readonly workers: WorkersBy<
    Assigned<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>,
    NoInfer<Given>,
    ServicesOf<Services>,
    Workers
  >;
  /** Makes the plan, and makes it again. */
  readonly plan: Plan &
    Worker<
      Managing<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>,
      readonly Assignment<NoInfer<Briefed>>[],
      ServicesOf<Services>
    >;
  /** How many plans there are before a person is asked; 3 by default. */
  readonly plans?: number;
}

/** What people are told about what was not finished. */
export interface Unfinished<Goal, Result> {
  readonly goal: Goal;
  readonly results: Readonly<Record<string, Result>>;
  readonly dropped: readonly Rejection[];
  /** Why there is no plan, where that is so. */
  readonly doubt?: string;
}

interface Keys<Goal extends Schema, Brief extends Schema, Result extends Schema> {
  readonly goal: Goal;
  readonly tasks: z.ZodDefault<z.ZodType<readonly Assignment<InferOutput<Brief>>[]>>;
  readonly results: MergeKey<Result>;
  readonly rejections: AppendKey<Schema<Rejection>>;
  readonly dropped: AppendKey<Schema<Rejection>>;
  readonly refused: AppendKey<z.ZodString>;
  readonly hints: AppendKey<z.ZodString>;
  readonly plans: SumKey;
  readonly drafts: z.ZodDefault<z.ZodNumber>;
  readonly doubt: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
  readonly task: LocalKey<Schema<Assignment<InferOutput<Brief>>>>;
}

type KeysOf<Goal extends Schema, Brief extends Schema, Result extends Schema> = {
  readonly [Key in keyof Keys<Goal, Brief, Result>]: Keys<Goal, Brief, Result>[Key];
};

/** What people may say about what was not finished. */
export interface SupervisionEvents {
  /** It is taken as it is. */
  readonly accept: { readonly by: string };
  /** As many plans again, with a hint. */
  readonly again: { readonly by: string; readonly hint?: string };
  readonly giveUp: { readonly by: string };
}

/** The graph of a supervision. `results` has what was accepted, by task. */
export type Supervision<
  Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Result extends Schema,
  Services extends ServiceDefinitions = {},
  Workers = {},
  Others = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Goal, Brief, Result>;
  readonly outcome: 'done' | 'accepted' | 'abandoned' | 'exhausted';
  readonly nodes:
    | 'plan'
    | 'judge'
    | 'delegate'
    | 'assign'
    | 'blocked'
    | `work-${keyof Workers & string}`
    | 'review'
    | 'accept'
    | 'again'
    | 'drop'
    | 'collect'
    | 'person'
    | AskingNode
    | 'done'
    | 'accepted'
    | 'abandoned'
    | 'exhausted';
  readonly events: SupervisionEvents;
  readonly services: Services;
  readonly workers: AnyOf<Workers> | Others;
}>;
