import { setTimeout as pause } from 'node:timers/promises';
import { service } from '@cairn/core';
import { tasks, type Task } from '@cairn/patterns';
import { z } from 'zod';
import { summaryOf } from './summary.ts';

/** How many tasks are at work at a time. */
export const limit = 10;

const Part = z.object({ company: z.number(), kind: z.enum(['profile', 'filings', 'news', 'summary']) });

type Part = z.infer<typeof Part>;

/** What is done of a company: its profile first, then filings and news, and a summary of what there is. */
function partsOf(company: number): readonly Task<Part>[] {
  const id = (kind: Part['kind']): string => `${company}-${kind}`;
  const part = (kind: Part['kind'], more: Partial<Task<Part>> = {}): Task<Part> => ({
    id: id(kind),
    what: { company, kind },
    ...more,
  });
  return [
    part('profile'),
    part('filings', { needs: [id('profile')] }),
    part('news', { needs: [id('profile')] }),
    part('summary', { needs: [id('profile')], wants: [id('filings'), id('news')] }),
  ];
}

/** Where the sources are. */
interface World {
  readonly url: string;
}

/** Research on companies: four tasks each, and no source that fails, hangs or limits stops another company. */
export const companies = tasks({
  name: 'companies',
  description: 'Research on many companies in parallel',
  goal: z.object({ companies: z.number() }),
  what: Part,
  result: z.string(),
  services: { world: service<World>() },
  limit,
  plan: ({ goal }) => Array.from({ length: goal.companies }, (_, at) => partsOf(at + 1)).flat(),
  work: {
    run: async ({ task, results }, { services, signal, step }) => {
      const { company, kind } = task.what;
      if (kind === 'summary') return step('summary', () => summaryOf(Object.values(results), signal));
      return step('ask', () => ask(`${services.world.url}/${kind}/${company}`, signal));
    },
    timeout: '3s',
    retry: { attempts: 2, backoff: '20ms' },
  },
  fallbacks: {
    guess: ({ task }) => {
      if (task.what.kind !== 'news') throw new Error('there is nothing to guess');
      return 'no news';
    },
  },
});

/** Asks a source, and once more as often as it says when. */
async function ask(url: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    const response = await fetch(url, { signal });
    if (response.status === 429) {
      await pause(Number(response.headers.get('retry-after')) * 1_000, undefined, { signal });
      continue;
    }
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return z.object({ text: z.string() }).parse(await response.json()).text;
  }
}
