import { z } from 'zod';
import { jsonOf } from './json-lines.ts';

/** An OpenAI-compatible endpoint; `base` ends before `/chat/completions`. */
export interface Model {
  readonly base: string;
  readonly name: string;
  readonly key?: string | undefined;
}

export interface Question<T> {
  readonly system: string;
  readonly user: string;
  /** What the answer must be: an object. */
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  readonly answer: T;
  /** What the endpoint says it used; 0 when it does not say. */
  readonly tokens: number;
}

const Completion: z.ZodType<{
  choices: { message: { content: string } }[];
  usage?: { total_tokens?: number | undefined } | null | undefined;
}> = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ total_tokens: z.number().optional() }).nullish(),
});

/** The model named by OPENAI_BASE_URL, OPENAI_MODEL and, where needed, OPENAI_API_KEY; `undefined` without the first two. */
export function modelFrom(environment: NodeJS.ProcessEnv): Model | undefined {
  const { OPENAI_BASE_URL: base, OPENAI_MODEL: name, OPENAI_API_KEY: key } = environment;
  return base && name ? { base: base.replace(/\/+$/u, ''), name, key } : undefined;
}

/** Asks a model for a JSON object and checks it against the question's schema. */
export async function ask<T>(model: Model, question: Question<T>): Promise<Answer<T>> {
  const response = await post(model, question);
  const text = await response.text();
  if (!response.ok) throw new Error(`Model "${model.name}" answered ${response.status}: ${excerpt(text)}`);
  const { data } = Completion.safeParse(jsonOf(text));
  const content = data?.choices[0]?.message.content;
  if (content === undefined) throw new Error(`Model "${model.name}" answered without a message: ${excerpt(text)}`);
  return { answer: answerOf(model, question, content), tokens: data?.usage?.total_tokens ?? 0 };
}

function post<T>(model: Model, { system, user, signal }: Question<T>): Promise<Response> {
  const authorization = model.key ? { authorization: `Bearer ${model.key}` } : {};
  return fetch(`${model.base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({
      model: model.name,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: { type: 'json_object' },
    }),
    signal: signal ?? null,
  });
}

function answerOf<T>(model: Model, question: Question<T>, content: string): T {
  const value = jsonOf(content);
  if (value === undefined) throw new Error(`Model "${model.name}" did not answer with JSON: ${excerpt(content)}`);
  const parsed = question.answer.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`Model "${model.name}" answered with another shape:\n${z.prettifyError(parsed.error)}`);
}

function excerpt(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
