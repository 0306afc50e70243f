import type { WorkerContext } from '@cairn/patterns';
import { z } from 'zod';
import type { Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import { ask } from '../world/model.ts';

interface Known {
  readonly alert: Alert;
  readonly running?: string;
  readonly orders?: number;
  readonly failed?: number;
  /** What was wrong with what was said before. */
  readonly refused: readonly string[];
}

const system = [
  'You write one sentence to the customers of a web service about an incident: friendly, without blame or names of versions.',
  'It has the number of orders that failed, in digits. Answer with a JSON object: {"text": the sentence}.',
].join(' ');

/** What customers are told: in a model's words, where one is set and answers; else in plain ones. */
export async function stateItPublicly(
  { model }: Site,
  known: Known,
  { step, signal }: Pick<WorkerContext, 'step' | 'signal'>,
): Promise<{ text: string }> {
  const user = JSON.stringify(known);
  return step('write', async () => {
    if (model === undefined) return plainly(known);
    try {
      return (await ask(model, { system, user, answer: z.object({ text: z.string().min(1) }), signal })).answer;
    } catch {
      signal.throwIfAborted();
      return plainly(known);
    }
  });
}

function plainly({ alert, running, orders = 0, failed = 0 }: Known): { text: string } {
  const now = running === undefined ? 'We are still working on it.' : 'It works again, and we are sorry.';
  return { text: `${failed} of ${orders} orders at ${alert.service} failed. ${now}` };
}
