import type { Status } from '../../advance/status.ts';

/** What a driver knows when it asks itself what is next, while nothing of it is on its way to the store. */
export interface Situation {
  /** It was told to let go of its thread, or has nothing more to do here as nothing is started any more. */
  readonly mustLetGo: boolean;
  /** Inputs are there to be taken, or messages to be consumed. */
  readonly hasInput: boolean;
  /** How the thread stands: it runs while a run does something for its lane, or an answer is being tried, or something is there to be taken. */
  readonly status: Status;
}

/** What a driver does next. */
export type Move =
  /** Aborts what runs and lets go of the thread. */
  | 'let-go'
  /** Takes what is there, and writes what comes of it. */
  | 'take'
  /** Writes that the thread rests, and ends. */
  | 'rest'
  /** Waits until something comes. */
  | 'sleep';

/**
 * What a driver does next follows from how things stand, and from nothing that happened on the way there.
 *
 * 1. It is asked anew after everything that was waited for, so nothing that comes meanwhile can be missed.
 * 2. Whatever changes the situation rouses a driver that sleeps.
 */
export function nextMove({ mustLetGo, hasInput, status }: Situation): Move {
  if (mustLetGo) return 'let-go';
  if (hasInput) return 'take';
  return status === 'running' ? 'sleep' : 'rest';
}
