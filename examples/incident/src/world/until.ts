import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** Milliseconds after which no further try is made. */
  readonly within?: number;
  /** Milliseconds between two tries. */
  readonly every?: number;
}

/** What `probe` first answers other than `undefined`; `undefined` when it never did within the time. */
export async function until<T>(
  probe: () => Promise<T | undefined>,
  { within = 20_000, every = 25 }: UntilOptions = {},
): Promise<T | undefined> {
  const deadline = performance.now() + within;
  do {
    const answer = await probe();
    if (answer !== undefined) return answer;
    await pause(every);
  } while (performance.now() < deadline);
  return undefined;
}
