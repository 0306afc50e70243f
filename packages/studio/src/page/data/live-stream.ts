import { createParser } from 'eventsource-parser';
import type { ThreadsChanged } from '../../api.ts';

/** How the stream of events is: not there yet, there, or lost and tried again. */
export type Connection = 'connecting' | 'live' | 'lost';

/** What is told of the stream to all tabs. */
export type Told =
  | { readonly type: 'state'; readonly state: Connection }
  | { readonly type: 'threads'; readonly changed: ThreadsChanged; readonly id: string | undefined };

const firstPause = 500;
const longestPause = 10_000;

/**
 * Follows the server's events until `signal`, from `after` where that is given. Where the stream ends, it is opened again with the
 * id of the last event that came, so that nothing is lost. It reads by `fetch`: an `EventSource` gives up for good where a
 * server that is starting answers with an error. One that ends before it told anything is opened ever more rarely.
 */
export async function followEvents(
  address: string,
  tell: (told: Told) => void,
  signal: AbortSignal,
  after?: string,
): Promise<void> {
  let last = after;
  let pause = firstPause;
  let state: Connection | undefined;
  const say = (now: Connection): void => {
    state = now;
    tell({ type: 'state', state });
  };
  // A server whose store cannot be read opens a stream and ends it before it tells anything: that is not there.
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      last = id ?? last;
      pause = firstPause;
      if (state !== 'live') say('live');
      if (event === 'threads') tell({ type: 'threads', changed: JSON.parse(data) as ThreadsChanged, id: last });
    },
  });
  say('connecting');
  while (!signal.aborted) {
    const headers = { accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) };
    try {
      const response = await fetch(address, { headers, signal, cache: 'no-store' });
      if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
      await readAll(response.body, (text) => parser.feed(text));
    } catch {
      // Whatever ended it, it is opened again.
    }
    parser.reset();
    if (signal.aborted) return;
    say('lost');
    await paused(pause, signal);
    pause = Math.min(pause * 2, longestPause);
  }
}

async function readAll(body: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(decoder.decode(value, { stream: true }));
  }
}

async function paused(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
