import {
  append,
  graph,
  type AppendKey,
  type InferOutput,
  type Schema,
  type ServiceDefinitions,
  type ServicesOf,
} from '@cairn/core';
import { z } from 'zod';
import { count, finite, numberOf } from '../kit/number.ts';
import { fields } from '../kit/fields.ts';
import { optional, type Optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type Worker } from '../kit/worker.ts';

/** What a critic says of a draft. */
export interface Critique {
  /** The higher, the better. */
  readonly score: number;
  readonly problems?: readonly string[];
  /** Whether it is good enough, where nothing else says so. */
  readonly good?: boolean;
}

/** What was said of the draft of a round, or why nothing could be. */
export interface Round {
  /** Counted from 1. */
  readonly round: number;
  readonly score?: number;
  readonly problems?: readonly string[];
  readonly good?: boolean;
  readonly error?: string;
}

/** What whoever looks at a draft is given. */
export interface Criticizing<Task, Draft> {
  readonly task: Task;
  readonly draft: Draft;
  readonly round: number;
}

/** What whoever improves a draft is given. */
export interface Improving<Task, Draft> extends Criticizing<Task, Draft> {
  /** What was said of each draft so far, oldest first. */
  readonly critiques: readonly Round[];
}

/** The best draft there is. */
export interface Best<Draft> {
  readonly draft: Draft;
  readonly round: number;
  /** Absent where nobody could say. */
  readonly score?: number;
}

/** What a reflection is made of. */
export interface ReflectionOptions<
  Name extends string,
  Task extends Schema,
  Draft extends Schema,
  Services extends ServiceDefinitions,
  Produce,
  Criticize,
  Improve,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly draft: Draft;
  /** Makes the first draft. */
  readonly produce: Produce & Worker<{ readonly task: InferOutput<Task> }, InferOutput<Draft>, ServicesOf<Services>>;
  readonly critique: Criticize &
    Worker<Criticizing<InferOutput<Task>, InferOutput<Draft>>, Critique, ServicesOf<Services>>;
  /** Makes the next draft of the last one and what was said of it. */
  readonly improve: Improve &
    Worker<Improving<InferOutput<Task>, InferOutput<Draft>>, InferOutput<Draft>, ServicesOf<Services>>;
  /** How many drafts are made at most; 3 by default. */
  readonly rounds?: number;
  /** From which score on a draft is good, or a decision; by default, where the critic says `good`. */
  readonly good?: number | ((critique: Critique, about: Criticizing<InferOutput<Task>, InferOutput<Draft>>) => boolean);
}

interface Keys<Task extends Schema, Draft extends Schema> {
  readonly task: Task;
  readonly draft: Optional<Draft>;
  readonly critiques: AppendKey<Schema<Round>>;
  readonly best: Optional<Schema<Best<InferOutput<Draft>>>>;
  readonly round: z.ZodDefault<z.ZodNumber>;
  readonly isGood: z.ZodDefault<z.ZodBoolean>;
  readonly error: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Draft extends Schema> = {
  readonly [Key in keyof Keys<Task, Draft>]: Keys<Task, Draft>[Key];
};

/** The graph of {@link reflection}. `best` is its result, `critiques` what was said of each draft. */
export type Reflection<
  Name extends string,
  Task extends Schema,
  Draft extends Schema,
  Services extends ServiceDefinitions = {},
  Workers = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Draft>;
  readonly outcome: 'good' | 'best' | 'empty' | 'exhausted';
  readonly nodes: 'produce' | 'critique' | 'judge' | 'improve' | 'good' | 'best' | 'empty' | 'exhausted';
  readonly events: {};
  readonly services: Services;
  readonly workers: Workers;
}>;

/**
 * Produce, critique, improve, until a draft is good or there are no rounds left. It ends as `good`; as `best`, with the draft of the highest score; or as `empty`
 * where none was made; or as `exhausted`, with the best there is, where a limit is used up.
 *
 * @example
 * const writing = reflection({
 *   name: 'writing',
 *   task: z.object({ topic: z.string() }),
 *   draft: z.string(),
 *   produce: ({ task }) => write(task.topic),
 *   critique: ({ draft }) => ({ score: judge(draft), problems: [] }),
 *   improve: ({ draft, critiques }) => rewrite(draft, critiques.at(-1)?.problems),
 *   good: 0.9,
 * });
 */
export function reflection<
  const Name extends string,
  Task extends Schema,
  Draft extends Schema,
  const Produce,
  const Criticize,
  const Improve,
  Services extends ServiceDefinitions = {},
>(
  options: ReflectionOptions<Name, Task, Draft, Services, Produce, Criticize, Improve>,
): Reflection<Name, Task, Draft, Services, Produce | Criticize | Improve> {
  const { task, draft } = options;
  return graph({
    ...saidOf(options),
    state: {
      task,
      draft: optional(draft),
      critiques: append(roundSchema),
      best: optional(fields({ draft, round: z.number(), score: z.number().optional() })),
      round: z.number().default(0),
      isGood: z.boolean().default(false),
      error: z.string().optional(),
    },
    start: 'produce',
    nodes: { ...workNodes(options as Erased), good: { final: true }, best: { final: true }, empty: { final: true } },
  } as never) as never;
}

type Erased = ReflectionOptions<
  string,
  Schema,
  Schema,
  {},
  Worker<never, unknown>,
  Worker<never, Critique>,
  Worker<never, unknown>
>;

interface State {
  readonly task: unknown;
  readonly draft: unknown;
  readonly critiques: readonly Round[];
  readonly best?: Best<unknown>;
  readonly round: number;
  readonly isGood: boolean;
}

const said = { problems: z.array(z.string()).optional(), good: z.boolean().optional() };

const critiqueSchema = z.looseObject({ score: z.number(), ...said });

const roundSchema: Schema<Round> = fields({
  round: z.number(),
  score: z.number().optional(),
  ...said,
  error: z.string().optional(),
}) as never;

function workNodes(options: Erased): object {
  const { name, produce, critique, improve, rounds = 3, good = 0, draft: schema, limits } = options;
  const most = numberOf(name, 'rounds', count, rounds);
  if (typeof good !== 'function') numberOf(name, 'good', finite, good);
  const drafted = (draft: unknown, s: State): object => ({ draft, round: s.round + 1 });
  const failed = (_s: State, { message }: Error): object => ({ error: message });
  const drafting = { into: drafted, unfit: (found: unknown) => unfit(schema, found), limits };
  const { failed: stopped, nodes } = stoppingAt(limits, failed);
  // A draft of which nobody can say anything is the best only while there is no other.
  const unjudged = (s: State, { message }: Error): object => ({
    critiques: [{ round: s.round, error: message }],
    ...(s.best === undefined && { best: { draft: s.draft, round: s.round } }),
  });
  return {
    produce: {
      ...workedBy(produce as never, { given: ({ task }: State) => ({ task }), ...drafting }),
      onError: [...stopped, { to: 'empty', update: failed }],
      next: 'critique',
    },
    critique: {
      ...workedBy(critique as never, {
        given: ({ task, draft, round }: State) => ({ task, draft, round }),
        into: (found: Critique, s: State) => judged(options, found, s),
        unfit: (found: unknown) => unfit(critiqueSchema, found),
        limits,
      }),
      onError: [...stoppingAt(limits, unjudged).failed, { to: 'judge', update: unjudged }],
      next: 'judge',
    },
    judge: {
      next: [
        { when: ({ isGood }: State) => isGood, to: 'good' },
        { when: ({ round }: State) => round >= most, to: 'best', label: 'no rounds left' },
        'improve',
      ],
    },
    improve: {
      ...workedBy(improve as never, {
        given: ({ task, draft, round, critiques }: State) => ({ task, draft, round, critiques }),
        ...drafting,
      }),
      onError: [...stopped, { to: 'best', update: failed }],
      next: 'critique',
    },
    ...nodes,
  };
}

/** Whoever decides it answers true; what is no answer makes nothing good. */
function isGoodBy(good: Erased['good'], found: Critique, about: Criticizing<unknown, unknown>): boolean {
  if (typeof good === 'number') return found.score >= good;
  const answer: unknown = good === undefined ? found.good : good(found, about);
  return answer === true;
}

function judged({ good }: Erased, found: Critique, s: State): object {
  const { score, problems, good: isSaid } = found;
  const { task, draft, round } = s;
  const isGood = isGoodBy(good, found, { task, draft, round });
  const isBetter = s.best?.score === undefined || score > s.best.score;
  return {
    critiques: [{ round, score, problems, good: isSaid }],
    isGood,
    ...((isGood || isBetter) && { best: { draft, round, score } }),
  };
}
