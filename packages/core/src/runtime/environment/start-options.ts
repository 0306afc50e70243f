import { toMilliseconds } from '../../base/duration.ts';
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
} from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import type { StartOptions } from '../../definition/starting.ts';

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

/** When a thread begins by its options, in milliseconds since 1970, and the event it is sent; a problem `value/invalid` where these do not fit. */
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
