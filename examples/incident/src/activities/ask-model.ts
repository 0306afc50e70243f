import { fatal, type Context } from '@cairn/core';
import type { Evidence } from '../graph/evidence.ts';
import { Hypothesis } from '../graph/hypothesis.ts';
import type { Site } from '../site.ts';
import type { Alert } from '../world/alert.ts';
import { ask } from '../world/model.ts';

const system = [
  'You investigate incidents of a web service. From the alert and the evidence, name the most likely cause.',
  'Answer with a JSON object: {"cause": one sentence, "suspect": the version that does it,',
  '"remedy": the earlier version to run instead, "confidence": a number from 0 to 1}.',
].join(' ');

interface Known {
  readonly alert: Alert;
  readonly evidence: readonly Evidence[];
}

/** Asks the model for the cause; what it used is counted once, with the answer. */
export async function askModel({ model }: Site, known: Known, ctx: Context): Promise<{ hypothesis: Hypothesis }> {
  if (model === undefined) throw fatal('No model is set any more.');
  const hypothesis = await ctx.step(`ask ${ctx.attempt}`, async () => {
    const question = { system, user: promptFor(known, ctx), answer: Hypothesis, signal: ctx.signal };
    const { answer, tokens } = await ask(model, question);
    ctx.spend('tokens', tokens);
    ctx.emit(`${model.name} used ${tokens} tokens`);
    return answer;
  });
  ctx.emit(hypothesis.cause);
  return { hypothesis };
}

function promptFor({ alert, evidence }: Known, { failures }: Context): string {
  const refused = failures.map(({ message }) => `An earlier answer was no use: ${message}`);
  return [`Alert: ${alert.title}`, ...evidence.map((each) => `Evidence: ${JSON.stringify(each)}`), ...refused].join(
    '\n',
  );
}
