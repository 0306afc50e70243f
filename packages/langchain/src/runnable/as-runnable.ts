import { randomUUID } from 'node:crypto';
import type { AnyGraph, Cairn, EventsOf, FactsOf, InputOf, Result } from '@cairn/core';
import { patchConfig, Runnable, type RunnableConfig } from '@langchain/core/runnables';
import { callers } from '../model/callers.ts';

/** How a graph is a Runnable. */
export interface RunnableOptions<Declared extends AnyGraph, Input, Output> {
  /** Makes an event of an input, which is sent to the thread: then each call is a turn of one thread. Otherwise each starts one. */
  readonly turn?: (input: Input) => {
    readonly [Event in keyof EventsOf<Declared> & string]: {
      readonly event: Event;
      readonly payload: EventsOf<Declared>[Event];
    };
  }[keyof EventsOf<Declared> & string];
  /** What a call gives of how the thread came to rest; its state, where this is left out. */
  readonly output?: (result: Result<FactsOf<Declared>>) => Output;
}

/**
 * A graph as a Runnable of LangChain's, to be invoked, batched and piped. The thread is `configurable.thread_id`. What its activities run by
 * `model`, `toolNodes` or `configOf` is part of the call's run, with its callbacks, tags and metadata, where this process drives it.
 */
export function asRunnable<Declared extends AnyGraph, Input = InputOf<Declared>, Output = FactsOf<Declared>['stored']>(
  cairn: Cairn,
  graph: Declared,
  options: RunnableOptions<Declared, Input, Output> = {},
): Runnable<Input, Output> {
  return new GraphRunnable(cairn, graph, options as Loose) as unknown as Runnable<Input, Output>;
}

interface Loose {
  readonly turn?: (input: unknown) => { readonly event: string; readonly payload: unknown };
  readonly output?: (result: Result) => unknown;
}

/** A runtime, of whose graphs nothing is known. */
interface AnyRuntime {
  start(graph: AnyGraph, input: unknown, options: object): Promise<AnyThread>;
  thread(graph: AnyGraph, id: string): AnyThread;
}

interface AnyThread {
  send(event: string, payload: unknown, options: object): Promise<unknown>;
  settled(options: object): Promise<Result>;
  cancel(reason: string): Promise<unknown>;
}

class GraphRunnable extends Runnable<unknown, unknown> {
  override lc_namespace: string[] = ['cairn', 'runnable'];
  readonly #cairn: AnyRuntime;
  readonly #graph: AnyGraph;
  readonly #options: Loose;

  constructor(cairn: Cairn, graph: AnyGraph, options: Loose) {
    super({});
    this.#cairn = cairn;
    this.#graph = graph;
    this.#options = options;
  }

  override getName(): string {
    return this.#graph.name;
  }

  override async invoke(input: unknown, options?: Partial<RunnableConfig>): Promise<unknown> {
    // oxlint-disable-next-line no-underscore-dangle -- what LangChain has its Runnables call
    return this._callWithConfig(
      async (given: unknown, config) => {
        const { runManager, ...rest } = config as RunnableConfig & { readonly runManager?: { getChild(): never } };
        return this.#settled(given, patchConfig(rest, { callbacks: runManager?.getChild() as never }));
      },
      input,
      options,
    );
  }

  async #settled(input: unknown, config: Partial<RunnableConfig>): Promise<unknown> {
    const { turn, output } = this.#options;
    const { signal, configurable } = config;
    const id = (configurable?.['thread_id'] as string | undefined) ?? randomUUID();
    callers.set(id, config as RunnableConfig);
    try {
      const waiting = { ...(signal !== undefined && { signal }) };
      const thread = await this.#cairn.start(this.#graph, turn === undefined ? input : {}, { id, ...waiting });
      if (turn !== undefined) {
        const { event, payload } = turn(input);
        await thread.send(event, payload, waiting);
      }
      const result = await thread.settled(waiting);
      if (result.status === 'failed')
        throw new Error(result.failed.map(({ node, message }) => `${node}: ${message}`).join('; '));
      if (result.status === 'cancelled') throw new Error(result.reason);
      return output === undefined ? result.state : output(result);
    } catch (error) {
      // Nobody is there for what a call started; a conversation goes on.
      if (signal?.aborted === true && turn === undefined) {
        await this.#cairn
          .thread(this.#graph, id)
          .cancel('Its caller gave up.')
          .catch(() => undefined);
      }
      throw error;
    } finally {
      callers.delete(id);
    }
  }
}
