import { z } from 'zod';

const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/**
 * A line on a company: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, with OPENAI_API_KEY where it needs one, or by rule where
 * there is none.
 */
export async function summaryOf(found: readonly string[], signal: AbortSignal): Promise<string> {
  const { OPENAI_BASE_URL: base, OPENAI_MODEL: model, OPENAI_API_KEY: key } = process.env;
  if (!base || !model) return found.join(' + ');
  const response = await fetch(`${base.replace(/\/+$/u, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: `Sum up in a line: ${found.join('; ')}` }] }),
    signal,
  });
  if (!response.ok) throw new Error(`The model answered ${response.status}`);
  return Completion.parse(await response.json()).choices[0]?.message.content ?? '';
}
