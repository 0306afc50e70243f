import type { AppendKey, InferOutput, Moment, Schema, ServiceDefinitions, ServicesOf, SumKey } from '@cairn/core';
import type { z } from 'zod';
import type { Optional } from '../kit/optional.ts';
import type { PatternGraph, PatternOptions } from '../kit/pattern.ts';
import type { AnyAmong, WorkerOf } from '../kit/worker.ts';
import type { Asking } from '../people/notice.ts';
import type { AskingNode, PersonOptions } from '../people/person.ts';

/** What a tier finds. */
export interface Found<Answer> {
  readonly answer: Answer;
  /** How sure it is, 0 to 1. */
  readonly confidence: number;
  /** What it took, which the state sums up. */
  readonly cost?: number;
}

/** What a tier said, or why it said nothing. */
export interface TierSaid<Answer> {
  readonly tier: string;
  readonly answer?: Answer;
  readonly confidence?: number;
  readonly cost?: number;
  readonly error?: string;
}

/** What a tier is given. */
export interface TierAsked<Task, Answer> {
  readonly task: Task;
  /** What those before it said. */
  readonly said: readonly TierSaid<Answer>[];
}

/** When an answer is taken: from so much confidence on, or as a decision says. */
export type Accept<Task, Answer> = number | ((found: Found<Answer>, task: Task) => boolean);

/** One of those who are asked, each stronger and dearer than the one before. */
export interface TierOptions<Name extends string, Task, Answer, Services, Asked = unknown> {
  readonly name: Name;
  readonly ask: WorkerOf<TierAsked<Task, Answer>, Found<Answer>, Services, Asked>;
  /** When its answer is taken, where that differs. */
  readonly accept?: Accept<Task, Answer>;
  /** What it is expected to take of the budget; it is passed over where less is left. */
  readonly cost?: number | ((task: Task) => number);
}

/** What of a tier stands in no list of graphs. */
interface Named<Name extends string> {
  readonly name: Name;
  readonly ask: unknown;
  readonly accept?: unknown;
  readonly cost?: unknown;
}

export type AnyTier = Omit<TierOptions<string, never, never, never>, 'ask'> & { readonly ask: unknown };

/** What tiers are made of. */
export interface TiersOptions<
  Name extends string,
  Task extends Schema,
  Answer extends Schema,
  Tier extends string,
  Services extends ServiceDefinitions,
  Asked extends readonly unknown[],
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly answer: Answer;
  /** When an answer is taken: from so much confidence on, 0 to 1, or as a decision says. */
  readonly accept: Accept<InferOutput<Task>, InferOutput<Answer>>;
  /** Who is asked, the cheapest first. */
  readonly tiers: readonly Named<Tier>[] & {
    readonly [At in keyof Asked]: TierOptions<
      string,
      InferOutput<Task>,
      InferOutput<Answer>,
      ServicesOf<Services>,
      Asked[At]
    >;
  };
  /** The tier to begin with, by how hard the task is; the first by default. */
  readonly begin?: (task: InferOutput<Task>) => NoInfer<Tier>;
  /** The name among `limits` of the budget that tiers spend by `ctx.spend`; `cost` by default. */
  readonly spend?: string;
  /** How people are asked when no tier was sure enough; without it, nobody is, as `'nobody'` says too. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (about: TierAsked<InferOutput<Task>, InferOutput<Answer>>, moment: Moment) => Asking;
      });
}

interface Keys<Task extends Schema, Answer extends Schema> {
  readonly task: Task;
  readonly answer: Optional<Answer>;
  readonly said: AppendKey<Schema<TierSaid<InferOutput<Answer>>>>;
  readonly cost: SumKey;
  readonly tier: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Answer extends Schema> = {
  readonly [Key in keyof Keys<Task, Answer>]: Keys<Task, Answer>[Key];
};

/** What people may say where no tier was sure enough. */
export interface TierEvents<Answer> {
  readonly answer: { readonly by: string; readonly answer: Answer };
  readonly giveUp: { readonly by: string };
}

/** The graph of `tiers`. `tier` says whose answer was taken, `said` what each said, `by` which person decided. */
export type Tiers<
  Name extends string,
  Task extends Schema,
  Answer extends Schema,
  Tier extends string,
  Services extends ServiceDefinitions = {},
  Asked extends readonly unknown[] = [],
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Answer>;
  readonly outcome: 'accepted' | 'resolved' | 'unanswered' | 'exhausted';
  readonly nodes: 'begin' | Tier | 'person' | AskingNode | 'accepted' | 'resolved' | 'unanswered' | 'exhausted';
  readonly events: TierEvents<InferOutput<Answer>>;
  readonly services: Services;
  readonly workers: AnyAmong<Asked>;
}>;
