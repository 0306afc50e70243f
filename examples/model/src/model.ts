import { z } from 'zod';

/** An endpoint that speaks OpenAI's chat completions; `base` ends before `/chat/completions`. */
export interface Model {
  readonly base: string;
  readonly name: string;
  readonly key?: string | undefined;
}

/** The model that `OPENAI_BASE_URL`, `OPENAI_MODEL` and, where needed, `OPENAI_API_KEY` name; undefined without the first two. */
export function modelFrom(environment: NodeJS.ProcessEnv): Model | undefined {
  const { OPENAI_BASE_URL: base, OPENAI_MODEL: name, OPENAI_API_KEY: key } = environment;
  return base && name ? { base: base.replace(/\/+$/u, ''), name, key } : undefined;
}

const Completion = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
  usage: z.object({ total_tokens: z.number() }).optional(),
});

/** What a model is asked. */
export interface Question {
  readonly system?: string;
  readonly user: string;
  readonly signal?: AbortSignal;
}

/** What a model answers, and how many tokens that took; 0 where the endpoint does not say. */
export async function complete(
  { base, name, key }: Model,
  { system, user, signal }: Question,
  format: object = {},
): Promise<{ readonly text: string; readonly tokens: number }> {
  const response = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model: name,
      messages: [
        ...(system === undefined ? [] : [{ role: 'system', content: system }]),
        { role: 'user', content: user },
      ],
      ...format,
    }),
    ...(signal && { signal }),
  });
  if (!response.ok) throw new Error(`Model "${name}" answered ${response.status}.`);
  const { choices, usage } = Completion.parse(await response.json());
  return { text: choices[0]?.message.content ?? '', tokens: usage?.total_tokens ?? 0 };
}

/** What a model answers as JSON, unchecked, and how many tokens that took. */
export async function ask(
  model: Model,
  question: Question,
): Promise<{ readonly answer: unknown; readonly tokens: number }> {
  const { text, tokens } = await complete(model, question, { response_format: { type: 'json_object' } });
  return { answer: JSON.parse(text), tokens };
}
