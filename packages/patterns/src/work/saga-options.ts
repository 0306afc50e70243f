import type { Duration, InferOutput, Schema, ServiceDefinitions, ServicesOf } from '@cairn/core';
import type { Inferring } from '../kit/inferring.ts';
import type { PatternOptions } from '../kit/pattern.ts';
import type { Worker } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import type { PersonOptions } from '../people/person.ts';

/** What steps have found, by their names; undefined where a step is not done, or nobody knows what it found. */
export type Results<Steps> = {
  readonly [Name in keyof Steps as [SchemaOf<Steps[Name]>] extends [never] ? never : Name]?: ResultOf<Steps[Name]>;
};

/** Of a step its schema and the graphs that work on it are known. */
export type SchemaOf<Known> = Extract<Known, Schema>;

type ResultOf<Known> = [SchemaOf<Known>] extends [never] ? unknown : InferOutput<SchemaOf<Known>>;

/** The places of a step from which what is known of it is inferred. */
interface Captured<Known> {
  readonly result?: Known;
  readonly do?: { readonly graph: Known };
  readonly undo?: { readonly graph: Known };
}

/** What a step is given. */
export interface Doing<Task, Found> {
  readonly task: Task;
  /** What the steps found that it needs, directly or through others. */
  readonly results: Found;
  /** An idempotency key: the same for every attempt, and for what undoes it. */
  readonly key: string;
}

/** What undoes a step is given. */
export interface Undoing<Task, Found, Result> extends Doing<Task, Found> {
  /** What the step found; undefined where that is not known: it failed, or was cut off, and may have done something all the same. */
  readonly result: Result | undefined;
  /** Why it is undone. */
  readonly reason: string;
}

/** A step, and what undoes it. */
export interface SagaStep<Task, Found, Result, Services> {
  /** What it finds. Without a schema nothing is kept of that. */
  readonly result?: Schema;
  readonly do: Worker<Doing<Task, Found>, Result, Services>;
  /**
   * Undoes it: also where it failed or was cut off, as what it did may have been done. Then it has the `key` alone, and has to do the
   * right thing where nothing was done. Tried ten times over some hours where it says nothing else; without it nothing is to be undone.
   */
  readonly undo?: Worker<Undoing<Task, Found, Result>, unknown, Services>;
  /** The steps that are done before it begins. */
  readonly needs?: readonly string[];
}

type StepAmong<Steps, Step extends keyof Steps, Task, Services> = SagaStep<
  Task,
  // oxlint-disable-next-line no-generated-empty-object-type -- it is empty only where nothing is known of the steps
  Results<Steps>,
  ResultOf<Steps[Step]>,
  Services
> & { readonly needs?: readonly (keyof Steps)[] };

/** What a saga is made of. */
export interface SagaOptions<
  Name extends string,
  Task extends Schema,
  Services extends ServiceDefinitions,
  Steps,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  /** As parallel as their `needs` allow. */
  readonly steps: {
    readonly [Step in keyof Steps]: Inferring<Steps[Step], Captured<Steps[Step]>> &
      StepAmong<Steps, Step, InferOutput<Task>, ServicesOf<Services>>;
  };
  /** How many steps are at work at a time; no limit by default. */
  readonly limit?: number;
  /** How long steps that are at work may still take once one failed or somebody calls it off; one minute by default. Then they are cut off. */
  readonly grace?: Duration;
  /** How people are asked where something cannot be undone. Without it the thread is failed there, and `resume()` tries again. */
  readonly person?: PersonOptions<ServicesOf<Services>> & {
    readonly notice?: (about: { readonly step: string; readonly reason: string }) => Notice;
  };
}

/** A step that failed for good. */
export interface StepFailure {
  readonly step: string;
  readonly reason: string;
  /** It said that it had done nothing, by {@link nothingDone}: it is not undone. */
  readonly nothing?: true | undefined;
}

/** What people may say to a saga. */
export interface SagaEvents {
  /** What was done is undone. Once that is under way it changes nothing. */
  readonly callOff: { readonly by: string; readonly reason?: string };
  /** What could not be undone is tried again. */
  readonly again: { readonly by: string };
  /** What could not be undone is left as it is, and the others are undone. */
  readonly leave: { readonly by: string };
}

/** What a saga is told, without its types. */
export interface ErasedSaga extends PatternOptions<string, ServiceDefinitions> {
  readonly task: Schema;
  readonly steps: Readonly<Record<string, SagaStep<unknown, unknown, unknown, never>>>;
  readonly limit?: number;
  readonly grace?: Duration;
  readonly person?: PersonOptions<never> & {
    readonly notice?: (about: { readonly step: string; readonly reason: string }) => Notice;
  };
}
