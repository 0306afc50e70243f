import type { InferInput, InferOutput, Schema } from './schema.ts';

/**
 * The questions that a graph's activities ask: the schema of each one's answer, by key. A name that ends in `*` declares all keys
 * that begin with what stands before it.
 */
export type QuestionDefinitions = Readonly<Record<string, Schema>>;

type KeysNamed<Name> = Name extends `${infer Start}*` ? `${Start}${string}` : Name;

/** What is known of a graph's questions: by key, what takes its answer. */
export type QuestionsOf<Questions extends QuestionDefinitions> = string extends keyof Questions
  ? {}
  : {
      readonly [Name in keyof Questions as KeysNamed<Name>]: Schema<
        InferInput<Questions[Name]>,
        InferOutput<Questions[Name]>
      >;
    };

/** The keys of questions: any text where none are declared. */
export type QuestionKey<Questions> = [keyof Questions] extends [never] ? string : keyof Questions & string;

/** What may be given as the answer to a question. */
export type AnswerTo<Questions, Key> = Key extends keyof Questions
  ? Questions[Key] extends Schema
    ? InferInput<Questions[Key]>
    : unknown
  : unknown;

/** What whoever answers is shown. */
interface Shown {
  readonly payload?: unknown;
}

/** A question to the world outside, which `ctx.ask` waits for. */
export interface Question<Answer extends Schema> extends Shown {
  /** The schema the answer is checked by. */
  readonly answer: Answer;
}

interface AsksFreely {
  ask<Answer extends Schema>(this: void, key: string, question: Question<Answer>): Promise<InferOutput<Answer>>;
}

interface AsksDeclared<Questions> {
  ask<Key extends keyof Questions & string>(
    this: void,
    key: Key,
    question?: Shown,
  ): Promise<Questions[Key] extends Schema ? InferOutput<Questions[Key]> : unknown>;
}

/** How a graph's activities ask: by keys that it declares, which take no schema; or, where it declares none, whatever they like. */
export type Asking<Questions> = ([keyof Questions] extends [never] ? AsksFreely : AsksDeclared<Questions>)['ask'];

/** The name that declares a question, if one does: no two names of a graph declare one key. */
export function questionNamed(questions: Readonly<Record<string, unknown>>, key: string): string | undefined {
  return Object.hasOwn(questions, key) ? key : Object.keys(questions).find((name) => isOfMany(name, key));
}

/** Whether a name of many questions declares this one. */
export function isOfMany(name: string, key: string): boolean {
  return name.endsWith('*') && key.startsWith(name.slice(0, -1));
}

/** The schema that is declared for a question. */
export function questionIn(questions: QuestionDefinitions, key: string): Schema | undefined {
  const name = questionNamed(questions, key);
  return name === undefined ? undefined : questions[name];
}
