import { inWords } from './problem/given.ts';
import { problem } from './problem/problem.ts';

/** A length of time: a number and a unit (`'250ms'`, `'30s'`, `'5m'`, `'24h'`, `'7d'`, `'2w'`), or milliseconds. */
export type Duration = `${number}${Unit}` | number;

type Unit = 'ms' | 's' | 'm' | 'h' | 'd' | 'w';

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const pattern = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/u;

/** 100,000 years: what begins in our times ends by a time that a number can hold, and a date can show. */
const longest = 100_000 * 365.25 * 86_400_000;

/** A {@link Duration} in whole milliseconds; a problem `duration/invalid` for anything else. */
export function toMilliseconds(duration: string | number): number {
  const length = typeof duration === 'number' ? duration : lengthOf(duration);
  if (!(length >= 0 && length <= longest)) throw problem('duration/invalid', { found: shown(duration) });
  return Math.round(length);
}

/** When a length of time that begins now is over, or the time of a date; a problem `duration/invalid` for anything else. */
export function endOf(length: Duration | Date, now: number): number {
  const time = timeOf(length);
  if (Number.isNaN(time)) throw problem('duration/invalid', { found: 'a date that is none' });
  return time ?? now + toMilliseconds(length as Duration);
}

/** The time of a date; undefined where a value is none. */
export function timeOf(value: unknown): number | undefined {
  try {
    return Date.prototype.getTime.call(value);
  } catch {
    return undefined;
  }
}

/** Whether a text is written as a length of time is, however long that is. */
export function isLength(text: string): boolean {
  return pattern.test(text);
}

function lengthOf(duration: string): number {
  const [, amount, unit] = (typeof duration === 'string' && pattern.exec(duration)) || [];
  return Number(amount) * (milliseconds[unit ?? ''] ?? Number.NaN);
}

/** What was given instead of a duration; the sentence puts it in quotes. */
function shown(given: unknown): string {
  return typeof given === 'string' && given.length < 100 ? given : inWords(given);
}
