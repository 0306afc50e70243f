import type { Opinion, Reviewing, WorkerContext } from '@cairn/patterns';
import type { Claim, Stance } from './claim.ts';
import { ask, type Model } from 'example-model';

/** What reviewers need of the world. */
export interface Office {
  /** Without one, they go by rules. */
  readonly model: Model | undefined;
  /** Tells whoever looks on what is being done. */
  announce(this: void, what: string): Promise<void>;
}

type Given = Reviewing<Claim, Stance>;

type Review = (given: Given, ctx: WorkerContext<{ office: Office }>) => Promise<Opinion<Stance>>;

/** A reviewer who goes by a rule, or, where there is a model, asks that in a role. */
export function reviewer(role: string, rule: (given: Given) => Opinion<Stance>): Review {
  return async (given, { services: { office }, step, spend, signal }) =>
    step('opinion', async () => {
      await office.announce(`${given.task.id} is looked at by ${given.me}, round ${given.round}`);
      if (office.model === undefined) return rule(given);
      const system = `${role} Answer with a JSON object: {"stance": "pay" or "refuse", "why": one sentence}. Weigh what the others say.`;
      const { answer, tokens } = await ask(office.model, { system, user: JSON.stringify(given), signal });
      spend('tokens', tokens);
      // The pattern looks at what it is: what is no opinion is an abstention.
      return answer as Opinion<Stance>;
    });
}

export function byPolicy({ task: { amount, cover } }: Given): Opinion<Stance> {
  return amount <= cover
    ? { stance: 'pay', why: `within the cover of ${cover}` }
    : { stance: 'refuse', why: `over the cover of ${cover}` };
}

export function byFraud({ task: { days }, others }: Given): Opinion<Stance> {
  if (days >= 30) return { stance: 'pay', why: 'nothing unusual' };
  const emergency = others.find(({ why }) => why?.includes('emergency'));
  return emergency === undefined
    ? { stance: 'refuse', why: `${days} days after the policy began` }
    : { stance: 'pay', why: `as ${emergency.by} says, it could not wait` };
}

export function byMedicine({ task: { note } }: Given): Opinion<Stance> {
  if (note === '') throw new Error('the note cannot be read');
  if (note.includes('cosmetic')) return { stance: 'refuse', why: 'there was no need' };
  return { stance: 'pay', why: note.includes('emergency') ? 'an emergency' : 'a usual treatment' };
}
