import { problem } from '../base/problem.ts';
import type { OnBusy } from './on-busy.ts';

/** How a runtime goes about its work. */
export interface RuntimeOptions {
  /** How long this runtime counts as alive after a heartbeat, in milliseconds. */
  readonly lease: number;
  /** How often a thread's owners or drives may die in a row before it is failed. */
  readonly maxTakeovers: number;
  /** How many threads are taken up at once of those that nobody drives. */
  readonly concurrency: number;
  /** Whether threads are driven here at all. */
  readonly drive: boolean;
  /** What is done, unless a call says otherwise, when another process drives a thread. */
  readonly onBusy: OnBusy;
}

/** Refuses numbers that cannot be meant, by name; a problem `runtime/option`. */
export function checkNumbers({
  lease,
  maxTakeovers: takeovers,
  concurrency,
}: Partial<Pick<RuntimeOptions, 'lease' | 'maxTakeovers' | 'concurrency'>>): void {
  if (lease !== undefined && !(lease >= 1)) refuse('lease', lease, 'a length of time, 30 seconds for example');
  if (takeovers !== undefined && !isCount(takeovers, 0)) refuse('takeovers', takeovers, 'a whole number, 0 or more');
  if (concurrency !== undefined && !isCount(concurrency, 1))
    refuse('concurrency', concurrency, 'a whole number, 1 or more');
}

function isCount(value: number, least: number): boolean {
  return value >= least && (Number.isInteger(value) || value === Infinity);
}

function refuse(option: string, found: number, expected: string): never {
  throw problem('runtime/option', { option, found: String(found), expected });
}
