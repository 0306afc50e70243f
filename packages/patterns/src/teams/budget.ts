import { fatal, type Limits } from '@cairn/core';
import type { Worker, WorkerContext, WorkerRun } from '../kit/worker.ts';

/** The most that one worker may use over the whole thread: of `calls`, which are its attempts, and of what it spends by name. */
export type Budget = Readonly<Record<string, number>>;

/** The limits that budgets are, as `writer.tokens`. */
export function limitsOf(budgets: Readonly<Record<string, Budget | undefined>>): Limits {
  const limits = Object.entries(budgets).flatMap(([name, budget = {}]) =>
    Object.entries(budget).map(([what, most]) => [`${name}.${what}`, most] as const),
  );
  return Object.fromEntries(limits);
}

/** How a worker's spending counts. */
export interface Counting {
  /** The worker's name. */
  readonly name: string;
  readonly budget: Budget;
  /** What the limits of all together name. */
  readonly shared: readonly string[];
}

/**
 * A worker that is not called once its budget is used up, whose attempts count as calls before they begin, and whose spending counts against its own budget, and
 * against the limits of all. A graph spends `writer.tokens` by that name.
 */
export function within<Given, Found>(
  counting: Counting,
  who: Worker<Given, Found, never>,
): Worker<Given, Found, never> {
  if (typeof who === 'function') return counted(counting, who);
  return 'run' in who ? { ...who, run: counted(counting, who.run) } : who;
}

function counted<Given, Found>({ name, budget, shared }: Counting, run: WorkerRun<Given, Found, never>) {
  return (given: Given, ctx: WorkerContext<never>): Found | Promise<Found> => {
    const spent = Object.keys(budget).find((what) => ctx.left(`${name}.${what}`) <= 0);
    if (spent !== undefined) throw fatal(`The budget of ${name} for ${spent} is used up.`);
    if ('calls' in budget) ctx.spend(`${name}.calls`, 1);
    const namesOf = (what: string): readonly string[] =>
      Object.hasOwn(budget, what) ? [...(shared.includes(what) ? [what] : []), `${name}.${what}`] : [what];
    const own = {
      spend: (what: string, amount: number) => {
        for (const limit of namesOf(what)) ctx.spend(limit, amount);
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
