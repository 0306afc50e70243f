import type { InferOutput, Schema, ServiceDefinitions, ServicesOf } from '@cairn/core';
import type { Hint } from '../kit/told.ts';
import type { WorkersBy } from '../kit/worker.ts';
import type { Assigned } from './delegation.ts';
import type { SupervisingOptions, Supervision } from './supervising.ts';
import { supervision } from './supervision.ts';
import { wrongIn } from './task.ts';

/** A task of a crew, which is known beforehand. */
export interface CrewTask<Brief, Role> {
  readonly id: string;
  /** Who does it. */
  readonly role: Role;
  /** The ids of the tasks whose results it is made from. */
  readonly needs?: readonly string[];
  readonly brief: Brief;
}

/** What a crew is made of. */
export interface CrewOptions<
  Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Briefed extends Hint,
  Result extends Schema,
  Given extends Hint,
  Services extends ServiceDefinitions,
  Role extends string,
  Roles,
  Review,
> extends SupervisingOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Roles, Review> {
  /** Who works, by role. */
  readonly roles: { readonly [Each in Role]: unknown } & WorkersBy<
    Assigned<InferOutput<Goal>, NoInfer<Briefed>, NoInfer<Given>>,
    NoInfer<Given>,
    ServicesOf<Services>,
    Roles
  >;
  /** What is to be done; or what is to be done for a goal. */
  readonly tasks:
    | readonly CrewTask<NoInfer<Briefed>, NoInfer<Role>>[]
    | ((goal: InferOutput<Goal>) => readonly CrewTask<NoInfer<Briefed>, NoInfer<Role>>[]);
}

/**
 * Roles and tasks that need each other: a {@link supervision} whose plan is fixed. What came to nothing goes to a person, who may have it tried again.
 *
 * @example
 * const report = crew({
 *   name: 'report',
 *   goal: z.string(),
 *   brief: z.string(),
 *   result: z.string(),
 *   roles: { researcher: ({ goal }) => `facts on ${goal}`, writer: ({ results }) => Object.values(results).join('. ') },
 *   tasks: [
 *     { id: 'research', role: 'researcher', brief: 'find what is known' },
 *     { id: 'write', role: 'writer', needs: ['research'], brief: 'a page' },
 *   ],
 * });
 */
export function crew<
  const Name extends string,
  Goal extends Schema,
  Brief extends Schema,
  Briefed extends Hint,
  Result extends Schema,
  Given extends Hint,
  Role extends string,
  Roles,
  const Review = unknown,
  Services extends ServiceDefinitions = {},
>({
  roles,
  tasks,
  ...options
}: CrewOptions<Name, Goal, Brief, Briefed, Result, Given, Services, Role, Roles, Review>): Supervision<
  Name,
  Goal,
  Brief,
  Result,
  Services,
  Roles,
  Review
> {
  if (typeof tasks !== 'function') mustBePlan(options.name, assigned(tasks), options.brief, Object.keys(roles));
  const plan = ({ goal }: { readonly goal: InferOutput<Goal> }) =>
    assigned(typeof tasks === 'function' ? tasks(goal) : tasks);
  return supervision({ ...options, workers: roles, plan, plans: 1 } as never) as never;
}

/** Tasks as a plan has them, whoever they are for. */
function assigned(tasks: readonly CrewTask<unknown, string>[]): readonly object[] {
  return tasks.map(({ role, ...task }) => ({ ...task, worker: role }));
}

/** Refuses tasks that are known beforehand and that no crew could do. */
function mustBePlan(name: string, plan: readonly object[], brief: Schema, workers: readonly string[]): void {
  const wrong = wrongIn(plan, { brief, workers, done: [] });
  if (wrong !== undefined) throw new TypeError(`The tasks of "${name}": ${wrong}`);
}
