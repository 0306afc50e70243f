import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { crew, type Assigned, type WorkerContext } from '@cairn/patterns';

const names = ['w0', 'w1'] as const;

/** Tasks of a crew whose roles work at several at once, and what each call costs. */
const random = fc.record({
  tasks: fc.array(
    fc.record({
      role: fc.constantFrom(...names),
      needs: fc.array(fc.nat(9), { maxLength: 1 }),
      /** When it spends, and when it ends, in seconds. */
      spends: fc.nat(20),
      ends: fc.nat(20),
      way: fc.constantFrom('works', 'works', 'is rejected once', 'throws'),
    }),
    { minLength: 1, maxLength: 10 },
  ),
  atOnce: fc.integer({ min: 1, max: 4 }),
  limit: fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
  budget: fc.record({ calls: fc.integer({ min: 1, max: 12 }), tokens: fc.integer({ min: 10, max: 90 }) }),
  all: fc.option(fc.integer({ min: 10, max: 120 }), { nil: undefined }),
  price: fc.integer({ min: 5, max: 30 }),
  cut: fc.option(
    fc.record({ at: fc.integer({ min: 1, max: 60 }), when: fc.constantFrom('before' as const, 'after' as const) }),
    { nil: undefined },
  ),
});

type RandomCrew = typeof random extends fc.Arbitrary<infer Of> ? Of : never;

/** What was begun: calls by their idempotency keys, and how many of them were at work at a time at most. */
class Calls {
  readonly #begun: Record<string, Set<string>> = {};
  readonly #atWork: Record<string, Set<string>> = {};
  readonly #most: Record<string, number> = {};

  begin(of: string, key: string): void {
    (this.#begun[of] ??= new Set()).add(key);
    const atWork = (this.#atWork[of] ??= new Set()).add(key);
    this.#most[of] = Math.max(this.mostOf(of), atWork.size);
  }

  end(of: string, key: string): void {
    this.#atWork[of]?.delete(key);
  }

  countOf(of: string): number {
    return this.#begun[of]?.size ?? 0;
  }

  mostOf(of: string): number {
    return this.#most[of] ?? 0;
  }
}

function crewOf({ tasks, atOnce, limit, budget, all, price }: RandomCrew, calls: Calls) {
  const work =
    (name: string) =>
    async ({ task, rejected }: Assigned<string, string, string>, ctx: WorkerContext) => {
      const given = tasks[Number(task.id.slice(1))];
      const key = ctx.key('call');
      for (const of of [name, 'all']) calls.begin(of, key);
      await ctx.sleep('before', `${given?.spends ?? 0}s`);
      try {
        // Where that is more than is left, the attempt ends here.
        ctx.spend('tokens', price);
        await ctx.sleep('after', `${given?.ends ?? 0}s`);
      } finally {
        for (const of of [name, 'all']) calls.end(of, key);
      }
      if (given?.way === 'throws') throw new Error('broken');
      return given?.way === 'is rejected once' && rejected.length === 0 ? 'bad' : 'good';
    };
  return crew({
    name: 'crew',
    goal: z.string(),
    brief: z.string(),
    result: z.string(),
    roles: Object.fromEntries(names.map((name) => [name, work(name)])) as Record<(typeof names)[number], never>,
    tasks: tasks.map(({ role, needs }, at) => ({
      id: `t${at}`,
      role,
      needs: needs.filter((need) => need < at).map((need) => `t${need}`),
      brief: '',
    })),
    review: ({ result }) => (result === 'bad' ? { ok: false, reason: 'bad' } : { ok: true }),
    budgets: Object.fromEntries(names.map((name) => [name, budget])),
    atOnce,
    ...(limit !== undefined && { limit }),
    ...(all !== undefined && { limits: { tokens: all } }),
    person: { deadline: '1h' },
  });
}

async function played(given: RandomCrew) {
  const calls = new Calls();
  const made = crewOf(given, calls);
  const store = memory();
  const clock = virtualClock();
  const first = open({ store: powerCuts(store, given.cut), graphs: [made], clock });
  await first.start(made, { goal: 'g' }, { id: 'a' }).catch(() => undefined);
  await clock.advance('2h');
  const later = virtualClock(clock.now() + 60_000);
  const second = open({ store, graphs: [made], clock: later });
  const thread = await second.start(made, { goal: 'g' }, { id: 'a' });
  await later.advance('2h');
  const now = await thread.now();
  await second.close();
  return { now, calls };
}

test('with several calls of a worker at once its budget of calls is never passed, and what is spent by no more than the calls in flight', async () => {
  await fc.assert(
    fc.asyncProperty(random, async (given) => {
      const { now, calls } = await played(given);
      const { budget, all, atOnce, limit = Infinity, price, cut } = given;
      expect(now.status).toBe('done');
      for (const name of names) {
        expect(calls.countOf(name)).toBeLessThanOrEqual(budget.calls);
        expect(calls.mostOf(name)).toBeLessThanOrEqual(atOnce);
        expect(now.spent[`${name}.tokens`] ?? 0).toBeLessThan(budget.tokens + atOnce * price);
      }
      expect(calls.mostOf('all')).toBeLessThanOrEqual(limit);
      const { tokens = 0 } = now.spent;
      expect(tokens).toBeLessThan((all ?? Infinity) + calls.mostOf('all') * price);
      // All that was spent is counted, once: nothing of it in a step that could be lost.
      if (cut !== undefined) return;
      expect(tokens).toBe(all === undefined ? 0 : calls.countOf('all') * price);
      // Where it is more than is left of both, the attempt ends with the first of them.
      for (const name of all === undefined ? names : [])
        expect(now.spent[`${name}.tokens`] ?? 0).toBe(calls.countOf(name) * price);
    }),
    { numRuns: 30 },
  );
});
