import type { Plan } from '../compile/plan.ts';
import { questionIn } from '../definition/question.ts';
import { mustFitOne } from './check-event.ts';
import { openQuestions } from './journal.ts';
import type { Snapshot } from './state/snapshot.ts';

/** Refuses an answer that fits none of the schemas that graphs of a plan declare for its question; where none does, the activity that asks has one. */
export function checkAnswer(plan: Plan, key: string, value: unknown): void {
  const schemas = Object.values(plan.graphs).flatMap(({ questions }) => questionIn(questions, key) ?? []);
  mustFitOne(schemas, value, `answer.${key}`);
}

/**
 * Whether a graph asks a question that it does not declare itself: who asks has a schema then, whatever the graphs around it declare.
 * What the end of another thread answers takes whatever that came to.
 */
export function isAskedFreely(plan: Plan, snapshot: Snapshot, key: string): boolean {
  return openQuestions(snapshot).some(({ key: asked, lane, child }) => {
    const graph = plan.graphs[snapshot.lanes.get(lane)?.graph ?? ''];
    if (asked === key && child !== undefined) return true;
    return asked === key && graph !== undefined && questionIn(graph.questions, key) === undefined;
  });
}
