import {
  callable,
  flag,
  inWords,
  length,
  list,
  listOf,
  misfits,
  number,
  object,
  objectWith,
  oneOf,
  optional,
  type Misfit,
  type Shape,
} from '../../base/problem/given.ts';
import { problem } from '../../base/problem/problem.ts';
import { protection } from '../../store/text/protection.ts';
import { aroundShape } from '../observe/around.ts';
import { ways, type OnBusy } from './on-busy.ts';

/** How a runtime goes about its work. */
export interface RuntimeOptions {
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How often a thread's owners or drives may die in a row before it is failed. */
  readonly maxTakeovers: number;
  /** How many threads its worker drives at once of those that have no living owner. */
  readonly concurrency: number;
  /** Whether threads are driven here at all. */
  readonly drive: boolean;
  /** What is done, unless a call says otherwise, when another process drives a thread. */
  readonly onBusy: OnBusy;
}

const clock = { now: callable, after: callable, at: optional(callable), elapsed: optional(callable) };

const store = { create: callable, commit: callable, thread: callable, rows: callable, close: callable };

/** What `open()` is given. */
const shapes: Readonly<Record<string, Shape>> = {
  store: objectWith('a store, such as sqlite(path) or memory()', store),
  graphs: listOf({ ...object, expected: 'a graph' }),
  clock: objectWith('a clock, with now() and after()', clock),
  codecs: list,
  services: { ...object, expected: 'an object with the services by name' },
  protect: protection,
  lease: length,
  takeovers: number,
  concurrency: number,
  recover: flag,
  drive: flag,
  outputs: oneOf('here', 'stored'),
  history: objectWith('an object with keep, a number of checkpoints', { keep: number }),
  onBusy: oneOf(...ways),
  onEvent: callable,
  around: aroundShape,
};

/** Refuses options that are not what they have to be, by name; a problem `runtime/option`. */
export function checkOptions(options: unknown): void {
  const given = options ?? null;
  const [first] = misfits(given, shapes);
  const missing = object.fits(given)
    ? ['store', 'graphs'].find((each) => Reflect.get(given as object, each) === undefined)
    : undefined;
  const found: Misfit | undefined =
    first ??
    (missing !== undefined
      ? { name: missing, found: 'undefined', expected: shapes[missing]?.expected ?? '' }
      : undefined);
  if (found === undefined) return;
  throw problem('runtime/option', { option: found.name || 'options', found: found.found, expected: found.expected });
}

/** Refuses numbers that cannot be meant, by name; a problem `runtime/option`. */
export function checkNumbers({
  lease,
  maxTakeovers: takeovers,
  concurrency,
  keep,
}: Partial<Pick<RuntimeOptions, 'lease' | 'maxTakeovers' | 'concurrency'>> & { readonly keep?: number }): void {
  if (lease !== undefined && !(lease >= 1)) refuse('lease', lease, 'a length of time, 30 seconds for example');
  if (takeovers !== undefined && !isCount(takeovers, 0)) refuse('takeovers', takeovers, 'a whole number, 0 or more');
  if (concurrency !== undefined && !isCount(concurrency, 1))
    refuse('concurrency', concurrency, 'a whole number, 1 or more');
  if (keep !== undefined && !isCount(keep, 1)) refuse('history.keep', keep, 'a whole number, 1 or more');
}

function isCount(value: number, least: number): boolean {
  return typeof value === 'number' && value >= least && (Number.isInteger(value) || value === Infinity);
}

function refuse(option: string, found: number, expected: string): never {
  throw problem('runtime/option', { option, found: inWords(found), expected });
}
