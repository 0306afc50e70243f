import type { Plan } from '../compile/plan.ts';
import { questionIn } from '../definition/question.ts';
import { mustFitOne } from './check-event.ts';

/** Refuses an answer that fits none of the schemas that graphs of a plan declare for its question; where none does, the activity that asks has one. */
export function checkAnswer(plan: Plan, key: string, value: unknown): void {
  const schemas = Object.values(plan.graphs).flatMap(({ questions }) => questionIn(questions, key) ?? []);
  mustFitOne(schemas, value, `answer.${key}`);
}
