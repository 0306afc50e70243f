import {
  checkNeeds,
  graph,
  local,
  merge,
  type Failure,
  type InferInput,
  type InferOutput,
  type LocalKey,
  type MergeKey,
  type Schema,
  type ServiceDefinitions,
} from '@cairn/core';
import { z } from 'zod';
import { fields } from '../kit/fields.ts';
import { count, numberOf } from '../kit/number.ts';
import { optional } from '../kit/optional.ts';
import { saidOf, type PatternGraph } from '../kit/pattern.ts';
import { unfit } from '../kit/unfit.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy } from '../kit/worker.ts';
import { planning, type ErasedTasks, type Task, type TaskResult, type TasksOptions } from './tasks-options.ts';

type TaskOf<What extends Schema> = Task<InferOutput<What>>;

type Listed<What extends Schema> = Schema<
  readonly Task<InferInput<What>>[] | undefined,
  readonly TaskOf<What>[] | undefined
>;

type KeysOf<Goal extends Schema, What extends Schema, Result extends Schema> = {
  readonly goal: Goal;
  readonly plan: Listed<What>;
  readonly results: MergeKey<Schema<TaskResult<InferInput<Result>>, TaskResult<InferOutput<Result>>>>;
  readonly task: LocalKey<Schema<Task<InferInput<What>>, TaskOf<What>>>;
  readonly tried: LocalKey<Schema<readonly { readonly way: string; readonly reason: string }[]>>;
  readonly reason: z.ZodOptional<z.ZodString>;
};

/** The graph of {@link tasks}: `results` has what became of each task, by its id. */
export type Tasks<
  Name extends string,
  Goal extends Schema,
  What extends Schema,
  Result extends Schema,
  Services extends ServiceDefinitions = {},
  Workers = never,
> = PatternGraph<{
  readonly name: Name;
  readonly keys: KeysOf<Goal, What, Result>;
  readonly outcome: 'complete' | 'partial' | 'unplanned' | 'exhausted';
  readonly nodes:
    | 'plan'
    | 'spread'
    | 'task'
    | 'skip'
    | 'work'
    | 'sum'
    | 'complete'
    | 'partial'
    | 'unplanned'
    | 'exhausted';
  readonly events: {};
  readonly services: Services;
  readonly workers: Workers;
}>;

/**
 * Tasks that need each other, done as parallel as that allows. One that fails keeps nobody from going on who does not need it. It ends as
 * `complete` where all are done, as `partial`, as `unplanned` where nobody could make a plan, or as `exhausted` where a limit is used up.
 *
 * @example
 * const report = tasks({
 *   name: 'report',
 *   goal: z.object({}),
 *   what: z.string(),
 *   result: z.string(),
 *   plan: [
 *     { id: 'market', what: 'how large is it' },
 *     { id: 'write', needs: ['market'], what: 'a page on it' },
 *   ],
 *   work: ({ task, results }, ctx) => ctx.step('ask', () => ask(task.what, results)),
 * });
 */
export function tasks<
  const Name extends string,
  Goal extends Schema,
  What extends Schema,
  Result extends Schema,
  const Plan,
  const Work,
  Services extends ServiceDefinitions = {},
>(
  options: TasksOptions<Name, Goal, What, Result, Services, Plan, Work>,
): Tasks<Name, Goal, What, Result, Services, Plan | Work> {
  const said = options as unknown as ErasedTasks;
  if (said.limit !== undefined) numberOf(said.name, 'limit', count, said.limit);
  const task = taskOf(said.what);
  const stopping = stoppingAt(said.limits);
  return graph({
    ...saidOf(said),
    state: {
      goal: said.goal,
      plan: optional(listOf(task)),
      results: merge(resultOf(said.result)),
      task: local(task),
      tried: local(z.array(z.object({ way: z.string(), reason: z.string() }))),
      reason: z.string().optional(),
    },
    ...begins(said),
    nodes: {
      ...planNode(said),
      spread: {
        next: {
          each: (s: State) => (s.plan ?? []).map((each) => ({ task: each })),
          id: (s: State) => s.task?.id,
          needs: (s: State) => waitsFor(s.task),
          to: 'task',
          then: 'sum',
          ...(said.limit !== undefined && { limit: said.limit }),
        },
      },
      ...laneNodes(said),
      sum: {
        next: [
          { when: (s: State) => Object.values(s.results).every(({ status }) => status === 'done'), to: 'complete' },
          ...stopping.ways,
          'partial',
        ],
      },
      complete: { final: true },
      partial: { final: true },
      ...stopping.nodes,
    },
  } as never) as never;
}

interface State {
  readonly goal: unknown;
  readonly plan?: readonly Task<unknown>[];
  readonly results: Readonly<Record<string, TaskResult<unknown>>>;
  readonly task?: Task<unknown>;
  readonly tried?: readonly { readonly way: string; readonly reason: string }[];
}

const ids: Schema<readonly string[] | undefined> = z.array(z.string()).optional();

function taskOf(what: Schema): Schema {
  return fields({ id: z.string(), needs: ids, wants: ids, what });
}

/** A schema of a list of what another takes. */
function listOf(each: Schema): Schema {
  const validate = (given: unknown) => {
    if (!Array.isArray(given)) return { issues: [{ message: 'Expected a list.' }] };
    const found = given.map(
      (entry) => each['~standard'].validate(entry) as { value?: unknown; issues?: readonly Issue[] },
    );
    const issues = found.flatMap((one, at) =>
      (one.issues ?? []).map((issue) => ({ ...issue, path: [at, ...(issue.path ?? [])] })),
    );
    return issues.length > 0 ? { issues } : { value: found.map(({ value }) => value) };
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate } } as never;
}

interface Issue {
  readonly message: string;
  readonly path?: readonly PropertyKey[];
}

const triedSchema = z.array(z.object({ way: z.string(), reason: z.string() }));

function resultOf(result: Schema): Schema {
  const done = fields({ status: z.literal('done'), result, way: z.string(), tried: triedSchema });
  const other = z.discriminatedUnion('status', [
    z.object({ status: z.literal('failed'), tried: triedSchema }),
    z.object({ status: z.literal('skipped'), missing: z.array(z.string()) }),
  ]);
  const validate = (given: unknown) => {
    const isDone = (given as { readonly status?: unknown } | undefined)?.status === 'done';
    return (isDone ? done : other)['~standard'].validate(given);
  };
  return { '~standard': { version: 1, vendor: 'cairn', validate } } as never;
}

function waitsFor(task: Task<unknown> | undefined): readonly string[] {
  return [...new Set([...(task?.needs ?? []), ...(task?.wants ?? [])])];
}

/** What is wrong with a plan, in words. */
function wrongWith(plan: readonly Task<unknown>[]): string | undefined {
  return checkNeeds(plan.map((task) => ({ id: task.id, needs: waitsFor(task) })));
}

function isList(plan: ErasedTasks['plan']): plan is readonly Task<unknown>[] {
  return Array.isArray(plan);
}

/** Where a plan is a list it is checked here, and stands in the first row. */
function begins({ name, plan, what }: ErasedTasks): object {
  if (!isList(plan)) return { start: 'plan' };
  const wrong = wrongWith(plan) ?? unfit(listOf(taskOf(what)), plan);
  if (wrong !== undefined) throw new TypeError(`The plan of "${name}": ${wrong}`);
  return { start: 'spread', begin: () => ({ plan }) };
}

function because(_s: State, { message }: Failure): object {
  return { reason: message };
}

function planNode({ plan, what, limits }: ErasedTasks): object {
  if (isList(plan)) return {};
  const place = {
    given: ({ goal }: State) => ({ goal }),
    into: (found: unknown) => ({ plan: found }),
    unfit: (found: unknown) => {
      const mistake = unfit(listOf(taskOf(what)), found);
      return mistake && `What was made is no plan: ${mistake}`;
    },
    limits,
    policy: planning,
  };
  return {
    plan: {
      ...workedBy(plan as never, place),
      verify: (update: Pick<State, 'plan'>) => wrongWith(update.plan ?? []) ?? true,
      onError: [...stoppingAt(limits, because).failed, { to: 'unplanned', update: because }],
      next: 'spread',
    },
    unplanned: { final: true },
  };
}

/** The nodes that a task goes through: each way leads to the next one where it fails, and the last one ends the task. */
function laneNodes({ work, fallbacks = {}, result, limits }: ErasedTasks): object {
  const ways = [['work', work] as const, ...Object.entries(fallbacks)];
  const nodes = ways.map(([way, who], at) => {
    const other = ways[at + 1]?.[0];
    return [
      nodeOf(way),
      {
        ...workedBy(who as never, { ...doing(way), unfit: (found: unknown) => unfit(result, found), limits }),
        onError: failing(way, other),
        next: 'sum',
      },
    ] as const;
  });
  return {
    task: {
      next: [{ when: (s: State) => missing(s).length > 0, to: 'skip', label: 'what it needs is not done' }, 'work'],
    },
    skip: { run: (s: State) => ended(s, { status: 'skipped', missing: missing(s) }), next: 'sum' },
    ...Object.fromEntries(nodes),
  };
}

function nodeOf(way: string): string {
  return way === 'work' ? 'work' : `else-${way}`;
}

function doing(way: string) {
  return {
    given: (s: State) => ({ goal: s.goal, task: s.task, results: foundFor(s) }),
    into: (result: unknown, s: State) => ended(s, { status: 'done', result, way, tried: s.tried ?? [] }),
  };
}

function failing(way: string, other: string | undefined): object {
  const triedOf = (s: State, { message }: Failure) => [...(s.tried ?? []), { way, reason: message }];
  if (other === undefined) {
    return {
      to: 'sum',
      label: 'it failed',
      update: (s: State, error: Failure) => ended(s, { status: 'failed', tried: triedOf(s, error) }),
    };
  }
  return { to: nodeOf(other), update: (s: State, error: Failure) => ({ tried: triedOf(s, error) }) };
}

function ended(s: State, result: TaskResult<unknown>): object {
  return { results: { [s.task?.id ?? '']: result } };
}

function missing(s: State): readonly string[] {
  return (s.task?.needs ?? []).filter((id) => s.results[id]?.status !== 'done');
}

/** What was found of what a task waits for. */
function foundFor(s: State): Record<string, unknown> {
  const found = waitsFor(s.task).flatMap((id) => {
    const result = s.results[id];
    return result?.status === 'done' ? [[id, result.result] as const] : [];
  });
  return Object.fromEntries(found);
}
