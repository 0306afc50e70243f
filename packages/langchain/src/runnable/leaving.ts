import {
  _coerceToRunnable,
  RunnableSequence,
  type Runnable,
  type RunnableConfig,
  type RunnableLike,
} from '@langchain/core/runnables';
import { IterableReadableStream } from '@langchain/core/utils/stream';

/**
 * A stream of what something gives while it goes on. Whoever leaves it aborts the signal that this was given, at once: LangChain's own
 * streams say so only once the next chunk is there.
 */
export function leavable<Chunk, Config extends Partial<RunnableConfig>>(
  options: Config,
  goOn: (config: Config, give: (chunk: Chunk) => void) => Promise<unknown>,
): IterableReadableStream<Chunk> {
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, ...(options.signal === undefined ? [] : [options.signal])]);
  let over: Promise<unknown> | undefined;
  return new IterableReadableStream<Chunk>({
    start: (to) => {
      const unlessLeft = (tell: () => void) => left.signal.aborted || tell();
      over = goOn({ ...options, signal }, (chunk) => void unlessLeft(() => to.enqueue(chunk))).then(
        () => unlessLeft(() => to.close()),
        (error: unknown) => unlessLeft(() => to.error(error)),
      );
    },
    cancel: async (reason) => {
      left.abort(reason);
      await over;
    },
  });
}

/** A sequence that begins with a graph, whose stream is left at once. */
export class GraphSequence extends RunnableSequence {
  static begunBy(first: Runnable, next: RunnableLike): GraphSequence {
    return new GraphSequence({ first, last: _coerceToRunnable(next) });
  }

  override pipe<Output>(next: RunnableLike<unknown, Output>): RunnableSequence<unknown, Exclude<Output, Error>> {
    const { first, middle, last, name } = this;
    const fields = {
      first,
      middle: [...middle, last],
      last: _coerceToRunnable(next),
      ...(name !== undefined && { name }),
    };
    return new GraphSequence(fields) as RunnableSequence<unknown, Exclude<Output, Error>>;
  }

  override async stream(
    input: unknown,
    options: Partial<RunnableConfig> = {},
  ): Promise<IterableReadableStream<unknown>> {
    return leavable(options, async (config, give) => {
      for await (const chunk of await super.stream(input, config)) give(chunk);
    });
  }
}
