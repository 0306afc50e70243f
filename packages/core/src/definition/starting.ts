import type { Duration } from '../base/duration.ts';
import type { Baggage } from './baggage.ts';

/** How a thread is started; `Events` are the payloads of what may be sent to it, by name. */
export interface StartOptions<Events = unknown> {
  /** A name of its own, without `@` or white space; a random one by default. */
  readonly id?: string;
  /** Words to find it by. */
  readonly tags?: readonly string[];
  /** A few texts that go along, a trace's context for example, as with what is sent; they are no part of the input. */
  readonly context?: Baggage;
  /** When it begins, in milliseconds since 1970 or as a date; it is there at once, and rests until then. */
  readonly at?: number | Date;
  /** How long it rests before it begins. */
  readonly after?: Duration;
  /**
   * What it is sent as it is started, kept until something accepts it: both are there, or neither. A thread that is there already is
   * sent it as well; under its `id`, once.
   */
  readonly send?: FirstEvent<Events>;
  /** Ends the wait with its reason when it aborts; the thread may be there all the same: starting it again under its id tells. */
  readonly signal?: AbortSignal;
}

/**
 * What becomes of a thread that is waited for when its parent waits no longer, as its lane left the node or the parent was
 * cancelled or sent back: it is cancelled, which is the default, or left alone.
 */
export type WhenLeft = 'cancel' | 'leave';

/** How a thread is started that is waited for. */
export interface ChildOptions extends Pick<StartOptions, 'id' | 'tags'> {
  readonly whenLeft?: WhenLeft;
}

/** An input may be left out where no key needs a value. */
export type ChildArguments<Input> = object extends Input
  ? [input?: Input, options?: ChildOptions]
  : [input: Input, options?: ChildOptions];

/** How a thread ended that was waited for: done, with an outcome, or cancelled. */
export type ChildResult<Facts extends { readonly outcome: unknown; readonly state: unknown }> =
  | {
      readonly status: 'done';
      readonly thread: string;
      readonly outcome: Facts['outcome'];
      readonly state: Facts['state'];
    }
  | { readonly status: 'cancelled'; readonly thread: string; readonly reason: string; readonly state: Facts['state'] };

/** An event that goes to a thread with its start. */
export type FirstEvent<Events> = {
  readonly [Event in keyof Events & string]: {
    readonly event: Event;
    /** What comes under one id of one thread is taken once. */
    readonly id?: string;
  } & (undefined extends Events[Event] ? { readonly payload?: Events[Event] } : { readonly payload: Events[Event] });
}[keyof Events & string];

/** An input may be left out where no key needs a value. */
export type StartArguments<Input, Events> = object extends Input
  ? [input?: Input, options?: StartOptions<Events>]
  : [input: Input, options?: StartOptions<Events>];
