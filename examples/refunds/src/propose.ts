import { ask, modelFrom } from 'example-model';
import { Refund, type Complaint } from './refunds.ts';

/** Proposes a refund by rules; they stand for a model, and need none. */
async function byRules({ order, paid, text }: Complaint): Promise<Refund> {
  const amount = text.includes('half') ? paid / 2 : paid;
  return { order, amount, why: text, risk: text.includes('third time') ? 0.9 : 0.1 };
}

const system = `You propose refunds for a shop. Answer with a JSON object: order (as given), amount (what is to be paid back, at most what
was paid), why (one sentence), risk (0 to 1: how likely this is no honest complaint).`;

/** Whoever proposes: a model that speaks as OpenAI's do, where the environment names one; rules else. */
export function proposer(environment: NodeJS.ProcessEnv) {
  const model = modelFrom(environment);
  if (model === undefined) return byRules;
  return async (complaint: Complaint): Promise<Refund> => {
    const { answer } = await ask(model, { system, user: JSON.stringify(complaint) });
    const refund = Refund.parse(answer);
    // Whose order it is, and what was paid, no model says.
    return { ...refund, order: complaint.order, amount: Math.min(refund.amount, complaint.paid) };
  };
}
