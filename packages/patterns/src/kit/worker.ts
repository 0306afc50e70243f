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

/** Workers by name: of `Graphs` each is inferred by itself, and is what is known of a worker that is a graph. */
export type WorkersBy<Given, Found, Services, Graphs> = {
  readonly [Name in keyof Graphs]:
    | WorkerRun<Given, Found, Services>
    | (WorkerPolicy & { readonly run: WorkerRun<Given, Found, Services> })
    | GraphWorker<Given, Found, Graphs[Name] & AnyGraph>;
};

/** What is known of {@link WorkersBy} name, as of one worker. */
export type AnyOf<Graphs> = {
  readonly [Name in keyof Graphs]: Graphs[Name] extends AnyGraph ? { readonly graph: Graphs[Name] } : never;
}[keyof Graphs];

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
  /** What is looked at before it is taken, whatever it is. */
  readonly unless?: Refusing<State>;
}

/** How what a worker found is refused. */
export interface Refusing<State> {
  /** What is wrong with it, in words; undefined where it is taken. */
  readonly unfit: (found: unknown, s: State) => string | undefined;
  /** What is changed where a graph found it; a function that did has failed, by the same reason. */
  readonly refused: (reason: string, s: State) => object;
}

/** The activity of a node that a worker does. */
export function workedBy<State, Given, Found>(
  who: Worker<Given, Found, never>,
  place: Place<State, Given, Found>,
): object {
  const { given, policy } = place;
  if (typeof who === 'function') return { ...policy, run: running(who, place) };
  const { retry, timeout } = who;
  const own = { ...policy, ...(retry !== undefined && { retry }), ...(timeout !== undefined && { timeout }) };
  if ('run' in who) return { ...own, run: running(who.run, place) };
  const { graph, input } = who;
  return { ...own, graph, input: (s: State) => input(given(s)), output: outputOf(who, place) };
}

function running<State, Given, Found>(
  run: WorkerRun<Given, Found, never>,
  { given, into, unless }: Place<State, Given, Found>,
) {
  return async (s: State, ctx: WorkerContext<never>): Promise<object> => {
    const found = await run(given(s), ctx);
    const reason = unless?.unfit(found, s);
    if (reason !== undefined) throw new Error(reason);
    return into(found, s);
  };
}

function outputOf<State, Given, Found>(
  { output }: GraphWorker<Given, Found>,
  { into, unless }: Place<State, Given, Found>,
) {
  return (ended: { readonly state: never; readonly outcome: string }, s: State): object => {
    if (unless === undefined) return into(output(ended), s);
    let found: Found;
    try {
      found = output(ended);
    } catch (error) {
      return unless.refused(error instanceof Error ? error.message : String(error), s);
    }
    const reason = unless.unfit(found, s);
    return reason === undefined ? into(found, s) : unless.refused(reason, s);
  };
}
