import { z } from 'zod';
import type { Assigned, Managing, Reviewed, Assignment, WorkerContext } from '@cairn/patterns';
import { look, price, questions } from './archive.ts';
import { factsIn, type Desk, type Goal, type Piece } from './desk.ts';
import { ask } from 'example-model';

type Ctx = WorkerContext<{ desk: Desk }>;

type Work = (given: Assigned<Goal, string, Piece>, ctx: Ctx) => Promise<Piece>;

/** Plans: a look into the archive for each question, and a text that needs them all; without what could not be had, where it plans anew. */
export async function plan(given: Managing<Goal, string, Piece>, ctx: Ctx): Promise<readonly Assignment<string>[]> {
  await ctx.services.desk.announce(given.dropped.length === 0 ? 'a plan is made' : 'another plan is made');
  const { model } = ctx.services.desk;
  if (model !== undefined) {
    const system = `You plan an article. The archive has: ${questions.join(', ')}. Answer with JSON: {"tasks": [{"id", "worker": "archivist" or "writer", "needs": [ids], "brief": a question of the archive, or what to write}]}. One last task of the writer needs all others. Do not ask again for what was dropped.`;
    const { answer, tokens } = await ctx.step('plan', async () =>
      ask(model, { system, user: JSON.stringify(given), signal: ctx.signal }),
    );
    ctx.spend('tokens', tokens);
    return (answer as { tasks: readonly Assignment<string>[] }).tasks;
  }
  const lost = new Set(given.dropped.map(({ task }) => task));
  const asked = questions.filter((question) => !lost.has(question));
  return [
    ...asked.map((question) => ({ id: question, worker: 'archivist', brief: question })),
    { id: 'text', worker: 'writer', needs: asked, brief: `a few sentences on ${given.goal.topic}` },
  ];
}

export const archivist: Work = async ({ task }, { services: { desk }, step, spend }) =>
  step('look', async () => {
    await desk.announce(`the archive is asked about ${task.brief}`);
    const facts = [...look(task.brief)];
    spend('tokens', price);
    return { facts };
  });

export const writer: Work = async (given, { services: { desk }, step, spend, signal }) =>
  step('write', async () => {
    const { results, rejected, goal } = given;
    await desk.announce(`the text is written, try ${rejected.length + 1}`);
    if (desk.model !== undefined) {
      const system =
        'You write a few sentences from facts alone, each ending with the id of its fact, as [F1]. Answer with JSON: {"text": string}. Mind why earlier texts were rejected.';
      const { answer, tokens } = await ask(desk.model, { system, user: JSON.stringify(given), signal });
      spend('tokens', tokens);
      return answer as Piece;
    }
    spend('tokens', 60);
    const sentences = factsIn(results).map(({ id, text }) => `${text} [${id}]`);
    // What sounds good and is nowhere to be found; it is left out once somebody says so.
    const flourish = rejected.length === 0 ? [`Nobody knows who built the first of all ${goal.topic}.`] : [];
    return { text: [...sentences, ...flourish].join(' ') };
  });

const Findings = z.object({ wrong: z.array(z.string()) });

/** Checks facts: each sentence of a text names a fact that its writer was given, and says what that says. */
export async function check(
  { result, results, task }: Reviewed<Goal, string, Piece>,
  { services: { desk }, step, spend, signal }: Ctx,
): Promise<{ ok: true } | { ok: false; reason: string }> {
  if (!('text' in result)) return { ok: true };
  const facts = factsIn(results);
  const wrong = await step('check', async () => {
    await desk.announce(`the facts of ${task.id} are checked`);
    if (desk.model === undefined) return wrongIn(result.text, facts);
    const system = 'You check facts. Answer with JSON: {"wrong": [each sentence that no fact bears out]}.';
    const { answer, tokens } = await ask(desk.model, {
      system,
      user: JSON.stringify({ text: result.text, facts }),
      signal,
    });
    spend('tokens', tokens);
    return Findings.parse(answer).wrong;
  });
  return wrong.length === 0 ? { ok: true } : { ok: false, reason: `no fact bears out: ${wrong.join(' ')}` };
}

function wrongIn(text: string, facts: ReturnType<typeof factsIn>): readonly string[] {
  const sentences = text.match(/[^.]+\.(?: \[\w+\])?/gu) ?? [];
  return sentences
    .map((each) => each.trim())
    .filter((each) => !facts.some((fact) => each === `${fact.text} [${fact.id}]`));
}
