import { complete, modelFrom } from 'example-model';

/**
 * A line on a company: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, with OPENAI_API_KEY where it needs one, or by rule where
 * there is none.
 */
export async function summaryOf(found: readonly string[], signal: AbortSignal): Promise<string> {
  const model = modelFrom(process.env);
  if (model === undefined) return found.join(' + ');
  return (await complete(model, { user: `Sum up in a line: ${found.join('; ')}`, signal })).text;
}
