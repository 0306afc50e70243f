import { problem } from '../../base/problem/problem.ts';
import type { Plan } from '../../compile/plan.ts';

/** A problem `thread/wrong-graph` where a thread is of another graph than it was asked for by. */
export function mustBeOf(plan: Plan | undefined, thread: string, graph: string): void {
  if (plan !== undefined && graph !== plan.name) {
    throw problem('thread/wrong-graph', { thread, graph, given: plan.name });
  }
}
