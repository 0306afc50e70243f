import type { ThreadEvent } from '@cairn/core';

/** What a model said next: an output of the activity that it runs in. */
export interface Token {
  readonly type: 'langchain/token';
  /** What it adds to the text; empty where it adds to something else, a call of a tool for example. */
  readonly text: string;
  /** The run of LangChain's that it is of: one call of one model. */
  readonly call: string;
  /** The part of the message, as data; `message` of this package makes LangChain's chunk of it. */
  readonly chunk: Readonly<Record<string, unknown>>;
}

/** A token, and where it was said. */
export type ToldToken = Token &
  Pick<Extract<ThreadEvent, { type: 'output' }>, 'thread' | 'lane' | 'node' | 'visit' | 'attempt' | 'run' | 'id'>;

/** Whether something that an activity showed is a token. */
export function isToken(data: unknown): data is Token {
  return typeof data === 'object' && data !== null && (data as Partial<Token>).type === 'langchain/token';
}

/** The tokens among what happens to a thread: `for await (const token of tokensOf(thread.watch()))`. */
export async function* tokensOf(events: AsyncIterable<ThreadEvent>): AsyncGenerator<ToldToken, void, undefined> {
  for await (const event of events) {
    if (event.type !== 'output' || !isToken(event.data)) continue;
    const { thread, lane, node, visit, attempt, run, id } = event;
    yield { ...event.data, thread, lane, node, visit, attempt, run, id };
  }
}
