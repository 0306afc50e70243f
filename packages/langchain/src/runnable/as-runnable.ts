import { randomUUID } from 'node:crypto';
import type { AnyGraph, Baggage, Cairn, EventsOf, FactsOf, InputOf, Result } from '@cairn/core';
import { Runnable, type RunnableConfig, type RunnableLike } from '@langchain/core/runnables';
import type { IterableReadableStream } from '@langchain/core/utils/stream';
import { isToken } from '../model/token.ts';
import { cameToNothing } from './came-to-nothing.ts';
import { Hearing, type Hear, type Watched } from './hearing.ts';
import { GraphSequence, leavable } from './leaving.ts';
import { NodeRuns } from './node-runs.ts';
import { checkMode, hears, type StreamMode } from './stream-mode.ts';
import { inTurn, isToBeKept, type Stands } from './turns.ts';

/** How a graph is a Runnable. */
export interface RunnableOptions<Declared extends AnyGraph, Input, Output> {
  /** Makes an event of an input, which is sent to the thread: then each call is a turn of one thread. Otherwise each starts one. */
  readonly turn?: (input: Input) => {
    readonly [Event in keyof EventsOf<Declared> & string]: {
      readonly event: Event;
      readonly payload: EventsOf<Declared>[Event];
      /** What is said under one id of one thread is said once, however often it is called. */
      readonly id?: string;
    };
  }[keyof EventsOf<Declared> & string];
  /** What a call gives of how the thread came to rest; its state, where this is left out. */
  readonly output?: (result: Result<FactsOf<Declared>>) => Output;
  /** What goes along with each call as `ctx.context`, from how it was called: `({ configurable }) => ({ customer: configurable?.customer })`. */
  readonly context?: (config: RunnableConfig) => Baggage | undefined;
}

type Streaming<Mode extends StreamMode> = Partial<RunnableConfig> & { readonly streamMode: Mode };

/** A graph as a Runnable. */
export interface GraphRunnable<Input, Output> extends Runnable<Input, Output> {
  /** Its states, one after the other; where `output` makes something of the last, that alone. */
  stream(
    input: Input,
    options?: Partial<RunnableConfig> & { readonly streamMode?: 'values' },
  ): Promise<IterableReadableStream<Output>>;
  /** What nodes write, by the node's name. */
  stream(
    input: Input,
    options: Streaming<'updates'>,
  ): Promise<IterableReadableStream<Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  /** What activities show, tokens aside. */
  stream(input: Input, options: Streaming<'custom'>): Promise<IterableReadableStream<unknown>>;
}

/**
 * A graph as a Runnable of LangChain's, to be invoked, batched, streamed and piped. The thread is `configurable.thread_id`. Where this process
 * drives it, its activities are runs within the call's, and what they run by `model`, `toolNodes` or `configOf` is within theirs.
 */
export function asRunnable<Declared extends AnyGraph, Input = InputOf<Declared>, Output = FactsOf<Declared>['stored']>(
  cairn: Cairn,
  graph: Declared,
  options: RunnableOptions<Declared, Input, Output> = {},
): GraphRunnable<Input, Output> {
  return new OfGraph(cairn, graph, options as Loose) as unknown as GraphRunnable<Input, Output>;
}

interface Loose {
  readonly turn?: (input: unknown) => { readonly event: string; readonly payload: unknown; readonly id?: string };
  readonly output?: (result: Result) => unknown;
  readonly context?: (config: RunnableConfig) => Baggage | undefined;
}

/** A runtime, of whose graphs nothing is known. */
interface AnyRuntime {
  readonly owner: string;
  start(graph: AnyGraph, input: unknown, options: object): Promise<AnyThread>;
}

interface AnyThread extends Watched {
  readonly isNew: boolean | undefined;
  now(): Promise<Stands>;
  send(event: string, payload: unknown, options: object): Promise<unknown>;
  settled(options: object): Promise<Result>;
  cancel(reason: string): Promise<unknown>;
}

type Config = Partial<RunnableConfig> & { readonly streamMode?: StreamMode };

/** What a call does with its thread. */
interface Going {
  readonly signal: AbortSignal | undefined;
  readonly call: Call;
  readonly hear: Hear | undefined;
}

/** One call: who takes what its stream gives, and what becomes of the thread that it made once nobody waits any more. */
interface Call {
  readonly give?: (chunk: unknown) => void;
  gaveUp?: Promise<unknown>;
}

class OfGraph extends Runnable<unknown, unknown> {
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

  override async invoke(input: unknown, options: Config = {}): Promise<unknown> {
    return this.#call(input, options, {});
  }

  override async stream(input: unknown, options: Config = {}): Promise<IterableReadableStream<unknown>> {
    const { streamMode = 'values' } = options;
    checkMode(streamMode);
    return leavable(options, async (config, give) => {
      const isLast = streamMode === 'values' && this.#options.output !== undefined;
      const call: Call = isLast ? {} : { give };
      try {
        const made = await this.#call(input, config, call);
        if (isLast) give(made);
      } finally {
        await call.gaveUp;
      }
    });
  }

  override async *_streamIterator(input: unknown, options: Config = {}): AsyncGenerator {
    yield* await this.stream(input, options);
  }

  override pipe<Made>(next: RunnableLike<unknown, Made>): Runnable<unknown, Exclude<Made, Error>> {
    return GraphSequence.begunBy(this, next as RunnableLike) as unknown as Runnable<unknown, Exclude<Made, Error>>;
  }

  /** What comes after it in a sequence is given what it comes to, and not all that it was before. */
  override async *transform(given: AsyncGenerator, options: Config): AsyncGenerator {
    let input: unknown;
    // oxlint-disable-next-line no-underscore-dangle -- as LangChain joins parts
    for await (const chunk of given) input = input === undefined ? chunk : this._concatOutputChunks(input, chunk);
    yield await this.invoke(input, options);
  }

  async #call(input: unknown, options: Config, call: Call): Promise<unknown> {
    const { configurable, streamMode: mode = 'values' } = options;
    const { give } = call;
    const id = (configurable?.['thread_id'] as string | undefined) ?? randomUUID();
    // Traces are told of the thread by this.
    const known = { ...options, configurable: { ...configurable, thread_id: id } };
    // oxlint-disable-next-line no-underscore-dangle -- what LangChain has its Runnables call
    return this._callWithConfig(
      async (given: unknown, config, runManager) => {
        const { signal, ...own } = config as RunnableConfig;
        const show =
          mode === 'custom' && give !== undefined ? (data: unknown) => isToken(data) || give(data) : undefined;
        const goOn = async (): Promise<unknown> => {
          signal?.throwIfAborted();
          const of = { thread: id, owner: this.#cairn.owner };
          const runs = new NodeRuns(of, config as RunnableConfig, runManager?.getChild(), show);
          try {
            return await this.#goOn(id, given, own, { signal, call, hear: give && hears(mode, give) });
          } finally {
            await runs.close();
          }
        };
        return this.#options.turn === undefined ? goOn() : inTurn(this.#cairn, id, goOn);
      },
      input,
      known,
    );
  }

  async #goOn(id: string, input: unknown, config: RunnableConfig, { signal, call, hear }: Going): Promise<unknown> {
    const { turn, output } = this.#options;
    const context = this.#options.context?.(config);
    const along = context === undefined ? {} : { context };
    // Without the signal: what was begun is cancelled, and not left, whoever waits for that.
    const thread = await this.#cairn.start(this.#graph, turn === undefined ? input : {}, { id, ...along });
    const hearing = hear && new Hearing(thread, await this.#from(thread), hear);
    // Nobody is there for what this call made; a conversation goes on, and so does what others made.
    const isOurs = turn === undefined && thread.isNew === true;
    const giveUp = () => void (isOurs && (call.gaveUp = thread.cancel('Its caller gave up.').catch(() => undefined)));
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted === true) giveUp();
    try {
      const waiting = { ...(signal !== undefined && !isOurs && { signal }) };
      if (turn !== undefined) {
        const { event, payload, id: once } = turn(input);
        const queue = isToBeKept(await thread.now());
        await thread.send(event, payload, { ...waiting, ...along, queue, ...(once !== undefined && { id: once }) });
      }
      const result = await thread.settled(waiting);
      await hearing?.upTo(result.seq);
      const failed = cameToNothing(result);
      if (failed !== undefined) throw failed;
      return output === undefined ? (result as { readonly state: unknown }).state : output(result);
    } finally {
      signal?.removeEventListener('abort', giveUp);
      hearing?.stop();
    }
  }

  /** The first checkpoint of a call: a thread that it starts is heard from its beginning. */
  async #from(thread: Watched): Promise<number> {
    return this.#options.turn === undefined ? 1 : (await thread.record()).head + 1;
  }
}
