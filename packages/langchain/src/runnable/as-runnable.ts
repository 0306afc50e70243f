import { randomUUID } from 'node:crypto';
import type { AnyGraph, Cairn, EventsOf, FactsOf, InputOf, Result, ThreadEvent } from '@cairn/core';
import { Runnable, type RunnableConfig } from '@langchain/core/runnables';
import type { IterableReadableStream } from '@langchain/core/utils/stream';
import { isToken } from '../model/token.ts';
import { Hearing, type Hear, type Watched } from './hearing.ts';
import { NodeRuns } from './node-runs.ts';
import { writtenBy } from './written-by.ts';

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

/** What a stream of a graph gives: each state that it comes to, what each node writes, or what activities show by `ctx.emit`. */
export type StreamMode = 'values' | 'updates' | 'custom';

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
  readonly turn?: (input: unknown) => { readonly event: string; readonly payload: unknown };
  readonly output?: (result: Result) => unknown;
}

/** A runtime, of whose graphs nothing is known. */
interface AnyRuntime {
  readonly owner: string;
  start(graph: AnyGraph, input: unknown, options: object): Promise<AnyThread>;
}

interface AnyThread extends Watched {
  send(event: string, payload: unknown, options: object): Promise<unknown>;
  settled(options: object): Promise<Result>;
  cancel(reason: string): Promise<unknown>;
}

type Config = Partial<RunnableConfig> & { readonly streamMode?: StreamMode };

/** Takes what a stream gives. */
type Stream = ((chunk: unknown) => void) | undefined;

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
    return this.#call(input, options, undefined);
  }

  override async *_streamIterator(input: unknown, options: Config = {}): AsyncGenerator {
    const { streamMode = 'values', signal } = options;
    if (streamMode === 'values' && this.#options.output !== undefined) return yield await this.invoke(input, options);
    const left = new AbortController();
    const config = { ...options, signal: AbortSignal.any([left.signal, ...(signal === undefined ? [] : [signal])]) };
    const chunks = new ReadableStream<unknown>({
      start: (to) => {
        const over = this.#call(input, config, (chunk) => to.enqueue(chunk));
        over.then(
          () => to.close(),
          (error: unknown) => to.error(error),
        );
      },
    });
    try {
      yield* chunks;
    } finally {
      left.abort();
    }
  }

  /** What comes after it in a sequence is given what it comes to, and not all that it was before. */
  override async *transform(given: AsyncGenerator, options: Config): AsyncGenerator {
    let input: unknown;
    // oxlint-disable-next-line no-underscore-dangle -- as LangChain joins parts
    for await (const chunk of given) input = input === undefined ? chunk : this._concatOutputChunks(input, chunk);
    yield await this.invoke(input, options);
  }

  async #call(input: unknown, options: Config, stream: Stream): Promise<unknown> {
    const { configurable, streamMode: mode = 'values' } = options;
    const id = (configurable?.['thread_id'] as string | undefined) ?? randomUUID();
    // Traces are told of the thread by this.
    const known = { ...options, configurable: { ...configurable, thread_id: id } };
    // oxlint-disable-next-line no-underscore-dangle -- what LangChain has its Runnables call
    return this._callWithConfig(
      async (given: unknown, config, runManager) => {
        config?.signal?.throwIfAborted();
        const show =
          mode === 'custom' && stream !== undefined ? (data: unknown) => isToken(data) || stream(data) : undefined;
        const runs = new NodeRuns(
          { thread: id, owner: this.#cairn.owner },
          config as RunnableConfig,
          runManager?.getChild(),
          show,
        );
        try {
          return await this.#goOn(
            id,
            given,
            config?.signal,
            mode === 'custom' ? undefined : stream && hears(mode, stream),
          );
        } finally {
          await runs.close();
        }
      },
      input,
      known,
    );
  }

  async #goOn(id: string, input: unknown, signal: AbortSignal | undefined, hear: Hear | undefined): Promise<unknown> {
    const { turn, output } = this.#options;
    // Without the signal: what was begun is cancelled, and not left, whoever waits for that.
    const thread = await this.#cairn.start(this.#graph, turn === undefined ? input : {}, { id });
    const hearing = hear && new Hearing(thread, await this.#from(thread), hear);
    // Nobody is there for what a call started; a conversation goes on.
    const giveUp = () => void (turn === undefined && thread.cancel('Its caller gave up.').catch(() => undefined));
    signal?.addEventListener('abort', giveUp);
    if (signal?.aborted === true) giveUp();
    try {
      const waiting = { ...(signal !== undefined && turn !== undefined && { signal }) };
      if (turn !== undefined) {
        const { event, payload } = turn(input);
        await thread.send(event, payload, waiting);
      }
      const result = await thread.settled(waiting);
      await hearing?.upTo(result.seq);
      if (result.status === 'failed')
        throw new Error(result.failed.map(({ node, message }) => `${node}: ${message}`).join('; '));
      if (result.status === 'cancelled') throw new Error(result.reason);
      return output === undefined ? result.state : output(result);
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

/** What a stream of states, or of what nodes write, makes of what happens to a thread. */
function hears(mode: StreamMode, stream: NonNullable<Stream>): Hear {
  return async (event, thread) => {
    if (event.type !== 'checkpoint') return;
    const { cause, lane, from, changes, seq } = event;
    if (mode === 'updates') {
      if (cause === 'done') stream({ [from]: { ...writtenBy(changes), ...(await grownIn(event, thread)) } });
    } else if (lane === '' && (changes !== undefined || cause === 'start')) stream((await thread.at(seq)).state);
  };
}

/** What there is now of what a checkpoint tells by how it differs. */
async function grownIn({ changes = {}, lane, seq }: Checkpoint, thread: Watched): Promise<object> {
  const keys = Object.keys(changes).filter((key) => 'patch' in (changes[key] as object));
  const at = keys.length === 0 ? undefined : (await thread.at(seq)).lanes.find((each) => each.lane === lane);
  return Object.fromEntries(keys.map((key) => [key, at?.state[key]]));
}

type Checkpoint = Extract<ThreadEvent, { type: 'checkpoint' }>;
