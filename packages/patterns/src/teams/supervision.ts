import { append, graph, local, merge, sum, type Failure, type Schema, type ServiceDefinitions } from '@cairn/core';
import { z } from 'zod';
import { count, numberOf } from '../kit/number.ts';
import { saidOf } from '../kit/pattern.ts';
import type { Hint } from '../kit/told.ts';
import { stoppingAt } from '../kit/used-up.ts';
import { workedBy } from '../kit/worker.ts';
import type { Notice } from '../people/notice.ts';
import { personNode } from '../people/person.ts';
import { somebody } from '../people/somebody.ts';
import { limitsOf, mustBeWorkers } from './budget.ts';
import { delegationNodes, type LaneState, type Rejection } from './delegation.ts';
import type { Supervision, SupervisionEvents, SupervisionOptions, Unfinished } from './supervising.ts';
import { taskSchema, waitsFor, wrongIn, type Assignment } from './task.ts';

/**
 * A manager plans, workers do the tasks side by side as far as the plan allows, and each result is reviewed: one that is rejected is tried again with the
 * reason, and what came to nothing is planned anew, keeping what was accepted. It ends as `done`, as `accepted` by a person as far as it is, as `abandoned`,
 * or as `exhausted` where a limit is used up.
 *
 * @example
 * const article = supervision({
 *   name: 'article',
 *   goal: z.string(),
 *   brief: z.string(),
 *   result: z.string(),
 *   workers: { writer: ({ task, results }) => `${task.brief}: ${Object.values(results).join()}`, finder: ({ task }) => `about ${task.brief}` },
 *   plan: ({ goal }) => [
 *     { id: 'find', worker: 'finder', brief: goal },
 *     { id: 'write', worker: 'writer', needs: ['find'], brief: 'a page' },
 *   ],
 *   review: ({ result }) => (result.length > 3 ? { ok: true } : { ok: false, reason: 'too short' }),
 *   budgets: { writer: { calls: 5, tokens: 20_000 } },
 * });
 */
export function supervision<
  const Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Briefed extends Hint,
  Result extends Schema,
  Given extends Hint,
  Workers,
  const Plan,
  const Review = unknown,
  Services extends ServiceDefinitions = {},
>(
  options: SupervisionOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Workers, Plan, Review>,
): Supervision<Name, Goal, Brief, Result, Services, Workers, Plan | Review> {
  const { goal, brief, result, budgets = {}, limits } = options;
  mustBeWorkers(options.name, budgets, options.workers);
  const definition: unknown = {
    ...saidOf({ ...options, limits: { ...limits, ...limitsOf(options.name, budgets) } }),
    state: {
      goal,
      tasks: z.array(z.unknown()).default([]),
      results: merge(result),
      rejections: append(rejectionSchema),
      dropped: append(rejectionSchema),
      refused: append(z.string()),
      hints: append(z.string()),
      plans: sum(),
      drafts: z.number().default(0),
      doubt: z.string().optional(),
      by: z.string().optional(),
      task: local(taskSchema(brief)),
      rejected: local(z.array(z.string())),
      found: local(z.object({ result: z.unknown() }).optional()),
    },
    events: {
      accept: z.object({ by: somebody }),
      again: z.object({ by: somebody, hint: z.string().exactOptional() }),
      giveUp: z.object({ by: somebody }),
    },
    start: 'plan',
    nodes: {
      ...planNodes(options as never),
      ...delegationNodes(delegatingOf(options as never)),
      ...endNodes(options as never),
    },
  };
  return graph(definition as never) as never;
}

const rejectionSchema: Schema<Rejection> = z.object({
  plan: z.number(),
  task: z.string(),
  worker: z.string(),
  reason: z.string(),
});

type Erased = SupervisionOptions<
  string,
  Schema,
  Schema,
  {},
  Schema,
  {},
  {},
  Readonly<Record<string, never>>,
  unknown,
  unknown
>;

interface State {
  readonly goal: unknown;
  readonly tasks: readonly Assignment<{}>[];
  readonly results: Readonly<Record<string, {}>>;
  readonly dropped: readonly Rejection[];
  readonly refused: readonly string[];
  readonly hints: readonly string[];
  readonly plans: number;
  readonly drafts: number;
  readonly doubt?: string;
}

/** So many plans in a row may be refused before a person is asked. */
const mostDrafts = 3;

function planNodes({ name, plan, workers, brief, limit, atOnce = 1, person, limits }: Erased): object {
  if (limit !== undefined) numberOf(name, 'limit', count, limit);
  const most = numberOf(name, 'atOnce', count, atOnce);
  const names = Object.keys(workers);
  const refused = (reason: string, { drafts }: State) => ({ doubt: reason, refused: [reason], drafts: drafts + 1 });
  const failed = (s: State, { message }: Failure) => refused(message, s);
  const place = {
    given: (s: State) => ({
      goal: s.goal,
      workers: names,
      before: s.tasks,
      results: s.results,
      dropped: s.dropped.filter((each) => each.plan === s.plans),
      refused: s.drafts === 0 ? [] : s.refused.slice(-s.drafts),
      hints: s.hints,
    }),
    into: (tasks: readonly Assignment<{}>[]) => ({ tasks, plans: 1, drafts: 0, doubt: undefined }),
    unfit: (found: unknown, { results }: State) =>
      wrongIn(found, { brief, workers: names, done: Object.keys(results) }),
    limits,
  };
  const open = ({ tasks, results }: Pick<State, 'tasks' | 'results'>) =>
    tasks.filter(({ id }) => !Object.hasOwn(results, id));
  return {
    plan: {
      ...workedBy(plan as never, place as never),
      onError: [...stoppingAt(limits, failed).failed, { to: 'judge', update: failed }],
      next: 'judge',
    },
    judge: {
      next: [
        { when: (s: State) => s.doubt === undefined, to: 'delegate', label: 'it can be carried out' },
        { when: (s: State) => s.drafts < mostDrafts, to: 'plan', label: 'with what is wrong' },
        person === 'nobody' ? 'abandoned' : 'person',
      ],
    },
    delegate: {
      next: {
        each: (s: State) => open(s).map((task) => ({ task, rejected: [] })),
        id: ({ task }: LaneState) => task.id,
        needs: (s: LaneState & State) => waitsFor(s.task, open(s), most),
        to: 'assign',
        then: 'collect',
        ...(limit !== undefined && { limit }),
      },
    },
  };
}

function delegatingOf({ name, workers, budgets = {}, limits = {}, result, review, tries = 2, policy }: Erased) {
  return { workers, budgets, limits, result, review, tries: numberOf(name, 'tries', count, tries), policy } as never;
}

type Said<Name extends keyof SupervisionEvents> = SupervisionEvents[Name];

function endNodes(options: Erased): object {
  const { name, plans = 3, person, limits } = options;
  const stopping = stoppingAt(limits);
  const most = numberOf(name, 'plans', count, plans);
  const isDone = ({ tasks, results }: State) => tasks.every(({ id }) => Object.hasOwn(results, id));
  return {
    collect: {
      next: [
        { when: isDone, to: 'done', label: 'all is accepted' },
        ...stopping.ways,
        { when: (s: State) => s.plans % most !== 0, to: 'plan', label: 'plan anew' },
        person === 'nobody' ? 'abandoned' : 'person',
      ],
    },
    ...(person !== 'nobody' && { person: waitNode(options, person), accepted: { final: true } }),
    done: { final: true },
    abandoned: { final: true },
    ...stopping.nodes,
  };
}

function waitNode({ name, services }: Erased, person: Exclude<Erased['person'], 'nobody'> = {}): object {
  const notice = person.notice ?? ((about: Unfinished<unknown, {}>) => defaultNotice(name, about));
  return personNode(person, {
    pattern: name,
    services,
    notice: ({ goal, results, dropped, plans: made, doubt }: State) =>
      notice({
        goal,
        results,
        dropped: dropped.filter(({ plan }) => plan === made),
        ...(doubt !== undefined && { doubt }),
      }),
    late: 'abandoned',
    on: {
      accept: { to: 'accepted', update: (_s: State, { by }: Said<'accept'>) => ({ by }) },
      again: {
        to: 'plan',
        update: (_s: State, { by, hint }: Said<'again'>) => ({
          by,
          drafts: 0,
          hints: hint === undefined ? [] : [hint],
        }),
      },
      giveUp: { to: 'abandoned', update: (_s: State, { by }: Said<'giveUp'>) => ({ by }) },
    },
  });
}

function defaultNotice(name: string, { results, dropped, doubt }: Unfinished<unknown, {}>): Notice {
  const lines = dropped.map(({ task, worker, reason }) => `${task}, by ${worker}: ${reason}`);
  const accepted = `Accepted: ${Object.keys(results).join(', ') || 'nothing'}`;
  return { subject: `${name} is not finished`, text: [accepted, ...lines, ...(doubt ? [doubt] : [])].join('\n') };
}
