import { fatal, type Limits } from '@cairn/core';
import { suggest } from '@cairn/core/store';
import { bound, numberOf } from '../kit/number.ts';
import { beginCall, mustBeLeft } from '../kit/used-up.ts';
import type { Worker, WorkerContext, WorkerRun } from '../kit/worker.ts';

/**
 * The most that one worker may use while its pattern is open: of `calls`, which are its attempts, and of what it spends by name. An attempt that the death of a
 * process cut off is made again as the same call, under the same idempotency keys, and counts once.
 */
export type Budget = Readonly<Record<string, number>>;

/** The limits that the budgets of a pattern are, as `writer.tokens`. */
export function limitsOf(pattern: string, budgets: Readonly<Record<string, Budget | undefined>>): Limits {
  const limits = Object.entries(budgets).flatMap(([name, budget = {}]) =>
    Object.entries(budget).map(([what, most]) => {
      const limit = `${name}.${what}`;
      return [limit, numberOf(pattern, `budgets.${limit}`, bound, most)] as const;
    }),
  );
  return Object.fromEntries(limits);
}

/** Refuses budgets of nobody: one that is misspelt would hold nobody to anything. */
export function mustBeWorkers(pattern: string, budgets: object, workers: object): void {
  const names = Object.keys(workers);
  const nobody = Object.keys(budgets).find((name) => !names.includes(name));
  if (nobody === undefined) return;
  throw new TypeError(`\`budgets\` of "${pattern}" has "${nobody}", who is nobody. ${suggest(nobody, names)}`);
}

/** How a worker's calls and spending count. */
export interface Counting {
  /** The worker's name. */
  readonly name: string;
  readonly budget: Budget;
  /** Those of all together. */
  readonly limits: Limits;
}

/**
 * A worker that is not called once its budget, or a limit of all, is used up, whose attempts count as calls before they begin, and whose spending counts against
 * its own budget, and against the limits of all. A graph spends `writer.tokens` by that name.
 */
export function within<Given, Found>(
  counting: Counting,
  who: Worker<Given, Found, never>,
): Worker<Given, Found, never> {
  if (Object.keys(counting.budget).length === 0) return who;
  if (typeof who === 'function') return counted(counting, who);
  return 'run' in who ? { ...who, run: counted(counting, who.run) } : who;
}

function counted<Given, Found>({ name, budget, limits }: Counting, run: WorkerRun<Given, Found, never>) {
  const shared = Object.keys(limits);
  return async (given: Given, ctx: WorkerContext<never>): Promise<Found> => {
    await beginCall(ctx, () => {
      mustBeLeft(limits, ctx);
      const spent = Object.keys(budget).find((what) => ctx.left(`${name}.${what}`) <= 0);
      if (spent !== undefined) throw fatal(`The budget of ${name} for ${spent} is used up.`);
    });
    // Outside of the step: an attempt that runs again counts once, and of two that begin at once the limit refuses the one too many.
    if ('calls' in budget) ctx.spend(`${name}.calls`, 1);
    const namesOf = (what: string): readonly string[] =>
      Object.hasOwn(budget, what) ? [...(shared.includes(what) ? [what] : []), `${name}.${what}`] : [what];
    const own = {
      // What refuses it ends the attempt, so it comes last: the others count it too.
      spend: (what: string, amount: number) => {
        const refuses = (limit: string): number => Number(ctx.left(limit) < amount);
        for (const limit of namesOf(what).toSorted((one, other) => refuses(one) - refuses(other)))
          ctx.spend(limit, amount);
      },
      left: (what: string) => Math.min(...namesOf(what).map((limit) => ctx.left(limit))),
    };
    // The context has its own state: what is not counted is asked of itself.
    const context = new Proxy(ctx, {
      get: (of, key) => (key === 'spend' || key === 'left' ? own[key] : Reflect.get(of, key, of)),
    });
    return run(given, context);
  };
}
