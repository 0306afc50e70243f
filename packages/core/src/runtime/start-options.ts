import { toMilliseconds, type Duration } from '../base/duration.ts';
import {
  either,
  length,
  mustFit,
  name,
  number,
  object,
  objectWith,
  signal,
  type Shapes,
} from '../base/problem/given.ts';
import { problem } from '../base/problem/problem.ts';

/** How a thread is started; `Events` are the payloads of what may be sent to it, by name. */
export interface StartOptions<Events = unknown> {
  /** A name of its own, without `@` or white space; a random one by default. */
  readonly id?: string;
  /** Words to find it by. */
  readonly tags?: readonly string[];
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

/** An event as it stands in options, whatever its graph. */
export interface AnyFirstEvent {
  readonly event: string;
  readonly payload?: unknown;
  readonly id?: string;
}

// Ids and tags are looked at where they are used.
const shapes: Shapes<Pick<StartOptions, 'at' | 'after' | 'signal'> & { readonly send?: unknown }> = {
  at: either(number, objectWith('a date', {})),
  after: length,
  send: object,
  signal,
};

const sendShapes: Shapes<AnyFirstEvent> = { event: name };

/** What options say of when a thread begins, by now, and of what it is sent; a problem `value/invalid` where they make no sense. */
export function readStart(
  options: Pick<StartOptions, 'at' | 'after'> & { readonly send?: unknown },
  now: number,
): { readonly at: number | undefined; readonly send: AnyFirstEvent | undefined } {
  mustFit('options', options, shapes);
  const send = options.send as AnyFirstEvent | undefined;
  if (send !== undefined) mustFit('options.send', { ...send, event: send.event ?? null }, sendShapes);
  return { at: beginning(options, now), send };
}

function beginning({ at, after }: Pick<StartOptions, 'at' | 'after'>, now: number): number | undefined {
  if (at !== undefined && after !== undefined) throw refuse('after', 'Expected one of "at" and "after", found both.');
  if (after !== undefined) return now + toMilliseconds(after);
  if (at === undefined) return undefined;
  const time = typeof at === 'number' ? at : Date.prototype.getTime.call(at);
  // A time of eight thousand centuries hence is none that a date could show.
  if (!(Math.abs(time) <= 8.64e15)) throw refuse('at', 'Expected a time, found one that no date has.');
  return Math.ceil(time);
}

function refuse(option: string, message: string): Error {
  return problem('value/invalid', { path: 'options', issues: [{ path: `options.${option}`, message }] });
}
