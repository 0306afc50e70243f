import { problem } from '../../base/problem/problem.ts';

/**
 * Calls a listener of the author's with an event, after what is under way and in order.
 *
 * What it throws, or rejects with, becomes a warning of the process, `listener/failed`.
 */
export async function tellListener<Event>(
  what: string,
  listen: (event: Event) => unknown,
  event: Event,
): Promise<void> {
  await Promise.resolve();
  try {
    await listen(event);
  } catch (error) {
    process.emitWarning(problem('listener/failed', { what, message: messageOf(error) }, error));
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
