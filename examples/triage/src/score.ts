import { z } from 'zod';

/** What an alert says. */
export const Alert = z.object({ address: z.string(), what: z.string(), count: z.number() });

export type Alert = z.infer<typeof Alert>;

const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** How likely an alert is an attack, from 0 to 1: by the model that OPENAI_BASE_URL and OPENAI_MODEL name, or by rule where there is none. */
export async function score(alert: Alert, signal: AbortSignal): Promise<number> {
  const { OPENAI_BASE_URL: base, OPENAI_MODEL: model, OPENAI_API_KEY: key } = process.env;
  if (!base || !model) return byRule(alert);
  const response = await fetch(`${base.replace(/\/+$/u, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify({
      model,
      messages: [
        { role: 'system', content: 'Answer with one number from 0 to 1: how likely is this an attack?' },
        { role: 'user', content: JSON.stringify(alert) },
      ],
    }),
    signal,
  });
  if (!response.ok) throw new Error(`The model answered ${response.status}`);
  const said = Number(Completion.parse(await response.json()).choices[0]?.message.content);
  if (!(said >= 0 && said <= 1)) throw new Error('The model gave no number from 0 to 1');
  return said;
}

function byRule({ what, count }: Alert): number {
  const weight = what === 'failed logins' ? 0.01 : what === 'port scan' ? 0.005 : 0.0001;
  return Math.min(1, weight * count);
}
