import {
  fatal,
  type AnyGraph,
  type Context,
  type Duration,
  type FactsOf,
  type InputOf,
  type Limits,
  type Moment,
  type Retry,
} from '@cairn/core';
import { isPromise } from './heard.ts';
import { beginCall, mustBeLeft } from './used-up.ts';

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

/** A worker of whom its graph is known, where it is one. */
export type WorkerOf<Given, Found, Services, Of> =
  | WorkerRun<Given, Found, Services>
  | (WorkerPolicy & { readonly run: WorkerRun<Given, Found, Services> })
  | GraphWorker<Given, Found, Of & AnyGraph>;

/** Workers by name: of `Graphs` each is inferred by itself, and is what is known of a worker that is a graph. */
export type WorkersBy<Given, Found, Services, Graphs> = {
  readonly [Name in keyof Graphs]: WorkerOf<Given, Found, Services, Graphs[Name]>;
};

/** What is known of {@link WorkersBy} name, as of one worker. */
export type AnyOf<Graphs> = {
  readonly [Name in keyof Graphs]: Graphs[Name] extends AnyGraph ? { readonly graph: Graphs[Name] } : never;
}[keyof Graphs];

/** What is known of workers in a list, as of one worker. */
export type AnyAmong<Graphs extends readonly unknown[]> = {
  readonly [At in keyof Graphs]: Graphs[At] extends AnyGraph ? { readonly graph: Graphs[At] } : never;
}[number];

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
  /** What is wrong with what it found, whatever that is, in words; undefined where it is taken. */
  readonly unfit: (found: unknown, s: State) => string | undefined;
  /** The pattern's limits: where one is used up it is not begun. */
  readonly limits: Limits | undefined;
  /** What holds where the worker says nothing else. */
  readonly policy?: WorkerPolicy;
}

/**
 * The activity of a node that a worker does. What it throws, what does not fit, and that nothing is left to spend are failures of the node, whether
 * it is a function or a graph.
 */
export function workedBy<State, Given, Found>(
  who: Worker<Given, Found, never>,
  place: Place<State, Given, Found>,
): object {
  const { policy } = place;
  if (typeof who === 'function') return { ...policy, run: running(who, place) };
  const { retry, timeout } = who;
  const own = { ...policy, ...(retry !== undefined && { retry }), ...(timeout !== undefined && { timeout }) };
  if ('run' in who) return { ...own, run: running(who.run, place) };
  return { ...own, graph: who.graph, ...around(who, place) };
}

function running<State, Given, Found>(run: WorkerRun<Given, Found, never>, place: Place<State, Given, Found>) {
  const { given, limits } = place;
  const isLimited = Object.keys(limits ?? {}).some((name) => name !== 'transitions');
  return async (s: State, ctx: WorkerContext<never>): Promise<object> => {
    if (isLimited) await beginCall(ctx, () => mustBeLeft(limits, ctx));
    return taken(await run(given(s), ctx), place, s);
  };
}

/** What goes into a worker's graph and comes out of it. What is thrown there is told as it is. */
function around<State, Given, Found>(
  { input, output }: GraphWorker<Given, Found>,
  place: Place<State, Given, Found>,
): object {
  const { given, limits } = place;
  return {
    input: (s: State, moment: Moment) =>
      failing(() => {
        mustBeLeft(limits, moment);
        return atOnce(input(given(s)), 'input');
      }),
    output: (ended: { readonly state: never; readonly outcome: string }, s: State) =>
      failing(() => taken(atOnce(output(ended), 'output'), place, s)),
  };
}

function taken<State, Given, Found>(found: Found, { unfit, into }: Place<State, Given, Found>, s: State): object {
  const reason = unfit(found, s);
  if (reason !== undefined) throw new Error(reason);
  return into(found, s);
}

/** What a mapping gives, for which nobody waits. */
function atOnce<Given>(given: Given, what: string): Given {
  if (!isPromise(given)) return given;
  throw new TypeError(`The ${what} of a worker's graph is made at once: it was a promise.`);
}

/** Has what a mapping throws be a failure of its node. */
function failing<Made>(make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    throw error instanceof Error && error.name === 'CairnFatal' ? error : fatal(error);
  }
}
