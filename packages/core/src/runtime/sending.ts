import { flag, name, oneOf, signal, type Shapes } from '../base/problem/given.ts';
import { ways, type OnBusy } from './environment/on-busy.ts';
import type { Baggage } from '../definition/baggage.ts';
import type { Giving } from './mailbox.ts';

/** Names one lane where several would do, and says what happens when another process drives the thread. */
export interface SendOptions {
  /** The lane's path. */
  readonly lane?: string;
  /**
   * What is done when another process drives the thread: `refuse` is a problem `thread/busy`, `wait` leaves it a message and
   * waits for what comes of it, `replace` takes the thread from it. By default, what `open()` was given.
   */
  readonly onBusy?: OnBusy;
  /**
   * What comes under one id of one thread is taken once, whatever it is, from whatever process, now or later: whoever sends
   * something under it again hears what came of the first. At most 200 characters, without `@`, white space and what nobody sees.
   */
  readonly id?: string;
  /**
   * Ends the wait with its reason when it aborts. What did not reach the thread by then does not any more; what was left for another
   * process is taken back where nobody drives the thread and it has no id. Anything else may be taken yet.
   */
  readonly signal?: AbortSignal;
  /**
   * A few texts that go along, a trace's context for example: they stand in its checkpoint, and `ctx.context` gives them to
   * the functions that run by what it led to. At most 16, with names of up to 64 characters, each of up to 512.
   */
  readonly context?: Baggage;
}

/** How an event is sent. */
export interface EventOptions extends SendOptions {
  /** Keeps it, durably, until something accepts it. */
  readonly queue?: boolean;
  /** Gives it to every lane that takes it, where it would be ambiguous otherwise: one after the other, each as if it were named. */
  readonly lanes?: 'all';
}

/** What goes with something that is sent; its id is looked at where it is left. */
export const sending: Shapes<EventOptions & { readonly as?: string }> = {
  lane: name,
  lanes: oneOf('all'),
  onBusy: oneOf(...ways),
  queue: flag,
  as: name,
  signal,
};

/** Only events and answers are queued. */
export function withoutQueue({ onBusy, id, signal: ends }: SendOptions): Giving {
  return { onBusy, id, signal: ends };
}

/** A payload may be left out where the event takes nothing. */
export type SendArguments<Payload> = undefined extends Payload
  ? [payload?: Payload, options?: EventOptions]
  : [payload: Payload, options?: EventOptions];
