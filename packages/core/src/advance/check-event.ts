import { nearest, suggest } from '../base/problem/nearest.ts';
import { problem } from '../base/problem/problem.ts';
import { parse } from '../compile/author.ts';
import type { Plan } from '../compile/plan.ts';

/** Refuses an event that no graph of the plan declares, or a payload that fits none of those that do. */
export function checkEvent(plan: Plan, event: string, payload: unknown): void {
  const declaring = Object.values(plan.graphs).filter((graph) => graph.events[event] !== undefined);
  if (declaring.length === 0) {
    const known = [...new Set(Object.values(plan.graphs).flatMap((graph) => Object.keys(graph.events)))];
    throw problem('event/unknown', { event, graph: plan.name, hint: suggest(nearest(event, known) ?? event, known) });
  }
  let refusal: unknown;
  for (const graph of declaring) {
    try {
      parse(graph.events[event] as never, payload, `event.${event}`);
      return;
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}
