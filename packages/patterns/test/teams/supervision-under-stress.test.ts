import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { memory, open } from '@cairn/core';
import { powerCuts, virtualClock } from '@cairn/testing';
import { supervision, type Assigned, type Assignment, type WorkerContext } from '@cairn/patterns';

type Given = Assigned<string, string, string>;
type Ctx = WorkerContext;

const names = ['w0', 'w1', 'w2'] as const;

/** How scripted workers behave; each spends before it says anything. */
const behaviours = {
  works: ({ task }: Given) => `${task.id}, done`,
  'is rejected once': ({ rejected }: Given) => (rejected.length === 0 ? 'bad' : 'better'),
  'is always rejected': () => 'bad',
  throws: (): never => {
    throw new Error('no model');
  },
  babbles: () => ({ not: 'a text' }) as never,
  hangs: async () => new Promise<never>(() => {}),
};

type Behaviour = keyof typeof behaviours;

/** What a manager makes of it, draft by draft. */
const plans = fc.array(
  fc.record({
    worker: fc.constantFrom(...names, 'w9'),
    needs: fc.array(fc.nat(9), { maxLength: 2 }),
  }),
  { maxLength: 6 },
);

const asPlan = (
  entries: readonly { worker: string; needs: readonly number[] }[],
  at: number,
): readonly Assignment<string>[] =>
  entries.map(({ worker, needs }, place) => ({
    id: `t${place}`,
    worker,
    // Most needs are of tasks before; some of nothing, or of the task itself.
    needs: needs
      .map((need) => `t${need < 9 ? need % Math.max(1, place) : place}`)
      .filter((id) => place > 0 || id !== 't0'),
    brief: `draft ${at}`,
  }));

test('no worker stops another, budgets are passed by no more than the call in flight, and it ends', async () => {
  const team = fc.tuple(...names.map(() => fc.constantFrom(...(Object.keys(behaviours) as Behaviour[]))));
  const budget = fc.record({ calls: fc.integer({ min: 1, max: 6 }), tokens: fc.integer({ min: 10, max: 60 }) });
  await fc.assert(
    fc.asyncProperty(
      team,
      fc.array(plans, { minLength: 1, maxLength: 4 }),
      fc.tuple(budget, budget, budget),
      fc.integer({ min: 5, max: 30 }),
      async (behaving, drafts, given, price) => {
        const used = Object.fromEntries(names.map((name) => [name, { calls: 0, tokens: 0, atWork: 0 }]));
        const work =
          (name: string, behaviour: Behaviour) =>
          async (task: Given, { spend }: Ctx) => {
            const own = used[name] as { calls: number; tokens: number };
            own.calls += 1;
            own.tokens += price;
            spend('tokens', price);
            return behaviours[behaviour](task);
          };
        let asked = 0;
        const budgets = Object.fromEntries(names.map((name, place) => [name, given[place] as (typeof given)[0]]));
        const supervised = supervision({
          name: 'supervised',
          goal: z.string(),
          brief: z.string(),
          result: z.string(),
          workers: Object.fromEntries(names.map((name, place) => [name, work(name, behaving[place] as Behaviour)])),
          plan: () => asPlan(drafts[asked++ % drafts.length] ?? [], asked),
          review: ({ result }) => (result === 'bad' ? { ok: false, reason: 'bad' } : { ok: true }),
          budgets,
          policy: { timeout: '1m' },
          plans: 2,
          person: { deadline: '1h' },
        });
        const clock = virtualClock();
        const cairn = open({ store: memory(), graphs: [supervised], clock });
        const thread = await cairn.start(supervised, { goal: 'g' });
        await clock.advance('3h');
        const ended = await thread.ended();
        const { state } = ended;
        expect(ended.status).toBe('done');
        expect(asked).toBeLessThanOrEqual(2 * 3);
        for (const [place, name] of names.entries()) {
          const { calls, tokens } = used[name] as { calls: number; tokens: number };
          expect(calls).toBeLessThanOrEqual(budgets[name]?.calls ?? 0);
          expect(tokens).toBeLessThan((budgets[name]?.tokens ?? 0) + price);
          // Whoever works is stopped by its own budget, and by what its tasks need, alone.
          const lost = state.dropped.filter((each) => each.worker === name && behaving[place] === 'works');
          expect(lost.filter(({ reason }) => !/of which nothing came|is used up|limit of/u.test(reason))).toEqual([]);
        }
        await cairn.close();
      },
    ),
    { numRuns: 40 },
  );
});

test.each(['before', 'after'] as const)(
  'wherever the power goes out %s a write, each task is done once and it ends the same',
  async (when) => {
    for (let at = 1; ; at += 1) {
      const done: string[] = [];
      const work = async ({ task, rejected, results }: Given, { step, spend }: Ctx) =>
        step('work', () => {
          done.push(`${task.id} ${rejected.length}`);
          spend('tokens', 10);
          return rejected.length === 0 && task.id === 'a' ? 'bad' : `${task.id}(${Object.values(results).join()})`;
        });
      const supervised = supervision({
        name: 'supervised',
        goal: z.string(),
        brief: z.string(),
        result: z.string(),
        workers: { w0: work, w1: work },
        plan: () => [
          { id: 'a', worker: 'w0', brief: '' },
          { id: 'b', worker: 'w1', brief: '', needs: ['a'] },
          { id: 'c', worker: 'w1', brief: '' },
        ],
        review: ({ result }) => (result === 'bad' ? { ok: false, reason: 'bad' } : { ok: true }),
        budgets: { w0: { calls: 5, tokens: 100 }, w1: { calls: 5, tokens: 100 } },
      });
      const store = memory();
      const clock = virtualClock();
      const dying = powerCuts(store, { at, when });
      const first = open({ store: dying, graphs: [supervised], clock });
      await first.start(supervised, { goal: 'g' }, { id: 'a' }).catch(() => undefined);
      await clock.advance(0);
      if (!dying.isOut) break;
      const later = virtualClock(clock.now() + 60_000);
      const second = open({ store, graphs: [supervised], clock: later });
      const thread = await second.start(supervised, { goal: 'g' }, { id: 'a' });
      await later.advance('1m');
      expect(await thread.settled()).toMatchObject({
        outcome: 'done',
        state: { results: { a: 'a()', b: 'b(a())', c: 'c()' }, rejections: [{ task: 'a', reason: 'bad' }] },
      });
      const steps = (await thread.history()).filter(({ cause }) => cause === 'step');
      // Each call is counted by a step before it begins.
      expect(steps).toHaveLength(4 + 4);
      const { spent } = await thread.now();
      expect(spent).toMatchObject({ 'w0.calls': 2, 'w1.calls': 2 });
      // What a step spent whose result was lost is spent all the same.
      expect([40, 50, 60].filter((tokens) => tokens <= 10 * done.length)).toContain(
        (spent['w0.tokens'] ?? 0) + (spent['w1.tokens'] ?? 0),
      );
      expect(done.length).toBeLessThanOrEqual(4 + 2);
      await second.close();
    }
  },
);
