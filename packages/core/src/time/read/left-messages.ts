import type { Message } from '../../store/contract/stored.ts';

/** A message that was left for a thread and is not taken yet. */
export interface QueuedMessage {
  /** What it asks: `event`, `answer`, `cancel`, `resume` or `edit`. */
  readonly type: string;
  /** The event's name, or the question's key. */
  readonly name?: string;
  readonly lane?: string;
  /** When it was left, in milliseconds since 1970. */
  readonly at: number;
  /** Whether it is kept until something accepts it; the others wait for whoever drives the thread. */
  readonly kept: boolean;
}

/** A message that was kept for a thread and refused in the end: the thread came to its end, or it could go to several lanes. */
export interface RefusedMessage extends QueuedMessage {
  /** The code of the problem that it met. */
  readonly code: string;
}

/** Those that were kept, and refused in the end; whoever sent them had gone by then. */
export function refusedIn(messages: readonly Message[]): readonly RefusedMessage[] {
  return messages.flatMap((message) => {
    const { code } = partsOf(message.outcome ?? '{}');
    return message.queued && code !== undefined ? queuedIn([message]).map((told) => ({ ...told, code })) : [];
  });
}

/** What messages say, as far as it can be read without the author's code. */
export function queuedIn(messages: readonly Message[]): readonly QueuedMessage[] {
  return messages.map(({ body, at, queued }) => {
    const { type = 'message', name, key, lane } = partsOf(body);
    const called = name ?? key;
    return {
      type,
      ...(called !== undefined && { name: called }),
      ...(lane !== undefined && { lane }),
      at,
      kept: queued,
    };
  });
}

function partsOf(body: string): Readonly<Partial<Record<'type' | 'name' | 'key' | 'lane' | 'code', string>>> {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null) return {};
    return Object.fromEntries(Object.entries(json).filter(([, part]) => typeof part === 'string'));
  } catch {
    return {};
  }
}
