import {
  append,
  graph,
  sum,
  type AppendKey,
  type InferOutput,
  type Moment,
  type Schema,
  type SumKey,
  type ServiceDefinitions,
  type ServicesOf,
} from '@cairn/core';
import { z } from 'zod';
import { toldFields } from '../kit/fields.ts';
import { count, numberBy } from '../kit/number.ts';
import { unfitJudgement, type Judgement } from '../kit/judgement.ts';
import { optional, type Optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph, type PatternOptions } from '../kit/pattern.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy, type Worker, type WorkerPolicy } from '../kit/worker.ts';
import type { Asking, Offer } from '../people/notice.ts';
import { personNode, type AskingNode, type PersonOptions } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';

/** An attempt that came to nothing. */
export interface Tried {
  /** Which attempt it was, counted from 1. */
  readonly attempt: number;
  /** Why it was not enough: what `verify` said, or the error that ended it. */
  readonly reason: string;
}

const triedSchema: Schema<Tried> = z.object({ attempt: z.number(), reason: z.string() });

/** What whoever acts is given. */
export interface Acting<Task> {
  readonly task: Task;
  /** Which attempt this is, counted from 1. */
  readonly attempt: number;
  /** Those before it, oldest first: what is done differently is made of them. */
  readonly tried: readonly Tried[];
  /** What a person advised, newest last. */
  readonly hints: readonly string[];
}

/** What whoever verifies is given. */
export interface Verifying<Task, Result> {
  readonly task: Task;
  readonly result: Result;
  readonly attempt: number;
}

/** What an attempt is made of. */
export interface AttemptOptions<
  Name extends string,
  Task extends Schema,
  Result extends Schema,
  Services extends ServiceDefinitions,
  Act,
  Verify,
> extends PatternOptions<Name, Services> {
  readonly task: Task;
  readonly result: Result;
  /** Does it. What it throws after its own `retry` is a failed attempt, as a refused result is. */
  readonly act: Act & Worker<Acting<InferOutput<Task>>, InferOutput<Result>, ServicesOf<Services>>;
  /** Looks from outside whether it was done: an activity of its own, that may ask the world. */
  readonly verify: Verify & Worker<Verifying<InferOutput<Task>, InferOutput<Result>>, Judgement, ServicesOf<Services>>;
  /** After how many failed attempts a person is asked; 3 by default. */
  readonly attempts?: number | ((task: InferOutput<Task>) => number);
  /** How people are asked; `'nobody'` has it end as `abandoned` at once. */
  readonly person?:
    | 'nobody'
    | (PersonOptions<ServicesOf<Services>> & {
        readonly notice?: (
          about: { readonly task: InferOutput<Task>; readonly tried: readonly Tried[] },
          moment: Moment,
        ) => Asking;
      });
}

interface Keys<Task extends Schema, Result extends Schema> {
  readonly task: Task;
  readonly result: Optional<Result>;
  readonly tried: AppendKey<Schema<Tried>>;
  readonly hints: AppendKey<z.ZodString>;
  readonly failed: SumKey;
  readonly doubt: z.ZodOptional<z.ZodString>;
  readonly by: z.ZodOptional<z.ZodString>;
}

type KeysOf<Task extends Schema, Result extends Schema> = {
  readonly [Key in keyof Keys<Task, Result>]: Keys<Task, Result>[Key];
};

/** What people may say to an attempt that failed. What names how many attempts had `failed` is taken until there is another. */
export interface AttemptEvents<Result> {
  /** They have done it themselves. */
  readonly resolve: { readonly by: string; readonly result: Result; readonly failed?: number };
  /** It is tried again, as often as before, with a hint. */
  readonly again: { readonly by: string; readonly hint?: string; readonly failed?: number };
  readonly giveUp: { readonly by: string; readonly failed?: number };
}

/** The graph of {@link attempt}. `by` says who decided, where somebody did. */
export type Attempt<
  Name extends string,
  Task extends Schema,
  Result extends Schema,
  Services extends ServiceDefinitions = {},
  Workers = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Task, Result>;
  readonly outcome: 'verified' | 'resolved' | 'abandoned' | 'exhausted';
  readonly nodes:
    | 'act'
    | 'verify'
    | 'judge'
    | 'person'
    | AskingNode
    | 'verified'
    | 'resolved'
    | 'abandoned'
    | 'exhausted';
  readonly events: AttemptEvents<InferOutput<Result>>;
  readonly services: Services;
  readonly workers: Workers;
}>;

/**
 * Act, verify the outcome from outside, try again differently with the failures in hand; after so many failures a person decides.
 * It ends as `verified`, as `resolved` by a person, as `abandoned` by one, or where nobody answered by the deadline or is to be asked, or as `exhausted` where a limit is used up.
 *
 * @example
 * const deploy = attempt({
 *   name: 'deploy',
 *   task: z.object({ service: z.string() }),
 *   result: z.object({ version: z.string() }),
 *   act: async ({ task, tried }, { step }) => step('roll out', () => rollOut(task.service, { slowly: tried.length > 0 })),
 *   verify: async ({ task }) => ((await isHealthy(task.service)) ? { ok: true } : { ok: false, reason: 'not healthy' }),
 * });
 */
export function attempt<
  const Name extends string,
  Task extends Schema,
  Result extends Schema,
  const Act,
  const Verify,
  Services extends ServiceDefinitions = {},
>(
  options: AttemptOptions<Name, Task, Result, Services, Act, Verify>,
): Attempt<Name, Task, Result, Services, Act | Verify> {
  const { task, result } = options;
  return graph({
    ...saidOf(options),
    state: {
      task,
      result: optional(result),
      tried: append(triedSchema),
      hints: append(z.string()),
      failed: sum(),
      doubt: z.string().optional(),
      by: z.string().optional(),
    },
    events: {
      resolve: toldFields({ by: somebody, result, failed: optional(z.number()) }),
      again: z.object({ by: somebody, hint: z.string().exactOptional(), failed: z.number().exactOptional() }),
      giveUp: z.object({ by: somebody, failed: z.number().exactOptional() }),
    },
    start: 'act',
    nodes: {
      ...workNodes(options as Erased),
      verified: { final: true },
      ...(options.person !== 'nobody' && {
        person: waitNode(options as Erased, options.person as Person),
        resolved: { final: true },
      }),
      abandoned: { final: true },
    },
  } as never) as never;
}

type Erased = AttemptOptions<string, Schema, Schema, {}, Worker<never, unknown>, Worker<never, Judgement>>;

interface State {
  readonly task: unknown;
  readonly result: unknown;
  readonly tried: readonly Tried[];
  readonly hints: readonly string[];
  readonly failed: number;
  readonly doubt?: string;
}

/** How often it is looked from outside whether something was done, where nothing else is said. */
const looking: WorkerPolicy = { retry: { attempts: 4, backoff: '1s', factor: 3, jitter: 0.2 } };

type Person = Exclude<Erased['person'], 'nobody'>;

function workNodes({ name, act, verify, attempts = 3, result, person, limits }: Erased): object {
  const most = numberBy(name, 'attempts', count, attempts);
  const failed = (s: State, { message }: Error): object => refused(s, message);
  const unverified = (s: State, { message }: Error): object => refused(s, `it could not be verified: ${message}`);
  const stopping = stoppingAt(limits);
  const acting = {
    given: (s: State) => ({ task: s.task, attempt: s.failed + 1, tried: s.tried, hints: s.hints }),
    into: (found: unknown) => ({ result: found }),
    unfit: (found: unknown) => unfit(result, found),
    limits,
  };
  const verifying = {
    given: (s: State) => ({ task: s.task, result: s.result, attempt: s.failed + 1 }),
    into: (found: Judgement, s: State) => (found.ok ? { doubt: undefined } : refused(s, found.reason)),
    unfit: unfitJudgement,
    limits,
    policy: looking,
  };
  return {
    act: {
      ...workedBy(act as never, acting),
      onError: [...stoppingAt(limits, failed).failed, { to: 'judge', update: failed }],
      next: 'verify',
    },
    verify: {
      ...workedBy(verify as never, verifying),
      onError: [...stoppingAt(limits, unverified).failed, { to: 'judge', update: unverified }],
      next: [{ when: (s: State) => s.doubt === undefined, to: 'verified' }, 'judge'],
    },
    judge: {
      next: [
        ...stopping.ways,
        { when: (s: State) => s.failed % most(s.task) !== 0, to: 'act', label: 'again' },
        person === 'nobody' ? 'abandoned' : 'person',
      ],
    },
    ...stopping.nodes,
  };
}

function refused(s: State, reason: string): object {
  return { doubt: reason, tried: [{ attempt: s.failed + 1, reason }], failed: 1 };
}

type Said<Name extends keyof AttemptEvents<unknown>> = AttemptEvents<unknown>[Name];

function waitNode({ name, services }: Erased, person: Person = {}): object {
  const notice = person.notice ?? (({ tried }) => defaultNotice(name, tried));
  const when = (s: State, { failed = s.failed }: { readonly failed?: number }): boolean => failed === s.failed;
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ task, tried, failed }: State, moment: Moment) => ({
      offers: offersAfter(failed),
      ...notice({ task, tried }, moment),
    }),
    late: 'abandoned',
    on: {
      resolve: { when, to: 'resolved', update: (_s: State, { by, result }: Said<'resolve'>) => ({ by, result }) },
      again: {
        when,
        to: 'act',
        update: (_s: State, { by, hint }: Said<'again'>) => ({ by, hints: hint === undefined ? [] : [hint] }),
      },
      giveUp: { when, to: 'abandoned', update: (_s: State, { by }: Said<'giveUp'>) => ({ by }) },
    },
  });
}

function offersAfter(failed: number): readonly Offer[] {
  const ask = [{ name: 'hint', label: 'What is to be done otherwise', optional: true }];
  return [
    { label: 'Try again', event: 'again', payload: { failed }, ask },
    { label: 'Give up', event: 'giveUp', payload: { failed } },
  ];
}

function defaultNotice(name: string, tried: readonly Tried[]): Asking {
  const text = tried.map(({ attempt: number, reason }) => `Attempt ${number}: ${reason}`).join('\n');
  return { subject: `${name} needs a person`, text };
}
