import { complete, modelFrom } from 'example-model';

export const kinds = ['invoice', 'contract', 'letter', 'unknown'] as const;

type Kind = (typeof kinds)[number];

/**
 * What a document is: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, with OPENAI_API_KEY where it needs one, or by rule where
 * there is none.
 */
export async function kindOf(text: string, signal: AbortSignal): Promise<Kind> {
  const model = modelFrom(process.env);
  if (model === undefined) return byRule(text);
  const user = `Which of ${kinds.join(', ')} is this? Answer with the word alone.\n\n${text}`;
  const { text: said } = await complete(model, { user, signal });
  return kinds.find((kind) => said.toLowerCase().includes(kind)) ?? 'unknown';
}

function byRule(text: string): Kind {
  if (/\b(?:invoice|amount due)\b/iu.test(text)) return 'invoice';
  if (/\b(?:agreement|parties)\b/iu.test(text)) return 'contract';
  return /^dear\b/imu.test(text) ? 'letter' : 'unknown';
}
