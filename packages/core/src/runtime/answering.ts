import type { OpenQuestion } from '../advance/journal.ts';
import { mustBe, mustFit, name, text, type Shapes } from '../base/problem/given.ts';
import type { AnswerTo, QuestionKey } from '../definition/question.ts';
import type { ChildResult } from '../definition/starting.ts';

/** A question, as a waiting thread has it among its `questions`. */
export type Asked = Pick<OpenQuestion, 'key' | 'lane'>;

/** How any child may have come to its end. */
export type AnyEnd = ChildResult<{ outcome: string; state: unknown }>;

/** What answers one of a graph's questions, or stands in the place of a child's end. */
export type AnyAnswer<Questions> = AnswerTo<Questions, QuestionKey<Questions>> | AnyEnd;

const shape: Shapes<Asked> = { key: name, lane: text };

/** The key that is answered, and the lane that asks it, where that is said. */
export function askedBy(
  asked: string | Asked,
  { lane }: { readonly lane?: string },
): { readonly key: string; readonly lane?: string } {
  if (typeof asked === 'object' && asked !== null) {
    mustFit('question', asked, shape);
    return { key: asked.key, lane: asked.lane };
  }
  mustBe('key', asked, name);
  return lane === undefined ? { key: asked } : { key: asked, lane };
}
