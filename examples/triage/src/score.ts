import { complete, modelFrom } from 'example-model';
import { z } from 'zod';

/** What an alert says. */
export const Alert = z.object({ address: z.string(), what: z.string(), count: z.number() });

export type Alert = z.infer<typeof Alert>;

/** How likely an alert is an attack, from 0 to 1: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, or by rule where there is none. */
export async function score(alert: Alert, signal: AbortSignal): Promise<number> {
  const model = modelFrom(process.env);
  if (model === undefined) return byRule(alert);
  const system = 'Answer with one number from 0 to 1: how likely is this an attack?';
  const { text } = await complete(model, { system, user: JSON.stringify(alert), signal });
  const said = Number(text);
  if (!(said >= 0 && said <= 1)) throw new Error('The model gave no number from 0 to 1');
  return said;
}

function byRule({ what, count }: Alert): number {
  const weight = what === 'failed logins' ? 0.01 : what === 'port scan' ? 0.005 : 0.0001;
  return Math.min(1, weight * count);
}
