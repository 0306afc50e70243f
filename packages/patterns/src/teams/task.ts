import { checkNeeds, type InferOutput, type Schema } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { z } from 'zod';
import { fields } from '../kit/fields.ts';
import { unfit } from '../kit/unfit.ts';

/** A task of a plan. */
export interface Assignment<Brief> {
  readonly id: string;
  /** Who is to do it. */
  readonly worker: string;
  /** The ids of the tasks whose results it is made from: they are accepted before it begins. */
  readonly needs?: readonly string[];
  /** What is to be done. */
  readonly brief: Brief;
}

/** The schema of {@link Assignment}, by that of what is to be done. */
export function taskSchema<Of extends Schema>(brief: Of): Schema<Assignment<InferOutput<Of>>> {
  return fields({ id: z.string(), worker: z.string(), needs: z.array(z.string()).optional(), brief }) as never;
}

/** What is wrong with a plan, whatever it is, in words; undefined where it can be carried out. What is `done` may be needed. */
export function wrongIn(
  plan: unknown,
  of: { readonly brief: Schema; readonly workers: readonly string[]; readonly done: readonly string[] },
): string | undefined {
  if (!Array.isArray(plan)) return 'A plan is a list of tasks.';
  const task = taskSchema(of.brief);
  for (const [place, each] of (plan as readonly unknown[]).entries()) {
    const mistake = unfit(task, each);
    if (mistake !== undefined) return `Task ${place} of the plan is none: ${mistake}`;
    const { id, worker } = each as Assignment<unknown>;
    if (!of.workers.includes(worker))
      return `Task "${id}" is for "${worker}", who is nobody. ${suggest(worker, of.workers)}`;
  }
  if (plan.length === 0 && of.done.length === 0) return 'The plan has no task.';
  return checkNeeds(plan as readonly Assignment<unknown>[], { done: of.done });
}

/**
 * The ids that a task waits for: of those that are to be done, what it needs, and the one of its worker that has to be over so that no more than `atOnce`
 * of them are at work.
 */
export function waitsFor(
  task: Assignment<unknown>,
  open: readonly Assignment<unknown>[],
  atOnce: number,
): readonly string[] {
  const ids = new Set(open.map(({ id }) => id));
  const own = (task.needs ?? []).filter((id) => ids.has(id));
  const line = inOrder(open).filter(({ worker }) => worker === task.worker);
  const before = line[line.findIndex(({ id }) => id === task.id) - atOnce];
  return before === undefined || own.includes(before.id) ? own : [...own, before.id];
}

/** Tasks, each after those that it needs; else as they are listed. What has no order was refused before. */
function inOrder(tasks: readonly Assignment<unknown>[]): readonly Assignment<unknown>[] {
  const left = new Map(tasks.map((task) => [task.id, task]));
  const order: Assignment<unknown>[] = [];
  while (left.size > 0) {
    const next = [...left.values()].find(({ needs = [] }) => !needs.some((id) => left.has(id)));
    if (next === undefined) break;
    left.delete(next.id);
    order.push(next);
  }
  return order;
}
