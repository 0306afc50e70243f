import { z } from 'zod';

export const kinds = ['invoice', 'contract', 'letter', 'unknown'] as const;

type Kind = (typeof kinds)[number];

const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/**
 * What a document is: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, with OPENAI_API_KEY where it needs one, or by rule where
 * there is none.
 */
export async function kindOf(text: string, signal: AbortSignal): Promise<Kind> {
  const { OPENAI_BASE_URL: base, OPENAI_MODEL: model, OPENAI_API_KEY: key } = process.env;
  if (!base || !model) return byRule(text);
  const response = await fetch(`${base.replace(/\/+$/u, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model,
      messages: [
        { role: 'user', content: `Which of ${kinds.join(', ')} is this? Answer with the word alone.\n\n${text}` },
      ],
    }),
    signal,
  });
  if (!response.ok) throw new Error(`The model answered ${response.status}`);
  const said = Completion.parse(await response.json()).choices[0]?.message.content ?? '';
  return kinds.find((kind) => said.toLowerCase().includes(kind)) ?? 'unknown';
}

function byRule(text: string): Kind {
  if (/\b(?:invoice|amount due)\b/iu.test(text)) return 'invoice';
  if (/\b(?:agreement|parties)\b/iu.test(text)) return 'contract';
  return /^dear\b/imu.test(text) ? 'letter' : 'unknown';
}
