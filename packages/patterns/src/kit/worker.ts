import type { AnyGraph, Context, Duration, FactsOf, InputOf, Retry } from '@cairn/core';

/** What a worker is given beside its task: all that an activity is, but for the state, which is the pattern's own. */
export type WorkerContext<Services = {}> = Omit<Context<string, never, Services>, 'save' | 'saved'>;

/** A worker as a function: what it does to the world is done in `ctx.step`. */
export type WorkerRun<Given, Found, Services = {}> = (
  given: Given,
  ctx: WorkerContext<Services>,
) => Found | Promise<Found>;

/** How often a worker is tried, and how long an attempt may take. */
export interface WorkerPolicy {
  readonly retry?: Retry;
  /** Of one attempt. */
  readonly timeout?: Duration;
}

/** A worker that is a graph: {@link worker} makes one. */
export interface GraphWorker<Given, Found, Of extends AnyGraph = AnyGraph> extends WorkerPolicy {
  readonly graph: Of;
  readonly input: (given: Given) => object;
  readonly output: (ended: { readonly state: never; readonly outcome: string }) => Found;
}

/** Who does a part of a pattern's work: a function, one with a policy, or a graph. */
export type Worker<Given, Found, Services = {}> =
  | WorkerRun<Given, Found, Services>
  | (WorkerPolicy & { readonly run: WorkerRun<Given, Found, Services> })
  | GraphWorker<Given, Found>;

/** The graph of a worker, where it has one. */
export type GraphIn<Of> = Of extends { readonly graph: infer Own extends AnyGraph } ? Own : never;

/**
 * A graph as a worker: what it begins with is made of what the worker is given, and what the worker finds of how it ended.
 *
 * @example
 * worker(research, { input: ({ task }) => ({ company: task.name }), output: ({ state }) => state.finding ?? 'nothing' });
 */
export function worker<Of extends AnyGraph, Given, Found>(
  graph: Of,
  given: WorkerPolicy & {
    readonly input: (given: Given) => InputOf<Of>;
    readonly output: (ended: {
      readonly state: FactsOf<Of>['state'];
      readonly outcome: FactsOf<Of>['outcome'];
    }) => Found;
  },
): GraphWorker<Given, Found, Of> {
  return { graph, ...given } as never;
}

/** How a worker stands in a node: what it is given of the state, and what is changed by what it found. */
export interface Place<State, Given, Found> {
  readonly given: (s: State) => Given;
  readonly into: (found: Found, s: State) => object;
  /** What holds where the worker says nothing else. */
  readonly policy?: WorkerPolicy;
}

/** The activity of a node that a worker does. */
export function workedBy<State, Given, Found>(
  who: Worker<Given, Found, never>,
  { given, into, policy }: Place<State, Given, Found>,
): object {
  if (typeof who === 'function') return { ...policy, run: running(who, given, into) };
  const { retry, timeout } = who;
  const own = { ...policy, ...(retry !== undefined && { retry }), ...(timeout !== undefined && { timeout }) };
  if ('run' in who) return { ...own, run: running(who.run, given, into) };
  const { graph, input, output } = who;
  return {
    ...own,
    graph,
    input: (s: State) => input(given(s)),
    output: (ended: { readonly state: never; readonly outcome: string }, s: State) => into(output(ended), s),
  };
}

function running<State, Given, Found>(
  run: WorkerRun<Given, Found, never>,
  given: (s: State) => Given,
  into: (found: Found, s: State) => object,
) {
  return async (s: State, ctx: WorkerContext<never>): Promise<object> => into(await run(given(s), ctx), s);
}
