import { complete, modelFrom } from 'example-model';

/**
 * A letter to whoever travels: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, with OPENAI_API_KEY where it needs one, or by rule
 * where there is none.
 */
export async function letter(facts: readonly string[], signal: AbortSignal): Promise<string> {
  const model = modelFrom(process.env);
  if (model === undefined) return `We have booked ${facts.join(', ')}.`;
  const user = `Write two friendly sentences to a traveller. Booked: ${facts.join(', ')}.`;
  return (await complete(model, { user, signal })).text;
}
