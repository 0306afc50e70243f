import type { Clock, Duration } from '@cairn/core';
import { toMilliseconds } from '@cairn/core/store';

/** An outcome that takes its time; made by {@link delayed}. */
export interface Delayed {
  readonly '~delayed': Duration;
  readonly outcome: unknown;
}

/** An outcome that comes after a while, by the clock that the script was given. */
export function delayed(duration: Duration, outcome?: unknown): Delayed {
  return Object.freeze({ '~delayed': duration, outcome });
}

/** Makes an outcome happen: an error is thrown, anything else is returned, at once or later. */
export function play(outcome: unknown, signal: AbortSignal, clock: Clock): unknown {
  if (isDelayed(outcome)) return wait(outcome, signal, clock).then(() => play(outcome.outcome, signal, clock));
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

function wait({ '~delayed': duration }: Delayed, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = clock.after(toMilliseconds(duration), resolve);
    signal.addEventListener('abort', () => {
      stop();
      reject(signal.reason as Error);
    });
  });
}

function isDelayed(outcome: unknown): outcome is Delayed {
  return typeof outcome === 'object' && outcome !== null && '~delayed' in outcome;
}
