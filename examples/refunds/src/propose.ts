import { z } from 'zod';
import { Refund, type Complaint } from './refunds.ts';

/** Proposes a refund by rules; they stand for a model, and need none. */
async function byRules({ order, paid, text }: Complaint): Promise<Refund> {
  const amount = text.includes('half') ? paid / 2 : paid;
  return { order, amount, why: text, risk: text.includes('third time') ? 0.9 : 0.1 };
}

const Completion = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

const system = `You propose refunds for a shop. Answer with a JSON object: order (as given), amount (what is to be paid back, at most what
was paid), why (one sentence), risk (0 to 1: how likely this is no honest complaint).`;

/** Whoever proposes: a model that speaks as OpenAI's do, where the environment names one; rules else. */
export function proposer({ OPENAI_BASE_URL: base, OPENAI_API_KEY: key, OPENAI_MODEL: model }: NodeJS.ProcessEnv) {
  if (base === undefined || model === undefined) return byRules;
  return async (complaint: Complaint): Promise<Refund> => {
    const response = await fetch(`${base.replace(/\/+$/u, '')}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({
        model,
        messages: [
          { role: 'system', content: system },
          { role: 'user', content: JSON.stringify(complaint) },
        ],
        response_format: { type: 'json_object' },
      }),
    });
    if (!response.ok) throw new Error(`The model answered ${response.status}.`);
    const { choices } = Completion.parse(await response.json());
    const refund = Refund.parse(JSON.parse(choices[0]?.message.content ?? ''));
    // Whose order it is, and what was paid, no model says.
    return { ...refund, order: complaint.order, amount: Math.min(refund.amount, complaint.paid) };
  };
}
