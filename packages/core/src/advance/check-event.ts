import { nearest, suggest } from '../base/problem/nearest.ts';
import { problem } from '../base/problem/problem.ts';
import { parse } from '../compile/author.ts';
import type { Plan } from '../compile/plan.ts';
import type { Schema } from '../definition/schema.ts';

/** Refuses an event that no graph of the plan declares, or a payload that fits none of those that do. */
export function checkEvent(plan: Plan, event: string, payload: unknown): void {
  const schemas: Schema[] = [];
  for (const at in plan.graphs) {
    const schema = plan.graphs[at]?.events[event];
    if (schema !== undefined) schemas.push(schema);
  }
  if (schemas.length === 0) {
    const known = [...new Set(Object.values(plan.graphs).flatMap((graph) => Object.keys(graph.events)))];
    throw problem('event/unknown', { event, graph: plan.name, hint: suggest(nearest(event, known) ?? event, known) });
  }
  mustFitOne(schemas, payload, `event.${event}`);
}

/** Refuses a value that none of some schemas accepts, as the first of them does. */
export function mustFitOne(schemas: readonly Schema[], value: unknown, path: string): void {
  let refusal: unknown;
  for (const schema of schemas) {
    try {
      parse(schema, value, path);
      return;
    } catch (error) {
      refusal ??= error;
    }
  }
  if (refusal !== undefined) throw refusal as Error;
}
