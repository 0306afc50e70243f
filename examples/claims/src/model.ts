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

/** What a model answers as JSON, unchecked, and how many tokens that took; 0 where the endpoint does not say. */
export async function ask(
  { base, name, key }: Model,
  { system, user, signal }: { readonly system: string; readonly user: string; readonly signal: AbortSignal },
): Promise<{ readonly answer: unknown; readonly tokens: number }> {
  const response = await fetch(`${base}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model: name,
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: user },
      ],
      response_format: { type: 'json_object' },
    }),
    signal,
  });
  if (!response.ok) throw new Error(`Model "${name}" answered ${response.status}.`);
  const { choices, usage } = Completion.parse(await response.json());
  return { answer: JSON.parse(choices[0]?.message.content ?? ''), tokens: usage?.total_tokens ?? 0 };
}
